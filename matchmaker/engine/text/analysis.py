"""Text in, counted keys out: the words, word pairs and concepts of a text, and where each stands in it."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from matchmaker.engine.text import languages
from matchmaker.engine.text.keys import BORDER, Keys, Kind, hashed, neighbours, pair_keys, pairs_of
from matchmaker.engine.text.lexicon import NO_LEXICON, Lexicon
from matchmaker.engine.text.origins import Span, origins
from matchmaker.engine.text.passages import passages
from matchmaker.engine.text.phrases import Phrases
from matchmaker.engine.text.piles import Said, characters, piled
from matchmaker.engine.text.recognition import latin_of
from matchmaker.engine.text.tally import Owners, Tally, joined, tallied
from matchmaker.engine.text.words import memo, stems, word_key

TEXTS_AT_ONCE = 4096  # some 50 MB while they are read
PLACED_TEXTS = 256  # remembered, some 20 kB each: the offers that come up again and again


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


def counts(text: str, language: str, lexicon: Lexicon = NO_LEXICON) -> Counts:
    """The keys of *text*, which is in *language* (an IETF tag; "" = to be recognised), counted."""
    tally = counts_of_all([(text, language)], lexicon)
    return Counts(tally.keys, tally.times)


def counts_of_all(texts: Sequence[Said], lexicon: Lexicon = NO_LEXICON) -> Tally:
    """The keys of *texts*, counted: many at once are read several times as fast as one by one."""
    parts = [texts[at : at + TEXTS_AT_ONCE] for at in range(0, len(texts) or 1, TEXTS_AT_ONCE)]
    return joined([tallied(*occurrences(part, lexicon), len(part)) for part in parts])


def occurrences(texts: Sequence[Said], lexicon: Lexicon) -> tuple[Keys, Owners]:
    """Each key of *texts* as often as it stands there, and in which of them: both of shape (m,), in any order."""
    found = [concepts(*characters(texts).laid(), lexicon.han)]
    for latin, pile in piled(texts).items():
        items, owners = pile.laid()
        words, pairs = np.flatnonzero(items != BORDER), neighbours(items)
        found += [(items[words], owners[words]), (pair_keys(items, pairs), owners[pairs])]
        found.append(concepts(items, owners, lexicon.spaced(latin)))
    keys, owners = map(np.concatenate, zip(*found, strict=True))
    return keys, owners


def concepts(items: Keys, owners: Owners, phrases: Phrases) -> tuple[Keys, Owners]:
    found, at, _to = phrases.found(items)
    return found, owners[at]


@lru_cache(maxsize=PLACED_TEXTS)
def places(text: str, language: str, lexicon: Lexicon = NO_LEXICON) -> Placed:
    """Where each key of *text* stands first; a pair or a term with what lies between its words."""
    read = read_in_order(text, language, lexicon)
    first: dict[int, Span] = {}
    for key, span in (*zip(read.words, read.spans, strict=True), *read.concepts):
        first.setdefault(key, span)
    first.pop(BORDER, None)
    silent = {key for key, span in first.items() if span in read.untold}
    for key, at in pairs_of(read.words):
        (start, left_end), (right_start, end) = spans = read.spans[at : at + 2]
        first.setdefault(key, (start, end))
        if not read.untold.isdisjoint(spans) or languages.PAUSE.search(read.text[left_end:right_start]):
            silent.add(key)
    return Placed(read.text, first, frozenset(silent))


@lru_cache(maxsize=PLACED_TEXTS)
def everywhere(text: str, language: str, lexicon: Lexicon = NO_LEXICON) -> Mapping[int, Sequence[Span]]:
    """Every place of each key, in *text* as it was written; a pair or a term with what lies between its words.

    A pair is not looked for across a comma or a bracket: its words stand there by themselves. What is a part
    of one written character has no place.
    """
    read = read_in_order(text, language, lexicon)
    standing = [*zip(read.words, read.spans, strict=True), *read.concepts]
    for key, at in pairs_of(read.words):
        (start, left_end), (right_start, end) = read.spans[at : at + 2]
        cut = left_end == right_start  # an endless run, read in parts
        if not cut and not languages.PAUSE.search(read.text[left_end:right_start]):
            standing.append((key, (start, end)))
    written = origins(text)
    found: dict[int, list[Span]] = {}
    for key, span in standing:
        if key != BORDER and (place := written.span(*span)):
            found.setdefault(key, []).append(place)
    return found


@dataclass(frozen=True)
class InOrder:
    """A clean text as it goes on: n words, borders among them, and where each stands; concepts in any order."""

    text: str
    words: Sequence[int]
    spans: Sequence[Span]
    concepts: Sequence[tuple[int, Span]]
    untold: Set[Span]  # of words that name no reason


def read_in_order(text: str, language: str, lexicon: Lexicon) -> InOrder:
    cleaned = languages.clean(text)
    words: list[int] = []
    spans: list[Span] = []
    found = list(chinese_concepts(cleaned, lexicon))
    untold: set[Span] = set()
    for start, end, latin in passages(cleaned, latin_of(text, language)):
        first = len(words)
        for run in languages.TOKEN.finditer(cleaned, start, end):
            if keys := memo(latin).keys_of(run.group()):
                words += keys
                spans += ((run.start() + at, run.start() + to) for at, to in languages.pieces(run.group()))
        told = lexicon.spaced(latin).each(words[first:])
        found += ((concept, (spans[first + at][0], spans[first + to - 1][1])) for concept, at, to in told)
        untold.update(
            span for span in spans[first:] if not languages.is_telling(cleaned[slice(*span)], latin)
        )
    return InOrder(cleaned, words, spans, found, untold)


def chinese_concepts(text: str, lexicon: Lexicon) -> Iterator[tuple[int, Span]]:
    """The concepts that a clean *text* tells in Chinese characters, and where."""
    characters: list[int] = []
    written: list[int] = []  # where each of them is
    for run in languages.HAN_RUNS.finditer(text):
        characters += [*map(ord, run.group()), BORDER]
        written += range(run.start(), run.end() + 1)
    for concept, at, to in lexicon.han.each(characters):
        yield concept, (written[at], written[to])


def names(text: str, language: str, lexicon: Lexicon = NO_LEXICON) -> dict[int, str]:
    """Each key of *text* -> its name: "w:train" a stem, "p:train judg" a pair, "c:police" a concept. Slow."""
    cleaned = languages.clean(text)
    found = [
        stem
        for start, end, latin in passages(cleaned, latin_of(text, language))
        for run in languages.TOKEN.findall(cleaned, start, end)
        for stem in stems(run, latin)
    ]
    named = {word_key(stem): f"w:{stem}" for stem in found}
    pairs = pairs_of([word_key(stem) for stem in found])
    named |= {key: f"p:{found[at]} {found[at + 1]}" for key, at in pairs}
    concepts = {hashed(Kind.CONCEPT, name): f"c:{name}" for name in lexicon.concepts}
    named |= {key: concepts[key] for key in counts(text, language, lexicon).keys.tolist() if key in concepts}
    named.pop(BORDER, None)
    return named
