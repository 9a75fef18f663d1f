"""A sentence that answers a question well, from a need or an offer that everybody may read."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from matchmaker.actions import Action
from matchmaker.models import Need, Offer
from matchmaker.policy import can
from matchmaker.rules import VISITOR

SENTENCE_END = re.compile(r"(?<=[.!?؟])\s+|(?<=[。！？])|\n+")
SHORTEST, LONGEST = 12, 200  # characters: less tells nothing, more is a paragraph


@dataclass(frozen=True)
class Quoted:
    """*text* in its language; *ref* is where it stands."""

    text: str
    language: str
    ref: str


@dataclass(frozen=True)
class Sought:
    """What the draft is about, by which its examples are chosen: those on its topics, then those in its language."""

    topics: frozenset[str]
    modalities: frozenset[str]
    language: str

    def nearness(self, thing: Need | Offer) -> tuple[int, int, bool]:
        areas = {topic[:3] for topic in self.topics} & {topic[:3] for topic in thing.topics}
        return len(self.topics.intersection(thing.topics)), len(areas), thing.language == self.language


def from_needs(column: str, needs: Sequence[Need], sought: Sought) -> Quoted | None:
    """How the need nearest to what is *sought* answers the question of *column*."""
    return _nearest(needs, sought, lambda need: _of_need(need, column, sought))


def from_offers(column: str, offers: Sequence[Offer], sought: Sought) -> Quoted | None:
    return _nearest(offers, sought, lambda offer: _of_offer(offer, column))


def _nearest(
    things: Sequence[Need | Offer], sought: Sought, told: Callable[..., Iterator[str]]
) -> Quoted | None:
    for thing in sorted(things, key=sought.nearness, reverse=True):
        for text in told(thing):
            return Quoted(text, thing.language, thing.ref)
    return None


def _of_need(need: Need, column: str, sought: Sought) -> Iterator[str]:
    """What everybody may read of it: all of a public need but its blocks, else the summary."""
    if not can(VISITOR, Action.READ_NEED_WHOLE, need):
        if column in ("problem", "expected_result"):
            yield from _telling(need.public_summary)
    elif column in ("quantity", "own_contribution"):
        alike = [part for part in need.components if part.modality in sought.modalities]
        yield from (getattr(part, column) for part in alike if getattr(part, column))
    elif column in ("problem", "expected_result"):
        yield from _telling(getattr(need, column))
    elif column == "beneficiary_count" and need.beneficiaries:
        yield need.beneficiaries
    elif column == "previous_assistance" and can(VISITOR, Action.READ_NEED_ASSISTANCE, need):
        yield from _sentences(need.previous_assistance)


def _of_offer(offer: Offer, column: str) -> Iterator[str]:
    if column == "description":
        yield from _telling(offer.description)
    elif column in ("conditions", "not_covered", "references"):
        yield from _sentences(getattr(offer, column))


def _telling(text: str) -> Iterator[str]:
    """The sentences with a figure in them."""
    return (sentence for sentence in _sentences(text) if any(letter.isdigit() for letter in sentence))


def _sentences(text: str) -> Iterator[str]:
    parts = (part.strip() for part in SENTENCE_END.split(text))
    return (part for part in parts if SHORTEST <= len(part) <= LONGEST)
