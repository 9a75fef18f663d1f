"""`search.Inverted.all`, compiled by numba when first used and then kept on disk.

Threads run side by side, each over queries of its own: they hold no lock and share nothing that they write.
Rows are taken tile by tile, so that the sums of a tile stay in the cache of one processor.
"""

from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from matchmaker.engine.loops import (
    add_piece,
    add_walking,
    compiled,
    keep,
    product,
    threshold,
    total_floor,
    with_rest,
    within_reach,
)
from matchmaker.engine.search import CHECK_COST, LANES, ROUNDING, TILE, UNIT, Floats, Found, Inverted
from matchmaker.engine.vectors import Vectors, in_ranks

BLOCK = 256  # queries that a thread takes at once: they share what they read, and the last block is soon done
ROW_COST = 100  # entries that take as long as finishing a row, whose terms lie far from all that is at hand
STEP = 2.0**-23  # of numbers of 32 bits: each addition may err by half of it


class Held(NamedTuple):
    """A `search.Inverted` of n rows, what they have before their words, and how they are to be searched."""

    bounds: npt.NDArray
    pieces: npt.NDArray
    rows: npt.NDArray
    weights: npt.NDArray
    row_bounds: npt.NDArray
    cols: npt.NDArray
    row_weights: npt.NDArray
    cuts: npt.NDArray
    lengths: npt.NDArray
    scale: npt.NDArray
    starts: npt.NDArray  # (0, n) where all are 0, (1, n) where the same for all queries, or (m, n)
    row_cost: float
    check_cost: float


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
    """What one thread writes on: of the rows of a tile, all that is looked at is in 32 bits."""

    sums: npt.NDArray  # (TILE,)
    starts: npt.NDArray  # (TILE,)
    scale: npt.NDArray  # (TILE,)
    totals: npt.NDArray  # (TILE,)
    near: npt.NDArray  # (TILE + 1,) rows that may be among the best
    query: npt.NDArray  # (v,) the weights of a query in 64 bits, 0 elsewhere
    lanes: npt.NDArray  # (lanes,)
    high: npt.NDArray  # (k,) a heap, the lowest first
    high_at: npt.NDArray  # (k,)


