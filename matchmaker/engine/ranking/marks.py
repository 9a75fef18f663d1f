"""Where the reasons stand in the two texts: every place of every word, phrase and concept that counts.

What counts is what both texts have in common, and what the offer says of the need's topics. A reason tells it
in words of the texts; those words are read again here, so that the reasons kept with an old suggestion can
still be marked in the texts of today, without an index.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from matchmaker.engine.offers.corpus import full_text
from matchmaker.engine.profiles import NeedProfile, OfferProfile
from matchmaker.engine.ranking.reasons import Reason, ReasonKind
from matchmaker.engine.text import analysis
from matchmaker.engine.text.analysis import PLACED_TEXTS, Said
from matchmaker.engine.text.languages import clean
from matchmaker.engine.text.lexicon import Lexicon
from matchmaker.engine.text.origins import Span
from matchmaker.engine.text.passages import passages
from matchmaker.engine.text.recognition import latin_of
from matchmaker.engine.text.topics import TopicTerms

OTHER = -1  # the reason of what counts and that no sentence names
IN_COMMON = frozenset({ReasonKind.WORDS, ReasonKind.CONCEPT})
QUOTING = IN_COMMON | {ReasonKind.TOPIC_WORDS}  # words of the offer

Claims = Mapping[int, Sequence[int]]  # key -> the reasons it belongs to, as numbers


class Claim(NamedTuple):
    """A place in a text, and a reason that has a key there."""

    start: int
    end: int
    reason: int


@dataclass(frozen=True)
class Mark:
    """A piece of a text, from one character up to but without another, and the places of its reasons.

    The first is the one that the whole piece speaks for, or OTHER; others have no piece of their own in the text.
    """

    start: int
    end: int
    reasons: tuple[int, ...]


@dataclass(frozen=True)
class Marks:
    """Of a pair: in `full_text` of the need, and in that of the offer. Ascending, and none overlaps another."""

    in_need: tuple[Mark, ...]
    in_offer: tuple[Mark, ...]


def marks(need: NeedProfile, offer: OfferProfile, reasons: Sequence[Reason], terms: TopicTerms) -> Marks:
    """Where each of *reasons*, the weightiest first, stands in both texts."""
    asked, given = full_text(need.title, need.text), full_text(offer.title, offer.text)
    ours = analysis.everywhere(asked, need.language, terms.lexicon)
    theirs = analysis.everywhere(given, offer.language, terms.lexicon)
    told = told_by(reasons, (asked, need.language), (given, offer.language), terms.lexicon)
    common = {number: told[number] for number, reason in enumerate(reasons) if reason.kind in IN_COMMON}
    of_topics = {
        number: told[number].intersection(terms.keys(reason.in_need))
        for number, reason in enumerate(reasons)
        if reason.kind == ReasonKind.TOPIC_WORDS
    }
    own = claims(ours.keys() & theirs.keys(), common)
    topical = claims(terms.expanded(need.topics).keys() & theirs.keys(), of_topics)
    every = {key: tuple(dict.fromkeys((*own.get(key, ()), *topical.get(key, ())))) for key in own | topical}
    return Marks(tuple(placed(own, ours)), tuple(placed(every, theirs)))


def told_by(reasons: Sequence[Reason], asked: Said, given: Said, lexicon: Lexicon) -> list[set[int]]:
    """The keys of the words in which each reason is told, read in the languages of the text that they are from."""
    quotes = [
        (number, (words, language))
        for number, reason in enumerate(reasons)
        for words, text, kinds in ((reason.in_need, asked, IN_COMMON), (reason.in_offer, given, QUOTING))
        if reason.kind in kinds
        for language in spoken_in(*text)
    ]
    tally = analysis.counts_of_all([said for _number, said in quotes], lexicon)
    told: list[set[int]] = [set() for _reason in reasons]
    for (number, _said), (start, end) in zip(quotes, pairwise(tally.bounds.tolist()), strict=True):
        told[number].update(tally.keys[tally.cols[start:end]].tolist())
    return told


@lru_cache(maxsize=PLACED_TEXTS)
def spoken_in(text: str, language: str) -> Set[str]:
    """The languages that a part of *text* is to be read in, as the whole of it is."""
    return {latin for _start, _end, latin in passages(clean(text), latin_of(text, language))}


def claims(keys: Iterable[int], told: Mapping[int, set[int]]) -> Claims:
    """To which reasons each of *keys* belongs, by the keys that each reason is *told* by."""
    return {key: [number for number, said in told.items() if key in said] or [OTHER] for key in keys}


def placed(claims: Claims, places: Mapping[int, Sequence[Span]]) -> Iterator[Mark]:
    """The marks of one text: where two reasons would overlap, the longer piece stays whole."""
    claimed = {
        Claim(start, end, reason)
        for key, reasons in claims.items()
        for reason in reasons
        for start, end in places.get(key, ())
    }
    keys = Counter(reason for reasons in claims.values() for reason in reasons)

    def first(claim: Claim) -> tuple[bool, int, int, int]:
        """What a sentence names, then the longer piece, then what the reason says and little else."""
        return claim.reason == OTHER, claim.start - claim.end, keys[claim.reason], claim.reason

    taken: dict[int, int] = {}  # character -> the reason that has it
    kept = []
    for claim in sorted(claimed, key=first):
        owners = {taken.get(at, claim.reason) for at in range(claim.start, claim.end)}
        if owners == {claim.reason}:
            kept.append(claim)
            taken |= dict.fromkeys(range(claim.start, claim.end), claim.reason)
    without = {claim.reason for claim in claimed} - {OTHER, *(claim.reason for claim in kept)}
    lodgers = [min(claim for claim in claimed if claim.reason == reason) for reason in sorted(without)]
    for start, end, reason in merged(sorted(kept)):
        also = [one.reason for one in lodgers if one.start < end and start < one.end]
        yield Mark(start, end, (reason, *also))


def merged(claims: Iterable[Claim]) -> Iterator[Claim]:
    """*claims*, ascending, those of one reason that touch as one."""
    last: Claim | None = None
    for claim in claims:
        if last and claim.reason == last.reason and claim.start <= last.end:
            last = last._replace(end=max(last.end, claim.end))
        else:
            if last:
                yield last
            last = claim
    if last:
        yield last
