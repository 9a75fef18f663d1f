"""What fits beside the words: codes, dates, languages, budget. Each is a bounded part of the score."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from matchmaker.engine.corpus import area_of
from matchmaker.engine.eligibility import having, windows
from matchmaker.engine.keys import Kind
from matchmaker.engine.profiles import NeedProfile
from matchmaker.engine.reasons import ReasonKind
from matchmaker.engine.snapshot import Snapshot
from matchmaker.engine.weighing import Floats
from matchmaker.vocabulary import BudgetBand

SIZES = (BudgetBand.UNDER_50K, BudgetBand.FROM_50K, BudgetBand.FROM_250K, BudgetBand.OVER_1M)


@dataclass(frozen=True)
class Fit:
    """One statement of the need, and what it adds to the score of each offer: shape (n,), 0 or more."""

    kind: ReasonKind
    in_need: str
    shares: Floats
    in_offer: Callable[[int], str]  # row -> what the offer states


def fits(snapshot: Snapshot, need: NeedProfile) -> Iterator[Fit]:
    """Every fit that *need* can have. What it does not state adds nothing to any offer."""
    weights = snapshot.weights
    yield from topic_fits(snapshot, need)
    yield from code_fits(snapshot, ReasonKind.MODALITY, need.modalities, weights.modality)
    yield from code_fits(snapshot, ReasonKind.LANGUAGE, sorted(need.languages), weights.language)
    yield date_fit(snapshot, need)
    if need.budget_band:
        yield budget_fit(snapshot, need)


def topic_fits(snapshot: Snapshot, need: NeedProfile) -> Iterator[Fit]:
    """Each topic of the need has an equal part, of which another topic of its area earns some."""
    for topic in need.topics:
        whole = snapshot.weights.topic / len(need.topics)
        partial = whole * snapshot.weights.area
        same = having(snapshot, Kind.TOPIC, {topic})
        near = having(snapshot, Kind.AREA, {area_of(topic)}) & ~same
        yield Fit(ReasonKind.TOPIC, topic, np.where(same, whole, 0.0), always(topic))
        yield Fit(ReasonKind.AREA, topic, np.where(near, partial, 0.0), always(area_of(topic)))


def code_fits(snapshot: Snapshot, kind: ReasonKind, codes: Collection[str], weight: float) -> Iterator[Fit]:
    for code in codes:
        stated = having(snapshot, Kind[kind.name], {code})
        yield Fit(kind, code, np.where(stated, weight / len(codes), 0.0), always(code))


def date_fit(snapshot: Snapshot, need: NeedProfile) -> Fit:
    """The part of the need's days on which the offer can serve."""
    first, last = windows(snapshot, need)
    asked = (need.ends - need.starts).days + 1
    days = np.maximum(last - first + 1, 0) / max(asked, 1)
    return Fit(
        ReasonKind.DATES,
        period(need.starts, need.ends),
        snapshot.weights.dates * days,
        lambda row: period(date.fromordinal(int(first[row])), date.fromordinal(int(last[row]))),
    )


def budget_fit(snapshot: Snapshot, need: NeedProfile) -> Fit:
    offered = snapshot.corpus.rows["budget_band"]
    nearness = np.where(offered == need.budget_band, 1.0, 0.0)
    if need.budget_band in SIZES:
        size = SIZES.index(BudgetBand(need.budget_band))
        neighbours = {BudgetBand.IN_KIND, *SIZES[max(size - 1, 0) : size + 2]} - {SIZES[size]}
        nearness[np.isin(offered, list(neighbours))] = snapshot.weights.neighbour_band
    shares = snapshot.weights.budget * nearness
    return Fit(ReasonKind.BUDGET, need.budget_band, shares, lambda row: str(offered[row]))


def always(code: str) -> Callable[[int], str]:
    return lambda _: code


def period(first: date, last: date) -> str:
    return f"{first.isoformat()}/{last.isoformat()}"
