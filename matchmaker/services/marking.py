"""The texts of a pair with its reasons marked in them, cut into pieces that a page can show one after the other."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlmodel import Session

from matchmaker.engine.ranking.marks import OTHER, QUOTING, Mark, marks
from matchmaker.engine.ranking.reasons import Reason, ReasonKind
from matchmaker.models import Need, Offer
from matchmaker.services.matching import current_terms
from matchmaker.services.profiles import need_profile, offer_profile, sought

UNNAMED = 0  # the number of what counts and that no reason names


@dataclass(frozen=True)
class Piece:
    """Some of a text, and the numbers of the reasons that it speaks for: none, UNNAMED, or from 1."""

    text: str
    numbers: tuple[int, ...] = ()
    first: frozenset[int] = frozenset()  # those that stand here for the first time in this need or offer


Pieces = tuple[Piece, ...]


@dataclass(frozen=True)
class Marked:
    """The fields of a need and of an offer that the engine reads."""

    title: Pieces
    problem: Pieces
    expected_result: Pieces
    quantities: tuple[Pieces, ...]
    offer_title: Pieces
    description: Pieces
    numbers: Mapping[int, int]  # place of a reason among the shares -> its number
    in_need: Mapping[int, int]  # number -> how often it is marked
    in_offer: Mapping[int, int]


def marked(session: Session, need: Need, offer: Offer, shares: Sequence[Any], *, on: date) -> Marked:
    """The texts of *need* and *offer* as of the day *on*; *shares* are those of a match, the largest first."""
    reasons = [_reason(share) for share in shares]
    quoting = [place for place, reason in enumerate(reasons) if reason.kind in QUOTING]
    numbers = {OTHER: UNNAMED, **{place: number for number, place in enumerate(quoting, start=1)}}
    terms = current_terms(session)
    found = marks(need_profile(need, on=on), offer_profile(offer), reasons, terms)
    quantities = [part.quantity for part in sought(need)]
    asked = [need.problem, need.expected_result, *quantities]
    title, problem, expected_result, *rest = cut(need.title, asked, numbered(found.in_need, numbers))
    offer_title, description = cut(offer.title, [offer.description], numbered(found.in_offer, numbers))
    return Marked(
        title,
        problem,
        expected_result,
        tuple(rest),
        offer_title,
        description,
        numbers,
        times(found.in_need, numbers),
        times(found.in_offer, numbers),
    )


def _reason(share: Any) -> Reason:
    """A share as it was stored; one of another version of the engine names nothing."""
    try:
        kind = ReasonKind(share["kind"])
        return Reason(kind, str(share.get("in_need", "")), str(share.get("in_offer", "")), 0.0)
    except (AttributeError, KeyError, TypeError, ValueError):
        return Reason(ReasonKind.OTHER_WORDS, "", "", 0.0)


def numbered(found: Iterable[Mark], numbers: Mapping[int, int]) -> Iterator[Mark]:
    """*found* with numbers instead of places."""
    for mark in found:
        yield Mark(mark.start, mark.end, tuple(numbers[reason] for reason in mark.reasons))


def times(found: Iterable[Mark], numbers: Mapping[int, int]) -> Mapping[int, int]:
    return Counter(number for mark in numbered(found, numbers) for number in mark.reasons)


def cut(title: str, bodies: Sequence[str], found: Iterable[Mark]) -> list[Pieces]:
    """Each field in pieces; the marks lie in their text as the engine reads it, one field a line."""
    waiting = list(found)
    cuts = []
    start = 0
    for field in (title, *bodies):
        here = [mark for mark in waiting if start <= mark.start < start + len(field)]
        cuts.append(list(_pieces(field, here, start)))
        start += len(field) + 1
    # A title is a link already, so a number leads to and fro in it only if it stands nowhere else.
    seen: set[int] = {UNNAMED}
    for pieces in (*cuts[1:], cuts[0]):
        for at, piece in enumerate(pieces):
            pieces[at] = replace(piece, first=frozenset(piece.numbers) - seen)
            seen.update(piece.numbers)
    return [tuple(pieces) for pieces in cuts]


def _pieces(field: str, found: Iterable[Mark], start: int) -> Iterator[Piece]:
    """Of the *field* that begins at *start*."""
    at = 0
    for mark in found:
        begins, ends = mark.start - start, mark.end - start
        if at < begins:
            yield Piece(field[at:begins])
        yield Piece(field[begins:ends], mark.reasons)
        at = ends
    if at < len(field):
        yield Piece(field[at:])


def paragraphs(pieces: Pieces) -> Iterator[Pieces]:
    """The pieces of a text between its blank lines, none of which lies in a mark."""
    here: list[Piece] = []
    for piece in pieces:
        if piece.numbers:
            here.append(piece)
            continue
        first, *rest = piece.text.split("\n\n")
        here.append(Piece(first))
        for text in rest:
            yield from _filled(here)
            here = [Piece(text)]
    yield from _filled(here)


def _filled(pieces: Sequence[Piece]) -> Iterator[Pieces]:
    if any(piece.text.strip() for piece in pieces):
        yield tuple(piece for piece in pieces if piece.text)