def fill(found: Found, index: Inverted, queries: Vectors, threads: int, starts: Floats | None) -> None:
    """Finds the best rows of *index* for each of *queries*."""
    m, k = found.rows.shape
    held = held_of(index, starts)
    best = Best(found.rows, found.scores, np.zeros(m, np.int64))
    size = min(BLOCK, -(-m // threads))

    def block(first: int) -> None:
        asked = in_ranks(queries.part(first, min(first + size, m)), index.ranks)
        desk = Desk(*np.empty((4, TILE), np.float32), np.empty(TILE + 1, np.int64), *desk_of(index, k))
        search(held, queries_of(asked, first, index), best, desk)

    with ThreadPoolExecutor(threads) as workers:
        list(workers.map(block, range(0, m, size)))


def held_of(index: Inverted, starts: Floats | None) -> Held:
    shaped = np.empty((0, index.size)) if starts is None else np.atleast_2d(starts)
    rows, cols = index.rows.view(np.uint32), index.cols.view(np.uint32)
    by_column = (index.bounds, index.pieces, rows, index.weights)
    by_row = (index.row_bounds, cols, index.row_weights)
    arrays = (*by_column, *by_row, index.cuts, index.lengths, index.scale, shaped)
    return Held(*map(read_only, arrays), float(ROW_COST), float(CHECK_COST))


def read_only(array: npt.NDArray) -> npt.NDArray:
    """As arrays from a memory map are: numba compiles anew for those that may be written to."""
    array = np.ascontiguousarray(array).view()
    array.flags.writeable = False
    return array


def desk_of(index: Inverted, k: int) -> tuple[npt.NDArray, ...]:
    """What of a `Desk` does not depend on the tile."""
    lanes = np.empty(min(LANES, TILE), np.float32)
    return np.zeros(len(index.ranks)), lanes, np.empty(k, np.float32), np.empty(k, np.int64)


def queries_of(asked: Vectors, first: int, index: Inverted) -> Queries:
    cuts = len(index.cuts)
    return Queries(
        first,
        asked.bounds,
        asked.cols.view(np.uint32),
        asked.weights,
        asked.weights.astype(np.float32),
        index.bounds[asked.cols],
        np.empty((len(asked), cuts + 2), np.int64),
        np.empty((len(asked), cuts), np.float32),
    )


@compiled
def search(held, queries, best, desk):
    """Finds the best rows for some queries."""
    for query in range(len(queries.stops)):
        prepare(query, held.cuts, queries)
    desk.starts[:] = 0
    for tile in range(len(held.pieces) - 1):
        base = tile * TILE
        size = min(TILE, len(held.scale) - base)
        desk.scale[:size] = held.scale[base : base + size]
        start_at = 0
        for query in range(len(queries.stops)):
            begin, end = queries.bounds[query], queries.bounds[query + 1]
            for at in range(begin, end):
                desk.query[queries.ranks[at]] = queries.weights[at]
            start_at = one_tile(tile, size, query, held, queries, best, desk, start_at)
            for at in range(begin, end):
                desk.query[queries.ranks[at]] = 0


@compiled
def prepare(query, cuts, queries):
    """Where the terms of the query stop at each cut, and the length of the rest from there on."""
    begin, at = queries.bounds[query], queries.bounds[query + 1]
    squares = 0.0
    queries.stops[query, 0], queries.stops[query, len(cuts) + 1] = begin, at
    for cut in range(len(cuts) - 1, -1, -1):
        while at > begin and queries.ranks[at - 1] >= cuts[cut]:
            at -= 1
            squares += queries.weights[at] ** 2
        queries.stops[query, cut + 1] = at
        queries.rests[query, cut] = np.sqrt(squares)


@compiled
def one_tile(tile, size, query, held, queries, best, desk, start_at):
    """Brings the rows of one tile into the best of a query. Answers with the cut to begin with next time."""
    base, stops, sums = tile * TILE, queries.stops[query], desk.sums[:size]
    begin_tile(query, base, size, held, queries, desk)
    add_walking(stops[0], stops[1], base + size, held, queries, sums, base)
    left = entries(tile, stops[1], stops[-1], held, queries)
    # Sums of 32 bits are too high or too low by so much at most.
    slack = 1 - ROUNDING - STEP * (stops[-1] - stops[0])
    least = threshold(queries.first + query, best, UNIT)
    for cut in range(len(held.cuts)):
        if cut:
            left -= add_pieces(tile, stops[cut], stops[cut + 1], held, queries, sums)
        if cut < start_at or left * held.check_cost <= size:
            continue
        if best.counts[queries.first + query] < len(desk.high):
            least = max(least, finished_floor(query, base, size, held, queries, desk))
        if least <= 0:
            continue
        # It pays to finish rows when they take less than the terms up to the next cut, which thin them out.
        limit = int(entries(tile, stops[cut + 1], stops[cut + 2], held, queries) / held.row_cost)
        lengths = held.lengths[cut, base : base + size]
        found = within_reach(desk, lengths, queries.rests[query, cut], np.float32(least * slack), limit)
        if found <= limit:
            finish(query, base, found, held.cuts[cut], least, slack, held, queries, best, desk)
            return cut - 1 if found * 8 < limit and cut else cut
    add_pieces(tile, stops[-2], stops[-1], held, queries, sums)
    if best.counts[queries.first + query] < len(desk.high):
        least = max(least, finished_floor(query, base, size, held, queries, desk))
    look = np.float32(max(least * slack, ROUNDING / UNIT))
    found = within_reach(desk, held.lengths[0, base : base + size], np.float32(0), look, size)
    finish(query, base, found, desk.query.size, least, slack, held, queries, best, desk)
    return start_at


@compiled
def begin_tile(query, base, size, held, queries, desk):
    """Clears the sums, and copies what the rows have before their words."""
    desk.sums[:size] = 0
    if len(held.starts):
        own = held.starts[queries.first + query if len(held.starts) > 1 else 0]
        desk.starts[:size] = own[base : base + size]


@compiled
def entries(tile, first, last, held, queries):
    """How many entries the terms *first* to *last* of the queries, all beyond the first cut, have in a tile."""
    count = 0
    for at in range(first, last):
        rank = queries.ranks[at] - held.cuts[0]
        count += held.pieces[tile + 1, rank] - held.pieces[tile, rank]
    return count


@compiled
def add_pieces(tile, first, last, held, queries, sums):
    """Adds the terms *first* to *last*, all beyond the first cut, to the sums; how many entries they have."""
    added = 0
    for at in range(first, last):
        rank = queries.ranks[at] - held.cuts[0]
        start, end = held.pieces[tile, rank], held.pieces[tile + 1, rank]
        add_piece(sums, held.rows, held.weights, start, end, queries.light[at], tile * TILE)
        added += end - start
    return added


@compiled
def finish(query, base, found, cut, least, slack, held, queries, best, desk):
    """Adds the terms from *cut* on to the rows found near; those still near are scored anew, and the best kept."""
    for near in range(found):
        row = desk.near[near]
        total = desk.starts[row] + desk.scale[row] * with_rest(
            base + row, desk.sums[row], cut, held, desk.query
        )
        if total >= least * slack:
            keep(
                queries.first + query,
                base + row,
                score_of(query, base + row, held, queries, desk),
                UNIT,
                best,
            )
            least = max(least, threshold(queries.first + query, best, UNIT))


@compiled
def score_of(query, row, held, queries, desk):
    """The score of a row, in 64 bits and from its rarest word on."""
    start = 0.0
    if len(held.starts):
        start = held.starts[queries.first + query if len(held.starts) > 1 else 0, row]
    return start + held.scale[row] * product(row, held, desk.query)


@compiled
def finished_floor(query, base, size, held, queries, desk):
    """A score that k rows of the tile reach in the end; 0 where there are not k that have something now."""
    if total_floor(size, desk) <= 0:
        return 0.0
    least = np.inf
    for at in range(len(desk.high)):
        row = desk.high_at[at]
        while desk.totals[row] != desk.high[at]:
            row += len(desk.lanes)
        least = min(least, score_of(query, base + row, held, queries, desk))
    return least - 1 / UNIT
