"""The best offers for a need, the same on every run, worker and machine: score, then older, then id."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from matchmaker.engine.finding.search import Found
from matchmaker.engine.finding.vectors import Vectors
from matchmaker.engine.offers.facts import Flags
from matchmaker.engine.offers.index import Index
from matchmaker.engine.offers.snapshot import Snapshot
from matchmaker.engine.offers.weighing import Floats
from matchmaker.engine.profiles import NeedProfile, OfferProfile
from matchmaker.engine.ranking.bands import AREA_FLOOR, Band, band
from matchmaker.engine.ranking.eligibility import bars
from matchmaker.engine.ranking.explain import reasons
from matchmaker.engine.ranking.reasons import Reason
from matchmaker.engine.ranking.standing import Scored, Standing, standing

TOP = 20  # suggestions per need; a case officer reads no further
BLOCK = 64  # needs searched at once: what 12,000 offers have before their words is 6 MB
SPARE = 2  # times as many as are asked for are looked at first: mostly the best are among them
FIRST = 128  # offers that are looked at where the best are not, or not so many have enough in common
GROWTH = 8  # times as many, where that was not enough
THREADS = 2


@dataclass(frozen=True)
class Ranked:
    """One suggestion. *score* lies between 0 and 1; the shares of *reasons* add up to it."""

    offer_id: int
    score: float
    band: Band
    posted: int  # of equal scores, the offer that was posted first comes first
    snapshot: Snapshot = field(repr=False, compare=False)
    need: NeedProfile = field(repr=False, compare=False)

    @cached_property
    def reasons(self) -> tuple[Reason, ...]:
        """Drawn up when somebody asks: it takes as long as a hundred scores."""
        stands, row = standing(self.snapshot, self.need, self.offer_id)
        return reasons(stands, int(row[0]))


@dataclass(frozen=True)
class Shortlist:
    """The eligible offers of a shelf with enough in common with the need, the best among them.

    One that everybody may see and that is worth telling brings in all others; one that not everybody may see
    only itself, for nobody's list may tell of it.
    """

    standing: Standing
    scored: Scored
    worth_telling: Flags  # which are so by themselves
    is_worth_telling: bool  # for one that everybody may see

    def order(self) -> tuple[list[float], list[int], list[int]]:
        """Of each offer what the order goes by: score, time of posting, id."""
        facts, rows = self.standing.shelf.facts, self.scored.rows
        return self.scored.scores.tolist(), facts.posted[rows].tolist(), facts.id[rows].tolist()


def rank_one(index: Index, need: NeedProfile, top: int = TOP) -> tuple[Ranked, ...]:
    """The best eligible offers for *need*, at most *top*; fewer, or none, where too little fits."""
    (each,) = standings(index.snapshot_, [need])
    return best([shortlist(stands, top) for stands in each], top)


def rank_all(
    index: Index,
    needs: Sequence[NeedProfile],
    top: int = TOP,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Iterator[tuple[int, tuple[Ranked, ...]]]:
    """`rank_one` for each of *needs*, block by block: (need id, suggestions) in the order of *needs*.

    *progress* is told after each block how many of how many needs are done. Stop by leaving the loop.
    """
    snapshot = index.snapshot_
    if snapshot.drift:  # which every search would have to allow for
        snapshot = snapshot.settled(slack=0)
    for start in range(0, len(needs), BLOCK):
        block = needs[start : start + BLOCK]
        held = standings(snapshot, block)
        by_shelf = [searched(shelf, top) for shelf in zip(*held, strict=True)]
        for at, (need, each) in enumerate(zip(block, held, strict=True)):
            lists = [
                shortlist(standing, top, found[at]) for standing, found in zip(each, by_shelf, strict=True)
            ]
            yield need.id, best(lists, top)
        progress(start + len(block), len(needs))


def rank_back(
    index: Index, offer: OfferProfile, needs: Sequence[NeedProfile]
) -> tuple[tuple[int, Ranked], ...]:
    """The needs that one offer may serve, the best first: (need id, the offer as ranked for that need).

    Raises KeyError if the index does not hold the offer.
    """
    snapshot = index.snapshot_
    shelf, row = snapshot.find(offer.id)
    may_serve = [need for need in needs if not bars(need, offer)]
    found = []
    for need, asked in zip(may_serve, snapshot.asked(may_serve), strict=True):
        stands = Standing(snapshot, shelf, need, asked)
        scored = stands.exactly(np.array([row]))
        (enough,), (worth_telling,) = stands.near(scored)
        if worth_telling or (enough and is_worth_telling(snapshot, need)):
            found.append((need.id, ranked(stands, scored, 0)))
    return tuple(sorted(found, key=lambda pair: (-pair[1].score, pair[0])))


def is_worth_telling(snapshot: Snapshot, need: NeedProfile) -> bool:
    """Whether an offer brings in all others that have enough in common with *need*."""
    (each,) = standings(snapshot, [need])
    return any(shortlist(stands, 1).is_worth_telling for stands in each)


def standings(snapshot: Snapshot, needs: Sequence[NeedProfile]) -> list[list[Standing]]:
    """How the offers of each shelf stand to each of *needs*."""
    return [
        [Standing(snapshot, shelf, need, asked) for shelf in snapshot.shelves]
        for need, asked in zip(needs, snapshot.asked(needs), strict=True)
    ]


def searched(standings: Sequence[Standing], top: int) -> list[Found]:
    """What `shortlist` looks at first, for several needs on one shelf."""
    queries = Vectors.of([standing.query for standing in standings])
    starts = np.stack([standing.in_all for standing in standings])
    found = standings[0].shelf.inverted.all(queries, SPARE * top, THREADS, starts)
    sizes = np.count_nonzero(found.rows >= 0, axis=1).tolist()
    return [Found(found.rows[at, :size], found.scores[at, :size]) for at, size in enumerate(sizes)]


def shortlist(standing: Standing, top: int, found: Found | None = None) -> Shortlist:
    """At least the best *top* of a shelf; *found* is what `searched` found, where that is known already.

    Mostly enough of those with the highest scores have enough in common. Else, or where so many are equal that
    what was not found might be as good, all that have it are searched for.
    """
    search = standing.shelf.inverted.one
    found = found or search(*standing.query, SPARE * top, standing.in_all)
    roughly = standing.roughly(found, standing.in_all)
    least, is_told = surely(standing, roughly, top)
    if len(found.rows) == SPARE * top and not (is_told and roughly.scores[-1] < least):
        roughly = all_near(standing)
        least, is_told = surely(standing, roughly, top)
    enough, worth_telling = standing.near(roughly)
    decides = worth_telling & (not is_told)
    looked_at = standing.exactly(roughly.rows[enough & (decides | (roughly.scores >= least))])
    enough, worth_telling = standing.near(looked_at)
    is_told |= bool((worth_telling & standing.shelf.facts.is_public[looked_at.rows]).any())
    return Shortlist(standing, looked_at.taken(enough), worth_telling[enough], is_told)


def surely(standing: Standing, roughly: Scored, top: int) -> tuple[float, bool]:
    """What the best *top* of those reach at least that surely have enough in common, less than any if they are
    fewer; and whether one that everybody may see surely is worth telling."""
    least = roughly.lowered(2 * standing.noise)
    enough, worth_telling = standing.near(least)
    is_told = (worth_telling & standing.shelf.facts.is_public[least.rows]).any()
    return nth(least.scores[enough], top), bool(is_told)


def all_near(standing: Standing) -> Scored:
    """Every offer of a shelf with enough in common, and maybe some that have not."""
    size = FIRST
    while True:
        found = standing.shelf.inverted.one(*standing.query, size, standing.in_substance)
        if len(found.rows) < size or found.scores[-1] + standing.noise < AREA_FLOOR:
            return standing.roughly(found, standing.in_substance)
        size *= GROWTH


def nth(scores: Floats, n: int) -> float:
    """The *n*th highest of *scores*; less than any where there are fewer."""
    return float(np.partition(scores, -n)[-n]) if 0 < n <= len(scores) else -np.inf


def best(lists: Sequence[Shortlist], top: int) -> tuple[Ranked, ...]:
    """The best *top* on all shelves; where not one brings in the others, of those worth telling by themselves."""
    is_told = any(each.is_worth_telling for each in lists)
    found = [
        (-score, posted, id_, each, at)
        for each in lists
        for at, (score, posted, id_) in enumerate(zip(*each.order(), strict=True))
        if is_told or each.worth_telling[at]
    ]
    found.sort(key=lambda one: one[:3])
    return tuple(ranked(each.standing, each.scored, at) for *_, each, at in found[:top])


def ranked(stands: Standing, scored: Scored, at: int) -> Ranked:
    row = int(scored.rows[at])
    return Ranked(
        offer_id=int(stands.shelf.facts.id[row]),
        score=float(scored.scores[at]),
        band=band(float(scored.substance[at])),
        posted=int(stands.shelf.facts.posted[row]),
        snapshot=stands.snapshot,
        need=stands.need,
    )
