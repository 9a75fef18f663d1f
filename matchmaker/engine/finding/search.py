"""Exact search for the best of n rows, which are sparse vectors without negative weights.

The score of a row for a query is

    start + scale · Σ query weight · row weight        over the columns in common

where the scale belongs to the row (0: its words count for nothing) and the start to query and row: what the
row has before its words, minus infinity where it is not eligible. The best are those with the highest score,
rounded to `DECIMALS`; of equal scores the lower row comes first; a row with score 0 is never found.

Not every row is looked at. Terms are added up from the rarest on. What the frequent ones can still add to a
row is at most the product of two lengths: that of the rest of the query and that of the rest of the row
(Cauchy and Schwarz), which is kept for a few frequencies. Rows that cannot reach the best any more are left
alone. Numbers of 32 bits choose, with room for their rounding; those of 64 bits decide: every score that is
told was added up from the row itself, in the same order everywhere.
Source: Bayardo, Ma and Srikant 2007 (the order of terms), Anastasiu and Karypis 2014 (bounds by length).
"""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from matchmaker.engine.finding.inverting import FULL, SHARES, by_rank, lengths_from
from matchmaker.engine.finding.vectors import Vectors, ascending, dots, gathered, in_ranks, refuse
from matchmaker.engine.offers.corpus import Places
from matchmaker.engine.offers.weighing import Floats

if TYPE_CHECKING:
    from types import ModuleType

Sums = npt.NDArray[np.float32]

DECIMALS = 12  # of a score that count: below lies only the order in which a machine added
UNIT = 10.0**DECIMALS
ROUNDING = 2.0**-20  # of a score by weights of 32 bits, whose last binary place is the 24th
STEP = 2.0**-23  # of sums of 32 bits: each addition may err by half of it
LANES = 1024  # the best of each 1024th row: a quick look at how high scores are
# What searching one query by numpy takes, in entries of the index:
ROW_COST = 400  # to finish a row by itself
LOOK_COST = 40_000  # to look for rows that can still be among the best
WORTH = 16  # times as many entries may be left as were added: before that, hardly any row is out of reach


@dataclass(frozen=True)
class Found:
    """The best rows, best first: shape (r,) for one query, r <= k, and (m, k) for m queries, where row -1
    with score 0 stands for what was not found. A row with score 0 never is."""

    rows: npt.NDArray[np.int32]
    scores: Floats


@dataclass(frozen=True)
class Asked:
    """A query: its terms in ascending ranks, all of shape (q,), and what each row has before its words."""

    ranks: npt.NDArray[np.int32]
    weights: Floats
    start: Floats | float  # (n,)
    everywhere: Floats  # (v,) the weights, 0 where there is none

    @cached_property
    def light(self) -> Sums:
        """The start in 32 bits."""
        return np.asarray(self.start, np.float32)


