"""How long the vectors of a shelf are, kept in step with what all offers say together.

With c = -ln(1 + df) and L = ln(1 + p) + 1, idf is L + c, and so the squared length of a row with the weights x
(block weight · damped times) is A + 2 B L + C L², where A, B and C are the sums of x² c², x² c and x². A single offer
that comes or goes changes A and B of the rows that have a word of it, by what the df of that word changes, and L, which
changes every length by next to nothing: that is left until it amounts to something.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from matchmaker.engine.offers.corpus import Rows
from matchmaker.engine.offers.weighing import Floats, Measure

EVERY = slice(None)  # row


@dataclass(frozen=True)
class Norms:
    """Of n rows. Arrays only, fit for `store`."""

    moving: Floats  # (2, n): A and B
    fixed: Floats  # (n,): C
    norm: Floats  # (n,)
    idf: Floats  # (1,) the L that they were worked out with, infinite before that

    def lag(self, measure: Measure) -> float:
        """By how much L has moved since, and so any idf at most: relative, for none is less than 1."""
        return float(abs(measure.unknown_idf - self.idf[0]))

    def moved(self, pieces: Iterable[tuple[Rows, Floats, Floats]]) -> Self:
        """When the entries of each piece, of *rows* with the *squares* x², all (t,), change x² c² and x² c by *steps*
        (2, t) times x². Not worked out yet."""
        moving = self.moving.copy()
        for rows, squares, steps in pieces:
            for total, step in zip(moving, steps, strict=True):
                np.add.at(total, rows, step * squares)
        return replace(self, moving=moving)

    def worked_out(self, measure: Measure, rows: Rows | slice) -> Self:
        """With the lengths of *rows*; EVERY one of them is then as *measure* has it."""
        norm = np.empty(len(self.norm)) if rows is EVERY else self.norm.copy()
        norm[rows] = self.of(measure, rows)
        idf = np.array([measure.unknown_idf]) if rows is EVERY else self.idf
        return replace(self, norm=norm, idf=idf)

    def of(self, measure: Measure, rows: Rows | slice = EVERY) -> Floats:
        """The lengths of *rows* that follow from the sums."""
        squares = self.fixed[rows] * measure.unknown_idf
        squares += 2 * self.moving[1, rows]
        squares *= measure.unknown_idf
        squares += self.moving[0, rows]
        return np.sqrt(np.maximum(squares, 0, out=squares), out=squares)


def norms_of(rows: Rows, squares: Floats, lowering: Floats, n: int) -> Norms:
    """Of *n* rows with the *squares* x² and the c of *lowering*, all (t,)."""
    lowered = squares * lowering
    c, b, a = (np.bincount(rows, each, minlength=n) for each in (squares, lowered, lowered * lowering))
    return Norms(np.stack([a, b]), c, np.zeros(n), np.array([np.inf]))
