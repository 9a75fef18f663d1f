"""The best offers for a need, the same on every run, worker and machine: score, then older, then id."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matchmaker.engine import bulk, eligibility
from matchmaker.engine.bands import Band, band, near
from matchmaker.engine.explain import reasons
from matchmaker.engine.fits import Fit, fits
from matchmaker.engine.index import Index
from matchmaker.engine.profiles import NeedProfile
from matchmaker.engine.reasons import SOFT, Reason
from matchmaker.engine.snapshot import Asked, Snapshot
from matchmaker.engine.weighing import Floats

TOP = 20  # suggestions per need; a case officer reads no further
BLOCK = 64  # needs scored at once: 64 x 12,000 scores are 6 MB
DECIMALS = 12  # of a score that count: below lies only the order in which the machine added


@dataclass(frozen=True)
class Ranked:
    """One suggestion. *score* lies between 0 and 1; the shares of *reasons* add up to it."""

    offer_id: int
    score: float
    band: Band
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Scored:
    """A need's scores over all offers: shape (n,). *substance* is the score without the soft fits, of which
    *words* is the part of the words."""

    need: NeedProfile
    asked: Asked
    fits: tuple[Fit, ...]
    scores: Floats
    substance: Floats
    words: Floats


def rank_one(index: Index, need: NeedProfile, top: int = TOP) -> tuple[Ranked, ...]:
    """The best eligible offers for *need*, at most *top*; fewer, or none, where too little fits."""
    snapshot = index.snapshot_
    asked = snapshot.asked(need)
    return best(snapshot, scored(snapshot, need, asked, snapshot.text_scores(asked)), top)


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
    weighted = bulk.offer_vectors(snapshot)
    for start in range(0, len(needs), BLOCK):
        block = needs[start : start + BLOCK]
        asked = [snapshot.asked(need) for need in block]
        texts = bulk.text_scores(weighted, asked)
        for need, each, text in zip(block, asked, texts, strict=True):
            yield need.id, best(snapshot, scored(snapshot, need, each, text), top)
        progress(start + len(block), len(needs))


def rank_back(index: Index, offer_id: int, needs: Sequence[NeedProfile]) -> tuple[tuple[int, Ranked], ...]:
    """The needs that one offer may serve, the best first: (need id, the offer as ranked for that need).

    Raises KeyError if the index does not hold the offer.
    """
    snapshot = index.snapshot_
    row = snapshot.row_of(offer_id)
    found = []
    for need in needs:
        asked = snapshot.asked(need)
        each = scored(snapshot, need, asked, snapshot.text_scores(asked))
        if suggestible(snapshot, each)[row]:
            found.append((need.id, ranked(snapshot, each, row)))
    return tuple(sorted(found, key=lambda pair: (-pair[1].score, pair[0])))


def scored(snapshot: Snapshot, need: NeedProfile, asked: Asked, text: Floats) -> Scored:
    """The scores of every offer, eligible or not; *text* is the cosine of the words."""
    found = tuple(fits(snapshot, need))
    words = snapshot.weights.text * text
    substance = sum((fit.shares for fit in found if fit.kind not in SOFT), start=words)
    soft = sum((fit.shares for fit in found if fit.kind in SOFT), start=np.zeros(len(text)))
    figures = (np.round(figure, DECIMALS) for figure in (substance + soft, substance, words))
    return Scored(need, asked, found, *figures)


def best(snapshot: Snapshot, each: Scored, top: int) -> tuple[Ranked, ...]:
    rows = np.flatnonzero(suggestible(snapshot, each))
    held = snapshot.corpus.rows
    order = np.lexsort((held["id"][rows], held["posted"][rows], -each.scores[rows]))
    return tuple(ranked(snapshot, each, row) for row in rows[order[:top]].tolist())


def suggestible(snapshot: Snapshot, each: Scored) -> npt.NDArray[np.bool_]:
    """Which offers may serve the need and have enough to do with it: shape (n,)."""
    eligible = eligibility.mask(snapshot, each.need)
    return near(snapshot, each.need, eligible, each.substance, each.words)


def ranked(snapshot: Snapshot, each: Scored, row: int) -> Ranked:
    return Ranked(
        offer_id=int(snapshot.corpus.rows["id"][row]),
        score=float(each.scores[row]),
        band=band(float(each.substance[row])),
        reasons=reasons(snapshot, each.need, each.asked, each.fits, row),
    )
