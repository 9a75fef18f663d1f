"""Where each token stands: rows of things that come and go, in the plainest of all indexes.

Nothing in it weighs anything, so what one thing says changes nothing of how another is found.
"""

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import takewhile

import numpy as np
import numpy.typing as npt

from matchmaker.engine.lookup.tokens import Token

Flags = npt.NDArray[np.bool_]
GONE = -1  # the id of a row that holds nothing any more


class Postings:
    """Things by their ids, each with its tokens."""

    def __init__(self) -> None:
        self._rows: defaultdict[Token, array[int]] = defaultdict(lambda: array("i"))
        self._ids = array("q", [GONE])  # no thing is in row 0
        self._row_of: dict[int, int] = {}
        self._words: list[str] = []  # ascending, as long as no new one has come
        self._seen = 0  # how many tokens there were when they were put in order

    def __len__(self) -> int:
        return len(self._row_of)

    @property
    def is_worn(self) -> bool:
        """Whether so much is gone that all is better put together anew."""
        return len(self._ids) > 2 * len(self) + 100

    def put(self, thing_id: int, tokens: Collection[Token]) -> None:
        """Holds the thing with *tokens* and no others."""
        self.drop(thing_id)
        row = self._row_of[thing_id] = len(self._ids)
        self._ids.append(thing_id)
        for token in tokens:
            self._rows[token].append(row)

    def drop(self, thing_id: int) -> None:
        row = self._row_of.pop(thing_id, None)
        if row is not None:
            self._ids[row] = GONE

    def having(self, tokens: Iterable[Token], start: str = "") -> Flags:
        """Which rows have any of *tokens*, or a word that begins with *start*: shape (rows,)."""
        found = np.zeros(len(self._ids), bool)
        for token in (*tokens, *self._beginning(start)):
            if token in self._rows:
                found[self._rows[token]] = True
        return found

    def _beginning(self, start: str) -> Iterator[str]:
        if not start:
            return iter(())
        if self._seen != len(self._rows):
            self._words = sorted(token for token in self._rows if isinstance(token, str))
            self._seen = len(self._rows)
        first = bisect_left(self._words, start)
        return takewhile(lambda word: word.startswith(start), self._words[first:])

    def rows(self, thing_ids: Iterable[int]) -> Flags:
        """Where those of the things stand that are held: shape (rows,)."""
        found = np.zeros(len(self._ids), bool)
        found[list(filter(None, map(self._row_of.get, thing_ids)))] = True
        return found

    def number(self, tokens: Iterable[Token], among: Flags) -> int:
        """How many of the rows *among* have any of *tokens*."""
        return int(np.count_nonzero(self.having(tokens) & among))

    def ids(self, rows: Flags) -> frozenset[int]:
        """The things in *rows*."""
        return frozenset(np.array(self._ids)[rows].tolist()) - {GONE}


def all_of(rows: Flags, *flags: Flags) -> Flags:
    """Which of *rows* have all *flags*."""
    return np.logical_and.reduce([rows, *flags])
