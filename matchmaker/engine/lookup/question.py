"""What somebody types, as tokens: every word of it in every reading, for nobody says in which language they ask."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matchmaker.engine.lookup.postings import Flags, Postings
from matchmaker.engine.lookup.terms import folded_terms
from matchmaker.engine.lookup.tokens import SIGN, Token, folded
from matchmaker.engine.text.analysis import read_in_order
from matchmaker.engine.text.keys import BORDER, KIND_BITS, Kind
from matchmaker.engine.text.languages import LATIN, RUN, clean, is_han
from matchmaker.engine.text.lexicon import Lexicon
from matchmaker.engine.text.origins import Span

LONGEST = 200  # characters that are read of what is typed
MOST_WORDS = 12
LONGEST_TERM = 6  # words
UNFINISHED = 3  # letters, from which on the last word may be the beginning of another


@dataclass(frozen=True)
class Word:
    """A word of a question: any of *tokens* answers it, or what begins with *start*."""

    text: str
    tokens: frozenset[Token]
    start: str = ""

    @property
    def stems(self) -> frozenset[int]:
        """Those of *tokens* that are of the word itself."""
        keys = (token for token in self.tokens if isinstance(token, int))
        return frozenset(key for key in keys if key >> KIND_BITS == Kind.WORD)


@dataclass(frozen=True)
class Question:
    """The words that are asked for; what has each of them answers it. Without any, nothing does."""

    words: tuple[Word, ...]
    concepts: tuple[tuple[int, str], ...] = ()  # their keys, and in which words they were typed

    def answered_by(self, held: Postings) -> Flags:
        """Which rows of *held* have every word."""
        found = held.having(self.words[0].tokens, self.words[0].start) if self.words else held.having(())
        for word in self.words[1:]:
            found &= held.having(word.tokens, word.start)
        return found

    def without(self, word: Word) -> "Question":
        return Question(tuple(one for one in self.words if one is not word), self.concepts)


def question(typed: str, lexicon: Lexicon) -> Question:
    """What *typed* asks for. A word that counts for nothing in some language is passed over if others are left."""
    text = clean(typed[:LONGEST])
    runs = [run.span() for run in RUN.finditer(text)]
    keys: defaultdict[Span, set[int]] = defaultdict(set)
    readings: defaultdict[Span, int] = defaultdict(int)
    concepts: dict[tuple[int, Span], None] = {}
    for latin in LATIN:
        read = read_in_order(text, latin, lexicon)
        for key, span in zip(read.words, read.spans, strict=True):
            if key != BORDER:
                keys[span].add(key)
                readings[span] += 1
        concepts |= dict.fromkeys(read.concepts)
    concepts |= dict.fromkeys(_terms_in(text, runs, lexicon))
    telling = sorted(
        span
        for span, times in readings.items()
        if times == len(LATIN) and not _is_between(text, span, concepts)
    )
    spans = (telling or sorted({*runs} - {*keys}) or sorted(keys))[:MOST_WORDS]
    words = [_word(text, span, keys[span], concepts, is_last=span[1] == len(text)) for span in spans]
    return Question(tuple(words), tuple((key, text[start:end]) for key, (start, end) in concepts))


def _is_between(text: str, span: Span, concepts: Iterable[tuple[int, Span]]) -> bool:
    """Of two Chinese characters, whether they are the end of one term and the beginning of another."""
    start, end = span
    if not is_han(text[start]) or end - start < 2:
        return False
    places = [place for _concept, place in concepts]
    inside = any(first <= start and end <= last for first, last in places)
    return not inside and all(any(first <= at < last for first, last in places) for at in range(start, end))


def _word(
    text: str, span: Span, keys: set[int], concepts: Iterable[tuple[int, Span]], *, is_last: bool
) -> Word:
    said = text[slice(*span)]
    covering = {key for key, (start, end) in concepts if start <= span[0] and span[1] <= end}
    if is_han(said):
        return Word(said, frozenset({*keys, *covering, *(SIGN.findall(said) if not keys else ())}))
    form = folded(said)
    return Word(
        said, frozenset({*keys, *covering, form}), form if is_last and len(form) >= UNFINISHED else ""
    )


def _terms_in(text: str, runs: Sequence[Span], lexicon: Lexicon) -> list[tuple[int, Span]]:
    """The concepts of which a term stands in *text* letter by letter but for its accents, and where."""
    known = folded_terms(lexicon).concepts
    forms = [folded(text[slice(*run)]) for run in runs]
    return [
        (concept, (runs[first][0], runs[last - 1][1]))
        for first in range(len(runs))
        for last in range(first + 1, min(first + LONGEST_TERM, len(runs)) + 1)
        for concept in known.get(" ".join(forms[first:last]), ())
    ]