@dataclass(frozen=True)
class Inverted:
    """n rows with t weights over v columns, by column and by row: arrays only, fit for `store`.

    Columns stand in the order of their ranks: ascending by the number of rows that have them, then as given. The
    last f, which many rows have, are kept for all rows.
    """

    ranks: npt.NDArray[np.int32]  # (v,) of each column as given
    bounds: Places  # (v - f + 1,) of each rank in rows and weights, but for the last f
    pieces: Places  # (tiles + 1, v - f - cuts[0]) of the others from the first cut on: where a tile begins
    rows: npt.NDArray[np.int32]  # (s,) ascending in each rank
    weights: npt.NDArray[np.float32]  # (s,)
    full: npt.NDArray[np.float32]  # (f, n) of the last f ranks, for all rows
    row_bounds: Places  # (n + 1,) of each row in cols and row_weights
    cols: npt.NDArray[np.int32]  # (t,) ranks, ascending in each row
    row_weights: Floats  # (t,)
    cuts: npt.NDArray[np.int32]  # (c,) the first rank that stands in each of SHARES of the rows
    lengths: npt.NDArray[np.float32]  # (c, n) of each row, of its ranks from the cut on alone
    scale: Floats  # (n,)

    @property
    def size(self) -> int:
        return len(self.row_bounds) - 1

    @cached_property
    def light(self) -> Sums:
        """The scale in 32 bits."""
        return self.scale.astype(np.float32)

    @property
    def by_row(self) -> Vectors:
        return Vectors(self.row_bounds, self.cols, self.row_weights)

    def one(
        self, cols: npt.NDArray[np.integer], weights: Floats, k: int, start: Floats | None = None
    ) -> Found:
        """The best *k* rows for a query with *weights* in distinct *cols*, both of shape (q,).

        Columns that the index has not are passed over. *start* (n,) is what each row has before its words.
        Raises ValueError for a weight below 0 or not finite.
        """
        refuse(weights)
        known = cols < len(self.ranks)
        ranks = self.ranks[cols[known]]
        order = np.argsort(ranks)
        return self.best(ranks[order], weights[known][order], min(k, self.size), start)

    def all(self, queries: Vectors, k: int, threads: int = 2, starts: Floats | None = None) -> Found:
        """The best *k* rows for each of m *queries*, found by *threads* threads.

        *starts*, (n,) or (m, n), is what each row has before its words. Raises ValueError for a weight below
        0 or not finite. The first call in a process takes a second, the very first on a machine half a minute:
        numba compiles. Without numba it takes several times as long.
        """
        refuse(queries.weights)
        k = min(k, self.size)
        found = Found(np.full((len(queries), k), -1, np.int32), np.zeros((len(queries), k)))
        if found.rows.size:
            (parallel_if_there() or product()).fill(found, self, queries, threads, starts)
        return found

    def best(self, ranks: npt.NDArray[np.int32], weights: Floats, k: int, start: Floats | None) -> Found:
        """`one`, for a query in ascending ranks."""
        if not k:
            return Found(np.empty(0, np.int32), np.empty(0))
        everywhere = np.zeros(len(self.ranks))
        everywhere[ranks] = weights
        asked = Asked(ranks, weights, 0.0 if start is None else start, everywhere)
        rows = self._near(asked, k)
        scores = np.round(self._scores(asked, rows), DECIMALS)
        order = np.argsort(-scores, kind="stable")[:k]
        order = order[scores[order] > 0]
        return Found(rows[order].astype(np.int32), scores[order])

    def _near(self, asked: Asked, k: int) -> Places:
        """The rows, ascending, among which the best *k* are."""
        costs = self._costs(asked)
        whole = costs.sum()
        eligible = asked.start > -np.inf
        if np.ndim(eligible) and np.count_nonzero(eligible) * ROW_COST < whole:
            return np.flatnonzero(eligible)
        sums = np.zeros(self.size, np.float32)
        slack = 1 - ROUNDING - STEP * len(costs)
        done, least = 0, 0.0
        stops = [*np.searchsorted(asked.ranks, self.cuts).tolist(), len(costs)]
        for until, following, lengths in zip(stops, stops[1:], self.lengths, strict=False):
            left = costs[until:].sum()
            if left <= LOOK_COST or left > WORTH * (whole - left):
                continue
            self._add(sums, asked, slice(done, until))
            done = until
            least = least or slack * self._floor(asked, sums, k) - 1 / UNIT
            if least > 0:
                rest = float(np.sqrt(np.sum(asked.weights[done:] ** 2)))
                near = np.flatnonzero(self._totals(asked, sums + rest * lengths) >= least)
                if len(near) * ROW_COST < LOOK_COST + costs[until:following].sum():
                    return near
        self._add(sums, asked, slice(done, None))
        scores = self._totals(asked, sums)
        highest = slack * high_lanes(scores, k)  # these sums may be too high, those of others too low
        least = max(least, slack * highest - 1 / UNIT)
        return np.flatnonzero((scores >= least) & (scores > 0))

    def _totals(self, asked: Asked, sums: Sums) -> Sums:
        """The scores of all rows by *sums* (n,), where they are written."""
        sums *= self.light
        sums += asked.light
        return sums

    def _costs(self, asked: Asked) -> Places:
        """What adding each term of the query takes, in entries."""
        some = asked.ranks[: np.searchsorted(asked.ranks, len(self.bounds) - 1)]
        costs = np.full(len(asked.ranks), int(self.size * FULL))
        costs[: len(some)] = self.bounds[some + 1] - self.bounds[some]
        return costs

    def _add(self, sums: Sums, asked: Asked, part: slice) -> None:
        """Adds some terms of the query to the *sums* (n,) of the rows."""
        ranks, weights = asked.ranks[part], asked.weights[part]
        some = np.searchsorted(ranks, len(self.bounds) - 1)
        bounds = zip(self.bounds[ranks[:some]].tolist(), self.bounds[ranks[:some] + 1].tolist(), strict=True)
        for (start, end), weight in zip(bounds, weights[:some].tolist(), strict=True):
            np.add.at(sums, self.rows[start:end], weight * self.weights[start:end])  # quick in 32 bits alone
        for rank, weight in zip(ranks[some:] - (len(self.bounds) - 1), weights[some:].tolist(), strict=True):
            sums += weight * self.full[rank]

    def _floor(self, asked: Asked, sums: Sums, k: int) -> float:
        """A score that *k* rows reach at least, judged by their *sums* until now; 0 where there may be less."""
        scores = self._totals(asked, sums.copy())
        floor = high_lanes(scores, k)
        return float(self._scores(asked, np.flatnonzero(scores >= floor)[:k]).min()) if floor > 0 else 0.0

    def _scores(self, asked: Asked, rows: Places) -> Floats:
        """Of *rows* (r,), not rounded."""
        start = asked.start[rows] if np.ndim(asked.start) else asked.start
        return start + self.scale[rows] * dots(gathered(self.by_row, rows), asked.everywhere)


