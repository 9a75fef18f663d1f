"""What numba compiles for `parallel`, when first used, and then keeps on disk.

All of it stands in this file, with the figures that are compiled into it: numba looks at one file to see whether
what it kept is still good. What is compiled loosely may be reordered: it compares in 32 bits. What adds up in 64
bits goes from the rarest term to the most frequent and is never fused or reordered, as `search` demands.

*held*, *queries*, *best* and *desk* are those of `parallel`.
"""

import numba
import numpy as np

RUNS = 16  # rows of a tile that are looked at as one, a lane: mostly none of them is high enough
WORD = np.uint32(32)  # bits

compiled = numba.njit(nogil=True, cache=True)
compiled_loosely = numba.njit(nogil=True, cache=True, fastmath={"reassoc", "nnan", "nsz", "contract"})


@compiled
def add_some(sums, rows, weights, start, end, weight, base):
    """Adds a term to the rows that have it, which stand from *start* to *end*."""
    offset = np.uint64(base)
    for at in range(np.uint64(start), np.uint64(end)):
        sums[np.uint64(rows[at]) - offset] += weight * weights[at]


@compiled_loosely
def add_two_full(sums, full, rank, weight, other, other_weight, base, size):
    """Adds two terms that are kept for all rows, which takes less than one after the other."""
    first = np.uint64(base)
    for row in range(np.uint64(size)):
        sums[row] += weight * full[rank, first + row] + other_weight * full[other, first + row]


@compiled
def add_walking(sums, rows, weights, at, end, weight, base, beyond):
    """Adds a term to the rows from *base* on that have it; where those from the row *beyond* on start."""
    offset, at, end = np.uint64(base), np.uint64(at), np.uint64(end)
    while at < end and rows[at] < beyond:
        sums[np.uint64(rows[at]) - offset] += weight * weights[at]
        at += np.uint64(1)
    return at


@compiled
def with_rest(total, begin, end, cols, weights, cut, query):
    """The *total* of a row up to the rank *cut*, with its other ranks."""
    at = end
    while at > begin and cols[at - 1] >= cut:
        at -= 1
        total += query[cols[at]] * weights[at]
    return total


