"""Text in, the keys of its words out: remembered, for the same words come again and again."""

from collections.abc import Iterator
from functools import cache
from itertools import chain
from operator import add

from matchmaker.engine.text import languages
from matchmaker.engine.text.keys import BORDER, Kind, hashed
from matchmaker.engine.text.recognition import FIRST_KEY, LINE_END, voice

MEMO_CHUNKS = 300_000  # remembered per language, some 60 MB; then forgotten and begun anew
BULLET = "•"  # begins a line, so each new line is read as one
LONGEST_REMEMBERED = 64  # characters


class Memo(dict[str, tuple[int, ...]]):
    """What stands between two spaces -> its words as keys, each after its `voice` if it has one, and BORDERs.
    A line ends with LINE_END and a BORDER.

    Words are remembered as they come, with what is written to them: "judges,". What holds letters of an
    unspaced script hardly ever comes again.
    """

    def __init__(self, latin: str) -> None:
        super().__init__()
        self.latin = latin

    def __missing__(self, chunk: str) -> tuple[int, ...]:
        runs = languages.TOKEN.findall(languages.clean(chunk))
        each = {run: self._items(run) for run in {*runs}}  # an endless chunk says few things many times
        items = tuple(chain.from_iterable(map(each.__getitem__, runs)))
        if len(chunk) <= LONGEST_REMEMBERED and all(map(languages.is_spaced, runs)):
            if len(self) >= MEMO_CHUNKS:
                self.clear()
            self[chunk] = items
        return items

    def _items(self, run: str) -> list[int]:
        if run == BULLET:
            return [LINE_END, BORDER]
        if languages.is_han(run):
            return han_keys(run)
        speaks_for = voice(languages.plain(run))
        return [speaks_for] * (speaks_for > 0) + [word_key(stem) for stem in stems(run, self.latin)]

    def keys_of(self, chunk: str) -> list[int]:
        """The items of *chunk* without voices."""
        return [item for item in self[chunk] if item == BORDER or item >= FIRST_KEY]

    def read(self, text: str) -> Iterator[int]:
        """The items of *text*."""
        chunks = f" {BULLET} ".join(text.splitlines()).split()
        return chain.from_iterable(map(self.__getitem__, chunks))


@cache
def memo(latin: str) -> Memo:
    return Memo(latin)


class PairMemo(dict[str, int]):
    """Pair of Chinese characters, or one by itself -> its key; BORDER for a stop word."""

    def __missing__(self, pair: str) -> int:
        if len(self) >= MEMO_CHUNKS:
            self.clear()
        self[pair] = key = BORDER if pair in languages.stop_words("zh") else word_key(pair)
        return key


HAN_PAIRS = PairMemo()


def han_keys(run: str) -> list[int]:
    """The keys of `stems` of a run of Chinese characters, several times as fast."""
    keys: list[int] = []
    for part in languages.between_particles().findall(run):
        pairs = map(add, part, part[1:]) if len(part) > 1 else part
        keys += filter(None, map(HAN_PAIRS.__getitem__, pairs))
    return keys


def stems(run: str, latin: str) -> list[str]:
    """The units of *run* that carry meaning: its stem, or in an unspaced script its `pieces`; "" for a border."""
    if languages.BORDER.match(run):
        return [""]
    if languages.is_spaced(run):
        stem = languages.stem(run, latin)
        return [stem] if stem else []
    return [run[start:end] for start, end in languages.pieces(run)]


def word_key(stem: str) -> int:
    return hashed(Kind.WORD, stem) if stem else BORDER