def inverted(rows: Vectors, columns: int, scale: Floats | None = None) -> Inverted:
    """The index of *rows* over so many *columns*.

    Raises ValueError for a weight or a scale below 0 or not finite.
    """
    n = len(rows)
    scale = np.ones(n) if scale is None else scale
    refuse(rows.weights)
    refuse(scale)
    often = np.bincount(rows.cols, minlength=columns)
    order = ascending(often)
    ranks = np.empty(columns, np.int32)
    ranks[order] = np.arange(columns, dtype=np.int32)
    by_row = in_ranks(rows, ranks)
    cuts = np.searchsorted(often[order], [max(share * n, 1) for share in SHARES]).astype(np.int32)
    return Inverted(
        ranks=ranks,
        **by_rank(by_row, often[order]),
        row_bounds=by_row.bounds,
        cols=by_row.cols,
        row_weights=by_row.weights,
        cuts=cuts,
        lengths=lengths_from(by_row, cuts),
        scale=scale,
    )


def parallel_if_there() -> "ModuleType | None":
    """What numba compiles; here, because a page that asks for one list should not wait for it.

    None where numba is not installed, or finds no folder to keep what it compiled.
    """
    try:
        from matchmaker.engine.finding import parallel
    except (ImportError, RuntimeError):
        return None
    return parallel


def product() -> "ModuleType":
    from matchmaker.engine.finding import product

    return product


def high_lanes(scores: Sums, k: int) -> float:
    """The *k*-th highest of `LANES` lanes of *scores* (n,), which as many rows reach; 0 where there are fewer lanes,
    or rows above 0. Every 1024th row is in one lane."""
    if k > LANES:
        return 0.0
    rows = len(scores) // LANES * LANES
    lanes = scores[:rows].reshape(-1, LANES).max(axis=0, initial=0.0)
    rest = scores[rows:]
    lanes[: len(rest)] = np.maximum(lanes[: len(rest)], rest)
    return float(np.partition(lanes, LANES - k)[LANES - k])
