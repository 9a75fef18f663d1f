"""Where a text answers a question, and in which other words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from matchmaker.engine.lookup.question import Question, Word
from matchmaker.engine.lookup.tokens import SIGN, folded
from matchmaker.engine.text.analysis import everywhere
from matchmaker.engine.text.languages import RUN, is_han
from matchmaker.engine.text.lexicon import Lexicon
from matchmaker.engine.text.origins import Span


@dataclass(frozen=True)
class Equal:
    """What was *typed*, and in which other words the text says it."""

    typed: str
    written: str


def marks(sought: Question, text: str, language: str, lexicon: Lexicon) -> list[Span]:
    """The pieces of *text* that answer a word of *sought*, ascending; none overlaps or touches another."""
    merged: list[Span] = []
    for start, end in sorted(_spans(sought, text, language, lexicon)):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _spans(sought: Question, text: str, language: str, lexicon: Lexicon) -> Iterator[Span]:
    placed = everywhere(text, language, lexicon)
    for token in {token for word in sought.words for token in word.tokens if isinstance(token, int)}:
        yield from placed.get(token, ())
    for run in RUN.finditer(text):
        yield from _written(sought, run.group(), run.start())


def _written(sought: Question, run: str, at: int) -> Iterator[Span]:
    """Where in a *run* of letters, which begins *at*, a word of *sought* stands as it was typed, or begins."""
    if is_han(run):
        signs = {word.text for word in sought.words if SIGN.fullmatch(word.text)}
        yield from ((at + here, at + here + 1) for here, sign in enumerate(run) if sign in signs)
    elif any(_is_typed(word, folded(run)) for word in sought.words):
        yield at, at + len(run)


def _is_typed(word: Word, form: str) -> bool:
    return form in word.tokens or bool(word.start and form.startswith(word.start))


def equals(sought: Question, text: str, language: str, lexicon: Lexicon) -> list[Equal]:
    """What *text* says in other words than were typed: the longest terms only, each once."""
    placed = everywhere(text, language, lexicon)
    said = {folded(run) for run in RUN.findall(text)}
    found: dict[str, Equal] = {}
    for key, typed in sorted(sought.concepts, key=lambda concept: -len(concept[1])):
        inside = any(typed in longer for longer in found)
        if key in placed and not inside and not _stands(sought, typed, placed, said):
            start, end = placed[key][0]
            found[typed] = Equal(typed, text[start:end])
    return list(found.values())


def _stands(sought: Question, typed: str, placed: Mapping[int, object], said: set[str]) -> bool:
    """Whether the text has every word of what was *typed* in a form of its own."""
    own = [word for word in sought.words if word.text in typed]
    return all(folded(word.text) in said or not word.stems.isdisjoint(placed) for word in own)
