"""Texts laid end to end as numbers, so that thousands are read in one pass of numpy."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from matchmaker.engine.text.keys import BORDER, Keys
from matchmaker.engine.text.languages import HAN_RUNS, LATIN, clean
from matchmaker.engine.text.passages import passages
from matchmaker.engine.text.recognition import FIRST_KEY, LINE_END, heard, latin_of, spoken
from matchmaker.engine.text.tally import Owners
from matchmaker.engine.text.words import memo

Said = tuple[str, str]  # a text and its language: an IETF tag; "" = to be recognised
NOBODY = -1


class Pile:
    """Texts or parts of them as items, keys and voices of words or code points, with a border after each."""

    def __init__(self) -> None:
        self._items = array("Q")
        self._owners = array("q")
        self._ends = array("q", [0])

    def add(self, owner: int, items: Iterable[int]) -> None:
        """Lays *items*, a text or a part of one, on the pile; *owner* is the number of the text."""
        self._items.extend(items)
        self._items.extend((LINE_END, BORDER))
        self._owners.append(owner)
        self._ends.append(len(self._items))

    def laid(self) -> tuple[Keys, Owners]:
        """All items but the voices, and the text that each belongs to: both of shape (n,)."""
        items, owners = np.array(self._items), np.array(self._owners)[self._parts()]
        stay = (owners != NOBODY) & ((items == BORDER) | (items >= FIRST_KEY))
        return items[stay], owners[stay]

    def take_foreign(self, latin: str) -> Iterator[int]:
        """Takes out what has a line or a sentence in another language than *latin*: the numbers of the texts."""
        items = np.array(self._items)
        at = np.flatnonzero((items > BORDER) & (items < LINE_END))
        foreign = np.zeros(len(at), bool)
        for end in (LINE_END, BORDER):
            number = np.cumsum(items == end)
            own = np.full(number[-1] + 1, LATIN.index(latin))
            told = spoken(heard(items[at], number[at], len(own)), own)
            foreign |= (told != own)[number[at]]
        for part in np.unique(self._parts()[at[foreign]]).tolist():
            yield self._owners[part]
            self._owners[part] = NOBODY

    def _parts(self) -> npt.NDArray[np.int64]:
        """The number of the part that each item belongs to: shape (n,)."""
        lengths = np.diff(np.array(self._ends))
        return np.repeat(np.arange(len(lengths)), lengths)


def piled(texts: Sequence[Said]) -> Mapping[str, Pile]:
    """Each sentence of *texts* on the pile of its language."""
    piles: defaultdict[str, Pile] = defaultdict(Pile)
    for owner, (text, language) in enumerate(texts):
        latin = latin_of(text, language)
        piles[latin].add(owner, memo(latin).read(text))
    foreign = [(latin, owner) for latin, pile in piles.items() for owner in pile.take_foreign(latin)]
    for latin, owner in foreign:
        text = clean(texts[owner][0])
        for start, end, other in passages(text, latin):
            piles[other].add(owner, memo(other).read(text[start:end]))
    return piles


def characters(texts: Sequence[Said]) -> Pile:
    """The Chinese characters of *texts*, with a border between their runs."""
    pile = Pile()
    for owner, (text, _language) in enumerate(texts):
        if not text.isascii() and (runs := HAN_RUNS.findall(clean(text))):
            pile.add(owner, map(ord, chr(BORDER).join(runs)))
    return pile
