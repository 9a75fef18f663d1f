"""Text in, counted keys out: the words, word pairs and roots of a text, and codes, each as one 64-bit key.

A key is a hash: a saved index then needs no table of words to be opened, and a text has the same keys in
every process. Its top four bits say of which kind it is, so that sorted keys stand kind by kind. In an index
of a million keys, the odds that any two share one are about 1 to 2,000,000.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache
from hashlib import blake2b
from itertools import chain

import numpy as np
import numpy.typing as npt

from matchmaker.engine import languages

Keys = npt.NDArray[np.uint64]
Span = tuple[int, int]  # of characters: from, up to but without

KIND_BITS = 60
HASH_MASK = (1 << KIND_BITS) - 1
NO_ROOT = 0
BORDER = 0  # stands among the words where a sentence or a line ends: no pair reaches over it
MOST_TIMES = 65_535  # what two bytes hold; a word that stands there more often is no better
MEMO_WORDS = 300_000  # remembered per language, some 60 MB; then forgotten and begun anew
HASHED_NAMES = 2**16  # remembered, some 10 MB: pairs of Chinese characters and codes come again and again
PLACED_TEXTS = 256  # remembered, some 20 kB each: the offers that come up again and again
# Odd constants without structure (of splitmix64 and xxHash), so that neighbours in either order differ.
MIX_LEFT = np.uint64(0x9E3779B97F4A7C15)
MIX_RIGHT = np.uint64(0xC2B2AE3D27D4EB4F)
MIX_BOTH = np.uint64(0xBF58476D1CE4E5B9)


class Kind(IntEnum):
    """What a key stands for, text first; the order is that of the columns."""

    WORD = 0
    PAIR = 1
    ROOT = 2
    TOPIC = 3
    AREA = 4
    MODALITY = 5
    COUNTRY = 6
    REGION = 7
    GROUP = 8
    LANGUAGE = 9


FIRST_CODE = np.uint64(Kind.TOPIC << KIND_BITS)  # no key of a text is as large


@dataclass(frozen=True)
class Counts:
    """The distinct keys of one text, ascending, and how often each stands there: both of shape (n,)."""

    keys: Keys
    times: npt.NDArray[np.uint16]


@dataclass(frozen=True)
class Placed:
    """A text as it was read, where each of its keys stands first in it, and which keys name no reason there."""

    text: str
    spans: dict[int, Span]
    untold: frozenset[int]


class Memo(dict[str, tuple[int, ...]]):
    """Run of letters -> its keys, flat: (word, root, word, root ...); NO_ROOT where it has none.

    A mark that ends a sentence or a line -> (BORDER, NO_ROOT). A spaced run is one word and is remembered;
    a run of an unspaced script hardly ever comes again.
    """

    def __init__(self, latin: str) -> None:
        super().__init__()
        self.latin = latin

    def __missing__(self, run: str) -> tuple[int, ...]:
        keys = tuple(key for stem in stems(run, self.latin) for key in (word_key(stem), root_key(stem)))
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


def root_key(stem: str) -> int:
    root = languages.root(stem)
    return hashed(Kind.ROOT, root) if root else NO_ROOT


@lru_cache(maxsize=HASHED_NAMES)
def hashed(kind: Kind, name: str) -> int:
    """The key of a stem, a root or a code."""
    digest = blake2b(name.encode(errors="surrogatepass"), digest_size=8).digest()
    return kind << KIND_BITS | int.from_bytes(digest, "little") & HASH_MASK


def neighbours(words: Keys) -> npt.NDArray[np.intp]:
    """Where in *words* (n,) the first word of each pair stands: no border lies between the two."""
    return np.flatnonzero((words[:-1] != BORDER) & (words[1:] != BORDER))


def pair_keys(words: Keys) -> Keys:
    """The keys of the neighbours in *words* (n,), one for each of `neighbours`. Their order counts."""
    at = neighbours(words)
    mixed = words[at] * MIX_LEFT ^ words[at + 1] * MIX_RIGHT
    mixed ^= mixed >> np.uint64(29)
    mixed *= MIX_BOTH
    mixed ^= mixed >> np.uint64(32)
    return mixed & np.uint64(HASH_MASK) | np.uint64(Kind.PAIR << KIND_BITS)


def pairs_of(words: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The key of each pair of neighbours in *words*, and where its first word stands."""
    held = np.array(words, np.uint64)
    return zip(pair_keys(held).tolist(), neighbours(held).tolist(), strict=True)


def kinds(keys: Keys) -> npt.NDArray[np.intp]:
    """The `Kind` of each key."""
    return (keys >> np.uint64(KIND_BITS)).astype(np.intp)


def counts(text: str, language: str) -> Counts:
    """The keys of *text*, which is in *language* (an IETF tag; "" = to be recognised), counted."""
    remembered = memo_for(text, language)
    runs = languages.TOKEN.findall(languages.clean(text))
    both = np.array(list(chain.from_iterable(map(remembered.__getitem__, runs))), np.uint64)
    words, roots = both[::2], both[1::2]
    every = np.concatenate([words[words != BORDER], pair_keys(words), roots[roots != NO_ROOT]])
    keys, times = np.unique(every, return_counts=True)
    return Counts(keys, np.minimum(times, MOST_TIMES).astype(np.uint16))


@lru_cache(maxsize=PLACED_TEXTS)
def places(text: str, language: str) -> Placed:
    """Where each key of *text* stands first; a pair with what lies between its words."""
    remembered = memo_for(text, language)
    cleaned = languages.clean(text)
    words: list[int] = []
    spans: list[Span] = []
    first: dict[int, Span] = {}
    for run in languages.TOKEN.finditer(cleaned):
        keys = remembered[run.group()]
        for at, (start, end) in enumerate(languages.pieces(run.group()) if keys else ()):
            words.append(keys[2 * at])
            spans.append((run.start() + start, run.start() + end))
            for key in keys[2 * at : 2 * at + 2]:
                first.setdefault(key, spans[-1])
    untold = {span for span in spans if not languages.is_telling(cleaned[slice(*span)], remembered.latin)}
    silent = {key for key, span in first.items() if span in untold}
    for key, at in pairs_of(words):
        (start, left_end), (right_start, end) = spans[at : at + 2]
        first.setdefault(key, (start, end))
        if not untold.isdisjoint(spans[at : at + 2]) or languages.PAUSE.search(cleaned[left_end:right_start]):
            silent.add(key)
    first.pop(NO_ROOT, None)
    return Placed(cleaned, first, frozenset(silent))


def names(text: str, language: str) -> dict[int, str]:
    """Each key of *text* -> its name in stems: "w:train", "p:train judg", "r:train". Slow: for people."""
    latin = memo_for(text, language).latin
    found = [stem for run in languages.TOKEN.findall(languages.clean(text)) for stem in stems(run, latin)]
    named = {word_key(stem): f"w:{stem}" for stem in found}
    named |= {root_key(stem): f"r:{languages.root(stem)}" for stem in found}
    pairs = pairs_of([word_key(stem) for stem in found])
    named |= {key: f"p:{found[at]} {found[at + 1]}" for key, at in pairs}
    named.pop(NO_ROOT, None)
    return named
