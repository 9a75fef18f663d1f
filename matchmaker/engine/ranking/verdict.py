"""Why one pair is suggested, or is not: what bars it, which limit it stays below, and which place it would have."""

from dataclasses import dataclass
from enum import StrEnum

from matchmaker.engine.offers.index import Index
from matchmaker.engine.profiles import NeedProfile, OfferProfile
from matchmaker.engine.ranking.bands import AREA_FLOOR, FLOOR, WORDS_ALONE, WORTH_TELLING
from matchmaker.engine.ranking.eligibility import Bar, bars
from matchmaker.engine.ranking.rank import TOP, Ranked, best, ranked, shortlist, standings
from matchmaker.engine.ranking.standing import Scored, Standing, standing


class Limit(StrEnum):
    """What a pair must reach to be suggested."""

    COMMON = "common"  # enough in common at all; more of it, where no topic is
    WORDS = "words"  # enough in words, where both state topics and share neither one nor an area
    SUITABLE = (
        "suitable"  # where no offer shares a topic, one must have much in common: else none is suggested
    )


@dataclass(frozen=True)
class Shortfall:
    """The first limit that a pair stays below: what it has of the score, and what it would need."""

    limit: Limit
    has: float
    needs: float


@dataclass(frozen=True)
class Verdict:
    """About one pair. *pair* is told as if nothing barred it."""

    bars: tuple[Bar, ...]
    shortfall: Shortfall | None
    pair: Ranked
    place: int  # among the offers that may be suggested for the need, from 1: which it has, or would have

    @property
    def is_suggested(self) -> bool:
        return not self.bars and self.shortfall is None and self.place <= TOP


def verdict(index: Index, need: NeedProfile, offer: OfferProfile) -> Verdict:
    """Why *offer* is suggested for *need*, or is not. Raises KeyError if the index does not hold the offer."""
    snapshot = index.snapshot_
    stands, row = standing(snapshot, need, offer.id)
    each = stands.exactly(row)
    (on_shelves,) = standings(snapshot, [need])
    lists = [shortlist(other, len(snapshot)) for other in on_shelves]
    nothing = not any(one.is_worth_telling for one in lists)
    own = order(ranked(stands, each, 0))
    return Verdict(
        bars=bars(need, offer),
        shortfall=shortfall(stands, each, nothing=nothing),
        pair=ranked(stands, each, 0),
        place=1 + sum(order(rival) < own for rival in best(lists, len(snapshot))),
    )


def order(one: Ranked) -> tuple[float, int, int]:
    """By which offers are ranked for one need: less comes first."""
    return -one.score, one.posted, one.offer_id


def shortfall(stands: Standing, each: Scored, *, nothing: bool) -> Shortfall | None:
    """What `bands.near` finds wanting in the one offer *each*; *nothing* says whether no offer is suggested."""
    (substance,), (words,) = each.substance.tolist(), each.words.tolist()
    (alike,), (akin,) = stands.alike[each.rows], stands.akin[each.rows]
    floor = FLOOR if alike else AREA_FLOOR
    if substance < floor:
        return Shortfall(Limit.COMMON, substance, floor)
    if not akin and words < WORDS_ALONE:
        return Shortfall(Limit.WORDS, words, WORDS_ALONE)
    if nothing and not alike and substance < WORTH_TELLING:
        return Shortfall(Limit.SUITABLE, substance, WORTH_TELLING)
    return None
