"""From vectors by row to vectors by column: what `search.Inverted` holds, made once."""

import numpy as np
import numpy.typing as npt

from matchmaker.engine.finding.vectors import Vectors, ascending
from matchmaker.engine.offers.corpus import Places, bounds_of

# Of the rows in which a term stands:
SHARES = (1 / 32, 1 / 16, 1 / 8, 1 / 3)  # for which lengths are kept
FULL = 1 / 8  # from which on it is kept for all rows: eight additions at once take as long as one by itself

TILE = 2**14  # rows that are looked at together: their sums are 64 kB, which a processor keeps near
SAFE = 1 + 1e-6  # lengths are kept in 32 bits, which must not make a bound too small


def by_rank(by_row: Vectors, often: Places) -> dict[str, npt.NDArray]:
    """bounds, pieces, rows, weights and full of an `Inverted`. *often* (v,) counts the rows of each rank, ascending."""
    n = len(by_row)
    first, full = (int(np.searchsorted(often, max(share * n, 1))) for share in (SHARES[0], FULL))
    row_of_entry = np.repeat(np.arange(n, dtype=np.int32), np.diff(by_row.bounds))
    bounds = bounds_of(often[:full])
    some = ascending(by_row.cols)[: bounds[-1]]
    return {
        "bounds": bounds,
        "pieces": pieces_of(by_row, bounds, first),
        "rows": row_of_entry[some],
        "weights": by_row.weights[some].astype(np.float32),
        "full": full_of(by_row, row_of_entry, (full, len(often))),
    }


def pieces_of(by_row: Vectors, bounds: Places, first: int) -> Places:
    """Where the rows of each tile begin in each rank from *first* on that has *bounds*."""
    tiles = range(0, len(by_row), TILE)
    width = len(bounds) - 1 - first
    pieces = np.empty((len(tiles) + 1, width), np.int64)
    pieces[0] = bounds[first:-1]
    for tile, start in enumerate(tiles):
        cols = by_row.part(start, min(start + TILE, len(by_row))).cols - first
        pieces[tile + 1] = pieces[tile] + np.bincount(cols[(cols >= 0) & (cols < width)], minlength=width)
    return pieces


def full_of(
    by_row: Vectors, row_of_entry: npt.NDArray[np.int32], ranks: tuple[int, int]
) -> npt.NDArray[np.float32]:
    """The weights of the *ranks*, first to last, in all rows."""
    first, last = ranks
    full = np.zeros((last - first, len(by_row)), np.float32)
    there = by_row.cols >= first
    full[by_row.cols[there] - first, row_of_entry[there]] = by_row.weights[there]
    return full


def lengths_from(by_row: Vectors, cuts: npt.NDArray[np.int32]) -> npt.NDArray[np.float32]:
    """The length of each of n rows from each of *cuts* on: shape (c, n), rather too large."""
    row_of_entry = np.repeat(np.arange(len(by_row)), np.diff(by_row.bounds))
    lengths = np.empty((len(cuts), len(by_row)), np.float32)
    for cut, kept in zip(cuts, lengths, strict=True):
        frequent = by_row.cols >= cut
        squares = np.bincount(row_of_entry[frequent], by_row.weights[frequent] ** 2, minlength=len(by_row))
        kept[:] = np.sqrt(squares) * SAFE
    return lengths