@compiled
def product(begin, end, cols, weights, query, asked, matched):
    """Of a row and the query. Most ranks of a row are not asked for: a bit says so at once."""
    count = 0
    for at in range(begin, end):
        rank = cols[at]
        matched[count] = at
        count += asked[rank // WORD] >> (rank % WORD) & np.uint32(1)
    total = 0.0
    for match in range(count):
        at = matched[match]
        total += query[cols[at]] * weights[at]
    return total


@compiled
def keep(row, score, rows, scores, count):
    """Puts a row where it belongs among the *count* best, if it does, and answers how many they are then."""
    k, place = len(rows), count
    if score <= 0 or (count == k and not is_before(score, row, scores[k - 1], rows[k - 1])):
        return count
    if count == k:
        place -= 1
    filled = place + 1
    while place > 0 and is_before(score, row, scores[place - 1], rows[place - 1]):
        scores[place], rows[place] = scores[place - 1], rows[place - 1]
        place -= 1
    scores[place], rows[place] = score, row
    return filled


@compiled
def is_before(score, row, other_score, other_row):
    return score > other_score or (score == other_score and row < other_row)


@compiled_loosely
def reach_of(reaches, sums, starts, scale, lengths, cut, rest, base, size):
    """What the rows of a tile can reach at most, when the terms yet to come have the length *rest*."""
    first = np.uint64(base)
    for row in range(np.uint64(size)):
        reaches[row] = starts[row] + scale[row] * (sums[row] + rest * lengths[cut, first + row])


@compiled_loosely
def look(reaches, lanes):
    """The highest of each lane: of each so many rows of a tile."""
    width = np.uint64(len(lanes))
    for lane in range(width):
        highest = reaches[lane]
        for step in range(1, RUNS):
            reach = reaches[lane + np.uint64(step) * width]
            highest = reach if reach > highest else highest
        lanes[lane] = highest


@compiled
def within_reach(reaches, lanes, least, near, limit):
    """Writes down the rows that reach *least*, and answers how many; stops above *limit*. After `look`."""
    found = 0
    for lane in range(len(lanes)):
        if lanes[lane] < least:
            continue
        for row in range(lane, len(reaches), len(lanes)):
            near[found] = row
            found += reaches[row] >= least
        if found > limit:
            break
    return found


@compiled
def floor(lanes, high):
    """What the highest of k *lanes* reach at least, so k rows too; 0 where there may be fewer. After `look`.

    *high* (k,) is made a heap of them, the lowest first.
    """
    high[:] = 0
    k = len(high)
    for lane in range(len(lanes)):
        reach = lanes[lane]
        if reach <= high[0]:
            continue
        place = 0
        while True:
            child = 2 * place + 1
            if child + 1 < k and high[child + 1] < high[child]:
                child += 1
            if child >= k or high[child] >= reach:
                break
            high[place] = high[child]
            place = child
        high[place] = reach
    return high[0]


@compiled
def search(held, queries, best, desk):
    """Finds the best rows for some queries."""
    for query in range(len(queries.stops)):
        prepare(query, held.cuts, queries)
    for tile in range(len(held.pieces) - 1):
        base = tile * len(desk.sums)
        size = min(len(desk.sums), len(held.scale) - base)
        desk.scale[:size] = held.scale[base : base + size]
        desk.reaches[size:] = -np.inf
        for query in range(len(queries.stops)):
            begin, end = queries.bounds[query], queries.bounds[query + 1]
            for at in range(begin, end):
                rank = queries.ranks[at]
                desk.query[rank] = queries.weights[at]
                desk.asked[rank // WORD] |= np.uint32(1) << (rank % WORD)
            one_tile(tile, base, size, query, held, queries, best, desk)
            for at in range(begin, end):
                rank = queries.ranks[at]
                desk.query[rank] = 0
                desk.asked[rank // WORD] = 0


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
def one_tile(tile, base, size, query, held, queries, best, desk):
    """Brings the rows of one tile into the best of a query."""
    place = queries.first + query
    begin_tile(query, base, size, held, queries, desk)
    least = threshold(place, held, best)
    # Sums of 32 bits are too high or too low by so much at most.
    slack = 1 - held.rounding - held.step * (queries.bounds[query + 1] - queries.bounds[query])
    for cut in range(len(held.cuts)):
        # It pays to finish rows when they take less than the terms up to the next cut, which thin them out.
        ahead = cost(tile, size, query, cut, held, queries)
        if least > 0 and ahead * held.check_cost > size:
            limit = int(ahead / held.row_cost)
            rest, enough = queries.rests[query, cut], np.float32(least * slack)
            reach_of(desk.reaches, desk.sums, desk.starts, desk.scale, held.lengths, cut, rest, base, size)
            look(desk.reaches, desk.lanes)
            found = within_reach(desk.reaches, desk.lanes, enough, desk.near, limit)
            if found <= limit:
                finish(query, base, found, cut, slack, held, queries, best, desk)
                return
        add_terms(tile, base, size, query, cut, held, queries, desk.sums)
    nothing = np.float32(0)
    reach_of(desk.reaches, desk.sums, desk.starts, desk.scale, held.lengths, 0, nothing, base, size)
    look(desk.reaches, desk.lanes)
    if best.counts[place] < len(desk.high):
        least = max(least, floor(desk.lanes, desk.high) * slack - held.bit)
    enough = np.float32(max(least * slack, held.rounding * held.bit))
    found = within_reach(desk.reaches, desk.lanes, enough, desk.near, size)
    finish(query, base, found, -1, slack, held, queries, best, desk)


@compiled
def threshold(place, held, best):
    """A score that a row must have to be among the best: 0 while there is room."""
    k = best.rows.shape[1]
    return best.scores[place, k - 1] - held.bit if best.counts[place] == k else 0.0


@compiled
def begin_tile(query, base, size, held, queries, desk):
    """Adds up the terms before the first cut, and copies what the rows have before their words."""
    desk.sums[:size] = 0
    for at in range(queries.stops[query, 0], queries.stops[query, 1]):
        start, end = queries.walked[at], held.bounds[queries.ranks[at] + 1]
        beyond, weight = base + size, queries.light[at]
        queries.walked[at] = add_walking(desk.sums, held.rows, held.weights, start, end, weight, base, beyond)
    if len(held.starts):
        own = held.starts[queries.first + query if len(held.starts) > 1 else 0]
        desk.starts[:size] = own[base : base + size]


@compiled
def cost(tile, size, query, cut, held, queries):
    """What adding the terms of a query from a cut to the next takes in a tile: in entries."""
    whole = 0.0
    for at in range(queries.stops[query, cut + 1], queries.stops[query, cut + 2]):
        rank = queries.ranks[at] - held.cuts[0]
        if rank < held.pieces.shape[1]:
            whole += held.pieces[tile + 1, rank] - held.pieces[tile, rank]
        else:
            whole += size * held.full_cost
    return whole


@compiled
def add_terms(tile, base, size, query, cut, held, queries, sums):
    """Adds the terms of a query from a cut to the next to the sums."""
    at, end = queries.stops[query, cut + 1], queries.stops[query, cut + 2]
    some = held.pieces.shape[1] + held.cuts[0]
    while at < end and queries.ranks[at] < some:
        rank = queries.ranks[at] - held.cuts[0]
        start, stop = held.pieces[tile, rank], held.pieces[tile + 1, rank]
        add_some(sums, held.rows, held.weights, start, stop, queries.light[at], base)
        at += 1
    while at < end:
        one, weight, other, other_weight = queries.ranks[at] - some, queries.light[at], 0, np.float32(0)
        if at + 1 < end:
            other, other_weight = queries.ranks[at + 1] - some, queries.light[at + 1]
        add_two_full(sums, held.full, one, weight, other, other_weight, base, size)
        at += 2


@compiled
def finish(query, base, found, cut, slack, held, queries, best, desk):
    """Adds the terms from *cut* on, if any, to the rows found near; scores those still near anew, in 64 bits and
    from their rarest word on, and keeps the best."""
    place = queries.first + query
    bounds, cols, weights = held.row_bounds, held.cols, held.row_weights
    of_query, asked, matched = desk.query, desk.asked, desk.matched
    rows, scores, count = best.rows[place], best.scores[place], best.counts[place]
    own = len(held.starts) > 0
    mine = place if len(held.starts) > 1 else 0
    for near in range(found):
        at = desk.near[near]
        row = base + at
        begin, end = bounds[row], bounds[row + 1]
        if cut >= 0 and count == len(rows):
            total = with_rest(desk.sums[at], begin, end, cols, weights, held.cuts[cut], of_query)
            if desk.starts[at] + desk.scale[at] * total < (scores[count - 1] - held.bit) * slack:
                continue
        score = held.scale[row] * product(begin, end, cols, weights, of_query, asked, matched)
        if own:
            score += held.starts[mine, row]
        count = keep(row, np.rint(score * held.unit) / held.unit, rows, scores, count)
    best.counts[place] = count
