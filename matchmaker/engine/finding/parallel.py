"""`search.Inverted.all` by compiled code in threads.

Threads run side by side, each over queries of its own: they hold no lock and share nothing that they write.
Rows are taken tile by tile, so that the sums of a tile stay in the cache of one processor.
"""

from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from matchmaker.engine.finding.inverting import FULL, TILE
from matchmaker.engine.finding.kernel import RUNS, WORD, search
from matchmaker.engine.finding.search import ROUNDING, STEP, UNIT, Floats, Found, Inverted
from matchmaker.engine.finding.vectors import Vectors, in_ranks

BLOCK = 512  # queries that a thread takes at once: they share what they read, and the last block is soon done
ROW_COST = 60.0  # entries that take as long as finishing a row, whose terms lie far from all that is at hand
CHECK_COST = 4.0  # and a look at so many rows for those to be finished as long as one entry


class Held(NamedTuple):
    """A `search.Inverted` of n rows, what they have before their words, and how they are to be searched."""

    bounds: npt.NDArray
    pieces: npt.NDArray
    rows: npt.NDArray
    weights: npt.NDArray
    full: npt.NDArray
    row_bounds: npt.NDArray
    cols: npt.NDArray
    row_weights: npt.NDArray
    cuts: npt.NDArray
    lengths: npt.NDArray
    scale: npt.NDArray
    starts: npt.NDArray  # (0, n) where all are 0, (1, n) where the same for all queries, or (m, n)
    row_cost: float
    check_cost: float
    full_cost: float  # of a term that is kept for all rows, for each row
    rounding: float
    step: float
    unit: float
    bit: float  # one over the unit


class Queries(NamedTuple):
    """Some queries, *first* and following: query i has weights[bounds[i]:bounds[i + 1]] in ascending ranks."""

    first: int
    bounds: npt.NDArray
    ranks: npt.NDArray
    weights: npt.NDArray
    light: npt.NDArray  # the weights in 32 bits
    walked: npt.NDArray  # of each term, where its rows of the next tile begin
    stops: npt.NDArray  # (queries, c + 2) where the terms before each cut end
    rests: npt.NDArray  # (queries, c) the length of the terms from each cut on


class Best(NamedTuple):
    """The best found until now: (m, k) rows and scores, best first, and how many they are, (m,)."""

    rows: npt.NDArray
    scores: npt.NDArray
    counts: npt.NDArray


class Desk(NamedTuple):
    """What one thread writes on. Of the rows of a tile, all that is looked at is in 32 bits."""

    sums: npt.NDArray  # (TILE,)
    starts: npt.NDArray  # (TILE,)
    scale: npt.NDArray  # (TILE,)
    reaches: npt.NDArray  # (TILE,) what they have or can reach; minus infinity beyond the last row
    lanes: npt.NDArray  # (TILE / RUNS,) the highest of each lane
    high: npt.NDArray  # (k,) a heap of the highest lanes, the lowest first
    near: npt.NDArray  # (TILE + 1,) rows that may be among the best
    query: npt.NDArray  # (v,) the weights of a query in 64 bits, 0 elsewhere
    asked: npt.NDArray  # (v / WORD + 1,) a bit for each rank: whether it is in the query
    matched: npt.NDArray  # (v,) the entries of a row whose ranks are


def fill(found: Found, index: Inverted, queries: Vectors, threads: int, starts: Floats | None) -> None:
    """Finds the best rows of *index* for each of *queries*."""
    m, k = found.rows.shape
    held = held_of(index, starts)
    best = Best(found.rows, found.scores, np.zeros(m, np.int64))
    size = min(BLOCK, -(-m // threads))

    blocks = iter(range(0, m, size))

    def work(_thread: int) -> None:
        desk = desk_of(index, k)
        for first in blocks:  # whoever is done takes the next
            asked = in_ranks(queries.part(first, min(first + size, m)), index.ranks)
            search(held, queries_of(asked, first, index), best, desk)

    with ThreadPoolExecutor(threads) as workers:
        list(workers.map(work, range(threads)))


def held_of(index: Inverted, starts: Floats | None) -> Held:
    shaped = (
        np.empty((0, index.size)) if starts is None else np.atleast_2d(starts).astype(np.float64, copy=False)
    )
    rows, cols = index.rows.view(np.uint32), index.cols.view(np.uint32)
    by_column = (index.bounds, index.pieces, rows, index.weights, index.full)
    by_row = (index.row_bounds, cols, index.row_weights)
    arrays = (*by_column, *by_row, index.cuts, index.lengths, index.scale, shaped)
    return Held(*map(read_only, arrays), ROW_COST, CHECK_COST, FULL, ROUNDING, STEP, UNIT, 1 / UNIT)


def read_only(array: npt.NDArray) -> npt.NDArray:
    """As arrays from a memory map are: numba compiles anew for those that may be written to."""
    array = np.ascontiguousarray(array).view()
    array.flags.writeable = False
    return array


def desk_of(index: Inverted, k: int) -> Desk:
    v = len(index.ranks)
    of_rows = np.zeros((4, TILE), np.float32)
    of_lanes = (np.empty(TILE // RUNS, np.float32), np.empty(k, np.float32))
    of_query = (np.zeros(v), np.zeros(v // int(WORD) + 1, np.uint32), np.empty(v, np.int64))
    return Desk(*of_rows, *of_lanes, np.empty(TILE + 1, np.int64), *of_query)


def queries_of(asked: Vectors, first: int, index: Inverted) -> Queries:
    cuts = len(index.cuts)
    return Queries(
        first,
        asked.bounds,
        asked.cols.view(np.uint32),
        asked.weights,
        asked.weights.astype(np.float32),
        index.bounds[np.minimum(asked.cols, len(index.bounds) - 1)],
        np.empty((len(asked), cuts + 2), np.int64),
        np.empty((len(asked), cuts), np.float32),
    )
