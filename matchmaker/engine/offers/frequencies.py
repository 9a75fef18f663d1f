"""How many public offers have each text key: as it was counted once, and what has changed since.

One offer changes the frequencies of some hundred keys out of millions, so only these are written down anew. What
the sums of a shelf say of a key may lag behind: see `shelf`.
"""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import numpy.typing as npt

from matchmaker.engine.offers.corpus import Places
from matchmaker.engine.offers.weighing import Floats, Measure

Counts = npt.NDArray[np.int32]
MOST_MOVED = 2**15  # keys: what has changed in some hundred offers; then they are written among the others


@dataclass(frozen=True)
class Frequencies:
    """Of w text keys, of which m are no longer what they were. Arrays only, fit for `store`."""

    counted: Counts  # (w,)
    moved: Places  # (m,) the columns of those that have changed, ascending
    now: Counts  # (m,) what they are
    summed: Counts  # (m,) what they were when they were last brought into the sums of the shelf

    def of(self, cols: npt.NDArray[np.integer]) -> Counts:
        """Of the keys in *cols*: the same shape."""
        df = self.counted[cols]
        if len(self.moved):
            at = np.minimum(np.searchsorted(self.moved, cols), len(self.moved) - 1)
            has_moved = self.moved[at] == cols
            df[has_moved] = self.now[at[has_moved]]
        return df

    def after(self, cols: Places, more: Counts) -> Self:
        """When *more* public offers, or fewer, have the keys in *cols*, ascending. Both (k,)."""
        at = np.searchsorted(self.moved, cols)
        fresh = np.ones(len(cols), bool)
        inside = at < len(self.moved)
        fresh[inside] = self.moved[at[inside]] != cols[inside]
        counted, places = self.counted[cols[fresh]], at[fresh]
        moved = np.insert(self.moved, places, cols[fresh])
        now = np.insert(self.now, places, counted)
        now[np.searchsorted(moved, cols)] += more
        return replace(self, moved=moved, now=now, summed=np.insert(self.summed, places, counted))

    def behind(self, measure: Measure) -> tuple[Places, Floats]:
        """Where in *moved* the sums lag behind, and how far the idf they have is from what it is: relative, (b,)."""
        at = np.flatnonzero(self.now != self.summed)
        return at, np.abs(measure.idf(self.summed[at]) / measure.idf(self.now[at]) - 1)

    def brought_in(self, at: Places) -> Self:
        """When the sums know what those *at* these places among *moved* are."""
        summed = self.summed.copy()
        summed[at] = self.now[at]
        known = replace(self, summed=summed)
        return known.written() if len(summed) > MOST_MOVED else known

    def written(self) -> Self:
        """With what the sums know, as if it had just been counted."""
        df = self.counted.copy()
        df[self.moved] = self.now
        left = np.flatnonzero(self.now != self.summed)
        return type(self)(df, self.moved[left], self.now[left], self.summed[left])


def counted(df: Counts) -> Frequencies:
    none = np.empty(0, np.int32)
    return Frequencies(df, np.empty(0, np.int64), none, none)
