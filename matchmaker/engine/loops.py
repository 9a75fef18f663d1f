"""The innermost loops of `kernel`, over the rows of one tile for one query.

What is compiled loosely may be reordered by the compiler: it compares in 32 bits. What adds up in 64 bits goes
from the rarest term to the most frequent and is never fused or reordered, as `search` demands.

*held*, *queries*, *best* and *desk* are those of `kernel`.
"""

import numba
import numpy as np

PIECE = 64  # rows looked at together: mostly none of them is high enough

compiled = numba.njit(nogil=True, cache=True)
compiled_loosely = numba.njit(nogil=True, cache=True, fastmath={"reassoc", "nnan", "nsz", "contract"})


@compiled
def threshold(query, best, unit):
    """A score that a row must have to be among the best: 0 while there is room."""
    k = best.rows.shape[1]
    return best.scores[query, k - 1] - 1 / unit if best.counts[query] == k else 0.0


@compiled
def add_piece(sums, rows, weights, start, end, weight, base):
    offset = np.uint64(base)
    for at in range(np.uint64(start), np.uint64(end)):
        sums[np.uint64(rows[at]) - offset] += weight * weights[at]


@compiled
def add_walking(first, last, beyond, held, queries, sums, base):
    """Adds the terms *first* to *last* up to the row *beyond*, and remembers where each has come to."""
    for term in range(first, last):
        at, end, weight = queries.walked[term], held.bounds[queries.ranks[term] + 1], queries.light[term]
        while at < end and held.rows[at] < beyond:
            sums[held.rows[at] - base] += weight * held.weights[at]
            at += 1
        queries.walked[term] = at


@compiled
def with_rest(row, total, cut, held, weights):
    """The *total* of a row up to the rank *cut*, with its other ranks."""
    begin, at = held.row_bounds[row], held.row_bounds[row + 1]
    while at > begin and held.cols[at - 1] >= cut:
        at -= 1
        total += weights[held.cols[at]] * held.row_weights[at]
    return total


@compiled
def product(row, held, weights):
    """Of a row and the *weights* (v,) of a query."""
    total = 0.0
    for at in range(held.row_bounds[row], held.row_bounds[row + 1]):
        total += weights[held.cols[at]] * held.row_weights[at]
    return total


@compiled
def keep(query, row, score, unit, best):
    """Puts a row where it belongs among the best, if it does. Rows come in ascending order."""
    rounded = np.rint(score * unit) / unit
    k = best.rows.shape[1]
    rows, scores, place = best.rows[query], best.scores[query], best.counts[query]
    if rounded <= 0 or (place == k and scores[k - 1] >= rounded):
        return
    if place < k:
        best.counts[query] += 1
    else:
        place -= 1
    while place > 0 and scores[place - 1] < rounded:
        scores[place], rows[place] = scores[place - 1], rows[place - 1]
        place -= 1
    scores[place], rows[place] = rounded, row


@compiled
def total_floor(size, desk):
    """A total that k rows of the tile have at least, 0 where there may be fewer; those of the heap are k."""
    add_up(desk.totals[:size], desk.starts, desk.scale, desk.sums)
    highest_by_lane(desk.totals[:size], desk.lanes)
    high, high_at = desk.high, desk.high_at
    high[:] = 0
    k = len(high)
    for lane in range(min(size, len(desk.lanes))):
        total = desk.lanes[lane]
        if total <= high[0]:
            continue
        place = 0
        while True:
            child = 2 * place + 1
            if child + 1 < k and high[child + 1] < high[child]:
                child += 1
            if child >= k or high[child] >= total:
                break
            high[place], high_at[place] = high[child], high_at[child]
            place = child
        high[place], high_at[place] = total, lane
    return high[0]


@compiled_loosely
def add_up(totals, starts, scale, sums):
    for row in range(len(totals)):
        totals[row] = starts[row] + scale[row] * sums[row]


@compiled_loosely
def highest_by_lane(totals, lanes):
    width, size = np.uint64(min(len(totals), len(lanes))), np.uint64(len(totals))
    lanes[:width] = totals[:width]
    for start in range(width, size, width):
        for lane in range(min(width, size - np.uint64(start))):
            lanes[lane] = max(lanes[lane], totals[np.uint64(start) + lane])


@compiled_loosely
def within_reach(desk, lengths, rest, least, limit):
    """Writes down the rows that can still reach *least*, and answers how many; stops above *limit*."""
    found = 0
    for start in range(0, len(lengths), PIECE):
        their = lengths[start : start + PIECE]
        end = start + len(their)
        sums, starts, scale = desk.sums[start:end], desk.starts[start:end], desk.scale[start:end]
        hits = np.uint32(0)
        for row in range(len(their)):
            hits += np.uint32(starts[row] + scale[row] * (sums[row] + rest * their[row]) >= least)
        if hits == 0:
            continue
        if found + hits > limit:
            return found + np.int64(hits)
        for row in range(len(their)):
            desk.near[found] = start + row
            found += starts[row] + scale[row] * (sums[row] + rest * their[row]) >= least
    return found
