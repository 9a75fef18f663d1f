"""Which keys stand in which text, and how often: from single occurrences to one sorted table."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matchmaker.engine.text.keys import Keys, firsts

MOST_TIMES = 65_535  # what two bytes hold; a key that stands there more often is no better

Owners = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Tally:
    """n texts with t entries over v distinct keys.

    Text i has the columns cols[bounds[i]:bounds[i + 1]], ascending, with their times.
    """

    keys: Keys  # (v,) ascending; each stands in some text
    bounds: npt.NDArray[np.int64]  # (n + 1,)
    cols: npt.NDArray[np.int32]  # (t,)
    times: npt.NDArray[np.uint16]  # (t,)


def tallied(keys: Keys, owners: Owners, size: int) -> Tally:
    """The *keys* (m,) that stand in the texts *owners* (m,), numbers below *size*, in any order, counted."""
    order = np.argsort(keys)
    ordered = keys[order]
    starts = firsts(ordered)
    # Text and column in one number: these are sorted several times as fast as by two.
    width = max(1, int(np.count_nonzero(starts)))
    cells = owners[order] * width + (np.cumsum(starts) - 1)
    cells.sort()
    at = np.flatnonzero(firsts(cells))
    rows, cols = np.divmod(cells[at], width)
    return Tally(
        keys=ordered[starts],
        bounds=np.searchsorted(rows, np.arange(size + 1)),
        cols=cols.astype(np.int32),
        times=np.minimum(np.diff(at, append=len(cells)), MOST_TIMES).astype(np.uint16),
    )


def joined(tallies: Sequence[Tally]) -> Tally:
    """The texts of all *tallies*, at least one, one after the other."""
    if len(tallies) == 1:
        return tallies[0]
    keys = np.sort(np.concatenate([tally.keys for tally in tallies]))
    keys = keys[firsts(keys)]
    ends = np.cumsum([0, *(len(tally.cols) for tally in tallies)])
    return Tally(
        keys=keys,
        bounds=np.concatenate(
            [[0], *(tally.bounds[1:] + end for tally, end in zip(tallies, ends, strict=False))]
        ),
        cols=np.concatenate(
            [np.searchsorted(keys, tally.keys).astype(np.int32)[tally.cols] for tally in tallies]
        ),
        times=np.concatenate([tally.times for tally in tallies]),
    )


def beside(one: Tally, other: Tally) -> Tally:
    """Texts with the keys of both; each key of *other* is larger than all keys of *one*."""
    size = len(one.cols) + len(other.cols)
    mine = np.arange(len(one.cols)) + np.repeat(other.bounds[:-1], np.diff(one.bounds))
    theirs = np.arange(len(other.cols)) + np.repeat(one.bounds[1:], np.diff(other.bounds))
    cols, times = np.empty(size, np.int32), np.empty(size, np.uint16)
    cols[mine], cols[theirs] = one.cols, other.cols + np.int32(len(one.keys))
    times[mine], times[theirs] = one.times, other.times
    return Tally(np.concatenate([one.keys, other.keys]), one.bounds + other.bounds, cols, times)
