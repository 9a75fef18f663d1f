"""Text in, the keys of its words out: remembered, for the same words come again and again."""

from collections.abc import Iterator
from functools import cache
from itertools import chain

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
        keys = tuple(word_key(stem) for run in runs for stem in stems(run, self.latin))
        if len(chunk) <= LONGEST_REMEMBERED and all(map(languages.is_spaced, runs)):
            if len(self) >= MEMO_CHUNKS:
                self.clear()
            self[chunk] = keys
        return keys

    def read(self, text: str) -> Iterator[int]:
        """The keys of the words of *text*, with BORDER where a sentence or a line ends."""
        return chain.from_iterable(map(self.__getitem__, f" {LINE_END} ".join(text.splitlines()).split()))


@cache
def memo(latin: str) -> Memo:
    return Memo(latin)


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
