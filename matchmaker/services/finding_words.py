"""What a found text says of the words that were asked for: a piece of it with the words marked, and in which other
words it says them. And what else might have been meant, where nothing is found."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matchmaker.engine.lookup.marking import Equal, equals, marks
from matchmaker.engine.lookup.question import Question
from matchmaker.engine.lookup.terms import folded_terms
from matchmaker.engine.text.lexicon import Lexicon

BEFORE = 60  # characters of an excerpt before its first mark
LONGEST = 260  # characters of an excerpt: three lines on a phone


@dataclass(frozen=True)
class Piece:
    """Some of a text, and whether it answers what was asked for."""

    text: str
    is_hit: bool = False


Pieces = tuple[Piece, ...]


def marked(words: Lexicon, sought: Question, text: str, language: str) -> Pieces:
    """The whole of *text*."""
    return tuple(_cut(text, marks(sought, text, language, words), 0, len(text)))


def excerpt(words: Lexicon, sought: Question, text: str, language: str) -> Pieces:
    """So much of *text* as shows the first place that answers; its beginning if none does."""
    found = marks(sought, text, language, words)
    first = found[0][0] if found else 0
    start = text.rfind(" ", 0, max(0, first - BEFORE)) + 1 if first > BEFORE else 0
    end = start + LONGEST
    if end < len(text):
        end = max(text.rfind(" ", start, end), found[0][1] if found else start + 1)
    cut = tuple(_cut(text, found, start, end))
    return (*([Piece("… ")] if start else []), *cut, *([Piece(" …")] if end < len(text) else []))


def _cut(text: str, found: Sequence[tuple[int, int]], start: int, end: int) -> Iterator[Piece]:
    at = start
    for first, last in found:
        if at <= first and last <= end:
            if at < first:
                yield Piece(text[at:first])
            yield Piece(text[first:last], is_hit=True)
            at = last
    if at < end:
        yield Piece(text[at:end])


def in_other_words(words: Lexicon, sought: Question, text: str, language: str) -> list[Equal]:
    return equals(sought, text, language, words)


def meant(words: Lexicon, sought: Question, typed: str) -> str:
    """*typed* as it was perhaps meant; nothing if no slip of the pen explains it."""
    terms = folded_terms(words)
    mended = typed
    for word in sought.words:
        if other := terms.meant(word.text):
            mended = mended.replace(word.text, other)
    return "" if mended == typed else mended
