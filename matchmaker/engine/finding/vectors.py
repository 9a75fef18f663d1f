"""Sparse vectors without negative weights, in plain arrays."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matchmaker.engine.offers.corpus import Places, bounds_of, joined
from matchmaker.engine.offers.weighing import Floats

MOST = 1e9  # of a weight: sums of products of three such are still numbers of 32 bits


@dataclass(frozen=True)
class Vectors:
    """m vectors: vector i has weights[bounds[i]:bounds[i + 1]] in cols[bounds[i]:bounds[i + 1]], each once."""

    bounds: Places  # (m + 1,)
    cols: npt.NDArray[np.int32]  # (t,)
    weights: Floats  # (t,), 0 to MOST

    def __len__(self) -> int:
        return len(self.bounds) - 1

    @classmethod
    def of(cls, each: Sequence[tuple[npt.NDArray[np.integer], Floats]]) -> "Vectors":
        """From the columns and the weights of each vector."""
        cols = joined([cols for cols, _ in each], np.int32)
        return cls(
            bounds_of([len(cols) for cols, _ in each]), cols, joined([one for _, one in each], np.float64)
        )

    def part(self, first: int, last: int) -> "Vectors":
        """The vectors *first* to *last*."""
        place = slice(self.bounds[first], self.bounds[last])
        bounds = self.bounds[first : last + 1] - self.bounds[first]
        return Vectors(bounds, self.cols[place], self.weights[place])


def dots(vectors: Vectors, query: Floats) -> Floats:
    """The product of each of m *vectors* with *query* (v,): shape (m,), added up in the order of the columns."""
    m = len(vectors)
    vector_of_entry = np.repeat(np.arange(m), np.diff(vectors.bounds))
    return np.bincount(vector_of_entry, query[vectors.cols] * vectors.weights, minlength=m)


def gathered(vectors: Vectors, chosen: Places) -> Vectors:
    """The vectors *chosen*, in that order."""
    counts = vectors.bounds[chosen + 1] - vectors.bounds[chosen]
    bounds = bounds_of(counts)
    places = np.arange(bounds[-1]) + np.repeat(vectors.bounds[chosen] - bounds[:-1], counts)
    return Vectors(bounds, vectors.cols[places], vectors.weights[places])


def in_ranks(vectors: Vectors, ranks: npt.NDArray[np.int32]) -> Vectors:
    """*vectors* with their columns renumbered, ascending in each; columns beyond *ranks* (v,) are left out."""
    known = vectors.cols < len(ranks)
    vector_of_entry = np.repeat(np.arange(len(vectors)), np.diff(vectors.bounds))[known]
    cols = ranks[vectors.cols[known]]
    order = np.argsort(vector_of_entry << 32 | cols)
    bounds = bounds_of(np.bincount(vector_of_entry, minlength=len(vectors)))
    return Vectors(bounds, cols[order], vectors.weights[known][order])


def ascending(numbers: npt.NDArray[np.integer]) -> Places:
    """The places of *numbers* (t,), from 0 to 2**31, in ascending order; of equal ones the first comes first.

    Several times as quick as a stable argsort.
    """
    packed = numbers.astype(np.int64) << 32 | np.arange(len(numbers))
    packed.sort()
    return packed & 0xFFFF_FFFF


def refuse(numbers: Floats) -> None:
    """Raises ValueError for a number below 0, above MOST or not a number: no bound would hold."""
    if numbers.size and not (numbers.min() >= 0 and numbers.max() <= MOST):
        raise ValueError(f"A weight is below 0, above {MOST:.0e} or not a number.")
