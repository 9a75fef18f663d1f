"""Keys: what the words, word pairs, concepts and codes of a text become, numbers of 64 bits.

A key is a hash: a saved index then needs no table of words to be opened, and a text has the same keys in
every process. Its top four bits say of which kind it is, so that sorted keys stand kind by kind. In an index
of a million keys, the odds that any two share one are about 1 to 2,000,000.
"""

from collections.abc import Iterator, Sequence
from enum import IntEnum
from functools import lru_cache
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.uint64]

KIND_BITS = 60
HASH_MASK = (1 << KIND_BITS) - 1
BORDER = 0  # stands among the words where a sentence or a line ends: no pair reaches over it
HASHED_NAMES = 2**16  # remembered, some 10 MB: pairs of Chinese characters and codes come again and again
# Odd constants without structure (of splitmix64 and xxHash), so that neighbours in either order differ.
MIX_LEFT = np.uint64(0x9E3779B97F4A7C15)
MIX_RIGHT = np.uint64(0xC2B2AE3D27D4EB4F)
MIX_BOTH = np.uint64(0xBF58476D1CE4E5B9)


class Kind(IntEnum):
    """What a key stands for, text first; the order is that of the columns."""

    WORD = 0
    PAIR = 1
    CONCEPT = 2
    TOPIC = 3
    AREA = 4
    MODALITY = 5
    COUNTRY = 6
    REGION = 7
    GROUP = 8
    LANGUAGE = 9


FIRST_CODE = np.uint64(Kind.TOPIC << KIND_BITS)  # no key of a text is as large


@lru_cache(maxsize=HASHED_NAMES)
def hashed(kind: Kind, name: str) -> int:
    """The key of a stem, a concept or a code."""
    digest = blake2b(name.encode(errors="surrogatepass"), digest_size=8).digest()
    return kind << KIND_BITS | int.from_bytes(digest, "little") & HASH_MASK


def neighbours(words: Keys) -> npt.NDArray[np.intp]:
    """Where in *words* (n,) the first word of each pair stands: no border lies between the two."""
    return np.flatnonzero((words[:-1] != BORDER) & (words[1:] != BORDER))


def mixed(left: Keys, right: Keys) -> Keys:
    """One number of 64 bits for each two, which depends on their order."""
    both = left * MIX_LEFT ^ right * MIX_RIGHT
    both ^= both >> np.uint64(29)
    both *= MIX_BOTH
    both ^= both >> np.uint64(32)
    return both


def pair_keys(words: Keys, at: npt.NDArray[np.intp]) -> Keys:
    """The keys of the pairs of *words* (n,) whose first words stand *at* (m,): shape (m,)."""
    return mixed(words[at], words[at + 1]) & np.uint64(HASH_MASK) | np.uint64(Kind.PAIR << KIND_BITS)


def pairs_of(words: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The key of each pair of neighbours in *words*, and where its first word stands."""
    held = np.array(words, np.uint64)
    at = neighbours(held)
    return zip(pair_keys(held, at).tolist(), at.tolist(), strict=True)


def kinds(keys: Keys) -> npt.NDArray[np.intp]:
    """The `Kind` of each key."""
    return (keys >> np.uint64(KIND_BITS)).astype(np.intp)


def firsts(ordered: npt.NDArray) -> npt.NDArray[np.bool_]:
    """Whether each of *ordered* (n,) is the first of those that are equal."""
    new = np.ones(len(ordered), bool)
    np.not_equal(ordered[1:], ordered[:-1], out=new[1:])
    return new
