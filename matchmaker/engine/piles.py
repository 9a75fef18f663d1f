"""Texts laid end to end as numbers, so that thousands are read in one pass of numpy."""

from array import array
from collections.abc import Iterable

import numpy as np

from matchmaker.engine.keys import BORDER, Keys
from matchmaker.engine.tally import Owners


class Pile:
    """Texts as items, keys of words or code points of Chinese characters, with a border after each."""

    def __init__(self) -> None:
        self._items = array("Q")
        self._owners = array("q")
        self._ends = array("q", [0])

    def add(self, owner: int, items: Iterable[int]) -> None:
        """Lays *items*, a text or a part of one, on the pile; *owner* is the number of the text."""
        self._items.extend(items)
        self._items.append(BORDER)
        self._owners.append(owner)
        self._ends.append(len(self._items))

    def laid(self) -> tuple[Keys, Owners]:
        """All items, and the text that each belongs to: both of shape (n,)."""
        lengths = np.diff(np.array(self._ends))
        return np.array(self._items), np.repeat(np.array(self._owners, np.int64), lengths)
