"""Why one pair is suggested, or is not: what bars it, which limit it stays below, and which place it would have."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from matchmaker.engine.bands import AREA_FLOOR, FLOOR, WORDS_ALONE, WORTH_TELLING, stating
from matchmaker.engine.corpus import area_of
from matchmaker.engine.eligibility import Bar, bars, having
from matchmaker.engine.index import Index
from matchmaker.engine.keys import Kind
from matchmaker.engine.profiles import NeedProfile, OfferProfile
from matchmaker.engine.rank import TOP, Ranked, Scored, ranked, scored, suggestible
from matchmaker.engine.snapshot import Snapshot


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
    row = snapshot.row_of(offer.id)
    asked = snapshot.asked(need)
    each = scored(snapshot, need, asked, snapshot.text_scores(asked))
    rivals = np.flatnonzero(suggestible(snapshot, each))
    return Verdict(
        bars=bars(need, offer),
        shortfall=shortfall(snapshot, each, row, nothing=not len(rivals)),
        pair=ranked(snapshot, each, row),
        place=1 + sum(order(snapshot, each, rival) < order(snapshot, each, row) for rival in rivals),
    )


def order(snapshot: Snapshot, each: Scored, row: int) -> tuple[float, int, int]:
    """By which offers are ranked for one need: less comes first."""
    held = snapshot.corpus.rows[row]
    return -each.scores[row], held["posted"], held["id"]


def shortfall(snapshot: Snapshot, each: Scored, row: int, *, nothing: bool) -> Shortfall | None:
    """What `bands.near` finds wanting in the offer of *row*; *nothing* says whether no offer is suggested."""
    topics = each.need.topics
    substance, words = float(each.substance[row]), float(each.words[row])
    same = having(snapshot, Kind.TOPIC, set(topics))[row]
    akin = having(snapshot, Kind.AREA, {area_of(topic) for topic in topics})[row]
    silent = not topics or not stating(snapshot, Kind.AREA)[row]
    floor = FLOOR if same or silent else AREA_FLOOR
    if substance < floor:
        return Shortfall(Limit.COMMON, substance, floor)
    if not (akin or silent) and words < WORDS_ALONE:
        return Shortfall(Limit.WORDS, words, WORDS_ALONE)
    if nothing and not (same or silent) and substance < WORTH_TELLING:
        return Shortfall(Limit.SUITABLE, substance, WORTH_TELLING)
    return None
