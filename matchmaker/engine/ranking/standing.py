"""How the offers of one shelf stand to one need: what each adds up to, and which of them have enough."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matchmaker.engine.finding.search import DECIMALS, Found
from matchmaker.engine.offers.corpus import Places, area_of
from matchmaker.engine.offers.facts import Flags
from matchmaker.engine.offers.shelf import Shelf
from matchmaker.engine.offers.snapshot import Asked, Snapshot
from matchmaker.engine.offers.weighing import Floats
from matchmaker.engine.profiles import NeedProfile
from matchmaker.engine.ranking import eligibility
from matchmaker.engine.ranking.bands import headway, near
from matchmaker.engine.ranking.fits import CodeFit, Fit, fits
from matchmaker.engine.ranking.reasons import SOFT
from matchmaker.engine.text.keys import Kind

NOISE = 1e-9  # by which what the search adds up may differ from the score, where its lengths are in step


@dataclass(frozen=True)
class Entries:
    """The words that some rows have in common with the need, and what each adds to the score; all (t,)."""

    rows: Places  # places among the rows asked for
    at: Places  # places in the keys of the need
    own: Floats  # as the need's own word
    topical: Floats  # as a term of its topics


@dataclass(frozen=True)
class Scored:
    """Some rows (r,) and what they add up to. *substance* is the score without the soft fits, of which
    *words* is the part of the words."""

    rows: Places
    scores: Floats
    substance: Floats
    words: Floats

    def taken(self, chosen: Flags) -> "Scored":
        return Scored(self.rows[chosen], self.scores[chosen], self.substance[chosen], self.words[chosen])

    def lowered(self, less: float) -> "Scored":
        """With all figures so much lower."""
        return Scored(self.rows, self.scores - less, self.substance - less, self.words - less)


@dataclass(frozen=True)
class Standing:
    snapshot: Snapshot
    shelf: Shelf
    need: NeedProfile
    asked: Asked

    @cached_property
    def fits(self) -> tuple[Fit, ...]:
        return tuple(fits(self.shelf, self.need, self.snapshot.weights))

    @cached_property
    def columns(self) -> tuple[Places, Flags]:
        return self.shelf.columns(self.asked.keys)

    @cached_property
    def alike(self) -> Flags:
        """Which offers have a topic of the need, or either side states none: (n,)."""
        return self._stating(Kind.TOPIC, self.need.topics)

    @cached_property
    def akin(self) -> Flags:
        """Which offers have an area of the need, or either side states none: (n,)."""
        return self._stating(Kind.AREA, map(area_of, self.need.topics))

    def _stating(self, kind: Kind, codes: Iterable[str]) -> Flags:
        if not self.need.topics:
            return np.ones(len(self.shelf), bool)
        return self.shelf.having(kind, set(codes)) | ~self.shelf.stating_topics

    @cached_property
    def eligible(self) -> Flags:
        return eligibility.mask(self.shelf, self.need)

    @cached_property
    def parts(self) -> Floats:
        """What each offer has of substance before its words: (n,)."""
        parts = np.zeros(len(self.shelf))
        for fit in self.fits:
            if fit.kind not in SOFT:
                parts[fit.rows] += fit.share
        return parts

    @cached_property
    def whole(self) -> Floats:
        """What each offer has of the score before its words: (n,)."""
        whole = self.parts.copy()
        for fit in self.fits:
            if not isinstance(fit, CodeFit):
                whole += fit.shares(slice(None))
            elif fit.kind in SOFT:
                whole[fit.rows] += fit.share
        return whole

    @cached_property
    def in_all(self) -> Floats:
        """What each offer has of the score before its words: (n,); -inf where it is not eligible."""
        return np.where(self.eligible, self.whole, -np.inf)

    @cached_property
    def in_substance(self) -> Floats:
        """What each offer has before its words, as `bands.headway` tells it: (n,); -inf where not eligible."""
        return np.where(self.eligible, headway(self.alike, self.akin, self.parts), -np.inf)

    def near(self, scored: Scored) -> tuple[Flags, Flags]:
        """`bands.near` of the rows *scored*."""
        rows = scored.rows
        return near(self.alike[rows], self.akin[rows], scored.substance, scored.words)

    @cached_property
    def query(self) -> tuple[Places, Floats]:
        """The need as the search of the shelf takes it: columns, and what an entry there is to be taken by."""
        cols, known = self.columns
        asked = (self.asked.own + self.asked.topical)[known] * self.asked.idf[known]
        return cols[known], self.snapshot.weights.text * asked / self.shelf.built[cols[known]]

    def scored(self, rows: Places, words: Floats) -> Scored:
        """What *rows* (r,) add up to, eligible or not, if that is what their *words* (r,) add."""
        figures = (words + self.whole[rows], words + self.parts[rows], words)
        return Scored(rows, *(np.round(figure, DECIMALS) for figure in figures))

    @property
    def noise(self) -> float:
        """By which what the search adds up may differ from the score, of which words are at most the part of text."""
        return NOISE + 2 * self.snapshot.weights.text * self.snapshot.drift

    def roughly(self, found: Found, starts: Floats) -> Scored:
        """What a search from *starts* found (r,), each figure at most twice `noise` above what it is."""
        rows = found.rows.astype(np.int64)
        return self.scored(rows, found.scores - starts[rows] + self.noise)

    def exactly(self, rows: Places) -> Scored:
        """What *rows* (r,) add up to: the same bits whatever came and went before."""
        entries = self.entries(rows)
        return self.scored(
            rows, np.bincount(entries.rows, entries.own + entries.topical, minlength=len(rows))
        )

    def entries(self, rows: Places) -> Entries:
        """What the words of *rows* (r,) add to their scores."""
        of, cols, weights = self.snapshot.weighed(self.shelf, rows)
        weights *= self.snapshot.weights.text
        known_cols, known = self.columns
        place = np.searchsorted(known_cols[known], cols)
        keys = np.append(np.flatnonzero(known), -1)
        common = np.append(known_cols[known], -1)[place] == cols
        at = keys[place[common]]
        return Entries(
            of[common], at, self.asked.own[at] * weights[common], self.asked.topical[at] * weights[common]
        )


def standing(snapshot: Snapshot, need: NeedProfile, offer_id: int) -> tuple[Standing, Places]:
    """How one offer stands to *need*: with its shelf, and its row there (1,). Raises KeyError if it is not held."""
    shelf, row = snapshot.find(offer_id)
    (asked,) = snapshot.asked([need])
    return Standing(snapshot, shelf, need, asked), np.array([row])
