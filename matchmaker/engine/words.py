"""Text in, the keys of its words out: remembered, for the same words come again and again."""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from operator import add

from matchmaker.engine import languages
from matchmaker.engine.keys import BORDER, Kind, hashed

MEMO_CHUNKS = 300_000  # remembered per language, some 60 MB; then forgotten and begun anew
LONGEST_REMEMBERED = 64  # characters
LINE_END = ";"  # read as what it is, a border


class Memo(dict[str, tuple[int, ...]]):
    """What stands between two spaces -> the keys of its words, with BORDER where a sentence ends.

    Words are remembered as they come, with what is written to them: "judges,". What holds letters of an
    unspaced script hardly ever comes again.
    """

    def __init__(self, latin: str) -> None:
        super().__init__()
        self.latin = latin

    def __missing__(self, chunk: str) -> tuple[int, ...]:
        runs = languages.TOKEN.findall(languages.clean(chunk))
        keys = tuple(chain.from_iterable(map(self._keys, runs)))
        if len(chunk) <= LONGEST_REMEMBERED and all(map(languages.is_spaced, runs)):
            if len(self) >= MEMO_CHUNKS:
                self.clear()
            self[chunk] = keys
        return keys

    def _keys(self, run: str) -> Iterable[int]:
        return han_keys(run) if languages.is_han(run) else map(word_key, stems(run, self.latin))

    def read(self, text: str) -> Iterator[int]:
        """The keys of the words of *text*, with BORDER where a sentence or a line ends."""
        return chain.from_iterable(map(self.__getitem__, f" {LINE_END} ".join(text.splitlines()).split()))


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


def memo_for(text: str, language: str) -> Memo:
    return memo(languages.reading(language or languages.recognised(text)))


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
