"""From a text as the engine reads it back to the text as it was written: which character came from where.

Reading normalises (NFKC) and drops marks (`languages.clean`), so "ﬁ" becomes two characters, "e" and an accent
one, and a soft hyphen none. What was written falls into *clusters* that are normalised independently of
each other: a character, with all that composes with it or stands on it.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matchmaker.engine.text.languages import clean

INSIDE = -1  # no cluster begins, or ends, at this character
# An ASCII character composes with nothing before it: what follows one may be read by itself.
STRETCH = re.compile(r"[\x00-\x7f]+[^\x00-\x7f]*|[^\x00-\x7f]+")

Span = tuple[int, int]  # of characters: from, up to but without


@dataclass(frozen=True)
class Origins:
    """For each character of the clean text, where in the written text the cluster that it begins or ends does."""

    begins: Sequence[int]  # INSIDE where it is not the first of its cluster
    ends: Sequence[int]  # INSIDE where it is not the last

    def span(self, start: int, end: int) -> Span | None:
        """Where the clean characters from *start* up to *end* were written; None for a part of a character."""
        found = self.begins[start], self.ends[end - 1]
        return None if INSIDE in found else found


def origins(text: str) -> Origins:
    """Of the characters of `clean(text)`."""
    if clean(text) == text:
        return Origins(range(len(text)), range(1, len(text) + 1))
    begins: list[int] = []
    ends: list[int] = []
    for start, end, size in sizes(text):
        if size:
            begins += [start, *[INSIDE] * (size - 1)]
            ends += [*[INSIDE] * (size - 1), end]
    return Origins(begins, ends)


def sizes(text: str) -> Iterator[tuple[int, int, int]]:
    """Each cluster of *text*: from, up to, and how many characters it has when clean."""
    for stretch in STRETCH.finditer(text):
        written = stretch.group()
        if clean(written) == written:
            yield from ((at, at + 1, 1) for at in range(*stretch.span()))
        else:
            for start, end in clusters(written):
                yield stretch.start() + start, stretch.start() + end, len(clean(written[start:end]))


def clusters(text: str) -> Iterator[Span]:
    start = 0
    for at in range(1, len(text)):
        if not is_joined(text[start:at], text[at]):
            yield start, at
            start = at
    yield start, len(text)


def is_joined(before: str, char: str) -> bool:
    """Whether *char* is normalised together with the cluster *before* it: it stands on it, or composes with it."""
    if char.isascii():
        return False
    decomposed = unicodedata.normalize("NFKD", char)
    if unicodedata.combining(decomposed[0]):
        return True
    apart = unicodedata.normalize("NFKC", before) + unicodedata.normalize("NFKC", char)
    return unicodedata.normalize("NFKC", before + char) != apart
