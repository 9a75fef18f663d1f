"""A run of letters in, the keys of its words out: remembered, for the same words come again and again."""

from functools import cache

from matchmaker.engine import languages
from matchmaker.engine.keys import BORDER, Kind, hashed

MEMO_WORDS = 300_000  # remembered per language, some 60 MB; then forgotten and begun anew


class Memo(dict[str, tuple[int, ...]]):
    """Run of letters -> the keys of its words; a mark that ends a sentence or a line -> (BORDER,).

    A spaced run is one word and is remembered; a run of an unspaced script hardly ever comes again.
    """

    def __init__(self, latin: str) -> None:
        super().__init__()
        self.latin = latin

    def __missing__(self, run: str) -> tuple[int, ...]:
        keys = tuple(map(word_key, stems(run, self.latin)))
        if languages.is_spaced(run):
            if len(self) >= MEMO_WORDS:
                self.clear()
            self[run] = keys
        return keys


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
