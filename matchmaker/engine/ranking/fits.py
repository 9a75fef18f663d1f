"""What fits beside the words: codes, dates, languages, budget. Each is a bounded part of the score."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from matchmaker.engine.offers.corpus import Places, Rows, area_of
from matchmaker.engine.offers.facts import BANDS, band_place
from matchmaker.engine.offers.shelf import Shelf
from matchmaker.engine.offers.weighing import Floats
from matchmaker.engine.profiles import NeedProfile
from matchmaker.engine.ranking.eligibility import windows
from matchmaker.engine.ranking.reasons import ReasonKind
from matchmaker.engine.text.keys import Kind
from matchmaker.engine.weights import Weights
from matchmaker.vocabulary import BudgetBand

SIZES = (BudgetBand.UNDER_50K, BudgetBand.FROM_50K, BudgetBand.FROM_250K, BudgetBand.OVER_1M)


@dataclass(frozen=True)
class CodeFit:
    """A code of the need, and the offers that state one which fits it: each has the same share."""

    kind: ReasonKind
    in_need: str
    code: str  # what the offers state
    share: float
    rows: Rows  # ascending

    def shares(self, rows: Places | slice) -> Floats:
        """What it adds to the score of each of *rows* (r,): 0 or more."""
        at = np.searchsorted(self.rows, rows)
        found = at < len(self.rows)
        found[found] = self.rows[at[found]] == rows[found]
        return np.where(found, self.share, 0.0)

    def in_offer(self, row: int) -> str:
        return self.code


@dataclass(frozen=True)
class DateFit:
    """The part of the need's days on which an offer can serve."""

    shelf: Shelf
    need: NeedProfile
    weight: float
    kind = ReasonKind.DATES

    @property
    def in_need(self) -> str:
        return period(self.need.starts, self.need.ends)

    def shares(self, rows: Places | slice) -> Floats:
        first, last = windows(self.shelf.facts.taken(rows), self.need)
        asked = (self.need.ends - self.need.starts).days + 1
        return self.weight * (np.maximum(last - first + 1, 0) / max(asked, 1))

    def in_offer(self, row: int) -> str:
        (first,), (last,) = windows(self.shelf.facts.taken(np.array([row])), self.need)
        return period(date.fromordinal(int(first)), date.fromordinal(int(last)))


@dataclass(frozen=True)
class BudgetFit:
    """The same band, the next one, or in kind."""

    shelf: Shelf
    in_need: str
    weights: Weights
    kind = ReasonKind.BUDGET

    def shares(self, rows: Places | slice) -> Floats:
        return self.weights.budget * nearness(self.in_need, self.weights)[self.shelf.facts.band[rows]]

    def in_offer(self, row: int) -> str:
        return BANDS[self.shelf.facts.band[row]]


Fit = CodeFit | DateFit | BudgetFit


def fits(shelf: Shelf, need: NeedProfile, weights: Weights) -> Iterator[Fit]:
    """Every fit that *need* can have. What it does not state adds nothing to any offer."""
    yield from topic_fits(shelf, need, weights)
    yield from code_fits(shelf, ReasonKind.MODALITY, need.modalities, weights.modality)
    yield from code_fits(shelf, ReasonKind.LANGUAGE, sorted(need.languages), weights.language)
    yield DateFit(shelf, need, weights.dates)
    if band_place(need.budget_band):
        yield BudgetFit(shelf, need.budget_band, weights)


def topic_fits(shelf: Shelf, need: NeedProfile, weights: Weights) -> Iterator[CodeFit]:
    """Each topic of the need has an equal part, of which another topic of its area earns some."""
    for topic in need.topics:
        whole = weights.topic / len(need.topics)
        area = area_of(topic)
        yield CodeFit(ReasonKind.TOPIC, topic, topic, whole, shelf.rows_with(Kind.TOPIC, topic))
        yield CodeFit(ReasonKind.AREA, topic, area, whole * weights.area, shelf.rows_akin(topic))


def code_fits(shelf: Shelf, kind: ReasonKind, codes: Collection[str], weight: float) -> Iterator[CodeFit]:
    for code in codes:
        yield CodeFit(kind, code, code, weight / len(codes), shelf.rows_with(Kind[kind.name], code))


def nearness(asked: str, weights: Weights) -> Floats:
    """How near each of BANDS is to the band *asked*: 0 to 1."""
    near = np.array([float(band == asked) for band in BANDS])
    if asked in SIZES:
        size = SIZES.index(BudgetBand(asked))
        for band in {BudgetBand.IN_KIND, *SIZES[max(size - 1, 0) : size + 2]} - {SIZES[size]}:
            near[BANDS.index(band)] = weights.neighbour_band
    return near


def period(first: date, last: date) -> str:
    return f"{first.isoformat()}/{last.isoformat()}"
