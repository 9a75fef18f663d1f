"""Text in, counted keys out: the words, word pairs and concepts of a text, and where each stands in it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import numpy as np
import numpy.typing as npt

from matchmaker.engine import languages
from matchmaker.engine.keys import BORDER, Keys, Kind, hashed, neighbours, pair_keys, pairs_of
from matchmaker.engine.lexicon import NO_LEXICON, Lexicon
from matchmaker.engine.origins import Span, origins
from matchmaker.engine.phrases import Phrases
from matchmaker.engine.piles import Pile
from matchmaker.engine.tally import Owners, Tally, joined, tallied
from matchmaker.engine.words import Memo, memo_for, stems, word_key

Said = tuple[str, str]  # a text and its language: an IETF tag; "" = to be recognised

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
    piles: defaultdict[str, Pile] = defaultdict(Pile)
    characters = Pile()
    for owner, (text, language) in enumerate(texts):
        remembered = memo_for(text, language)
        piles[remembered.latin].add(owner, remembered.read(text))
        if not text.isascii():
            runs = languages.HAN_RUNS.findall(languages.clean(text))
            characters.add(owner, map(ord, chr(BORDER).join(runs)))
    found = [concepts(*characters.laid(), lexicon.han)]
    for latin, pile in piles.items():
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
    remembered = memo_for(text, language)
    cleaned = languages.clean(text)
    runs = list(languages.TOKEN.finditer(cleaned))
    words, spans = word_places(runs, remembered)
    first: dict[int, Span] = {}
    for key, span in chain(
        zip(words, spans, strict=True), concept_places(runs, words, spans, remembered.latin, lexicon)
    ):
        first.setdefault(key, span)
    first.pop(BORDER, None)
    untold = {span for span in spans if not languages.is_telling(cleaned[slice(*span)], remembered.latin)}
    silent = {key for key, span in first.items() if span in untold}
    for key, at in pairs_of(words):
        (start, left_end), (right_start, end) = spans[at : at + 2]
        first.setdefault(key, (start, end))
        if not untold.isdisjoint(spans[at : at + 2]) or languages.PAUSE.search(cleaned[left_end:right_start]):
            silent.add(key)
    return Placed(cleaned, first, frozenset(silent))


def word_places(runs: Iterable[re.Match[str]], remembered: Memo) -> tuple[list[int], list[Span]]:
    """The words of a clean text, borders among them, and where each stands."""
    words: list[int] = []
    spans: list[Span] = []
    for run in runs:
        keys = remembered[run.group()]
        for key, (start, end) in zip(keys, languages.pieces(run.group()) if keys else (), strict=True):
            words.append(key)
            spans.append((run.start() + start, run.start() + end))
    return words, spans


def concept_places(
    runs: Iterable[re.Match[str]], words: Sequence[int], spans: Sequence[Span], latin: str, lexicon: Lexicon
) -> Iterator[tuple[int, Span]]:
    """Each concept of a text, and where a term of it stands."""
    characters: list[int] = []
    written: list[int] = []  # where each of them is
    for run in runs:
        if languages.is_han(run.group()):
            characters += [*map(ord, run.group()), BORDER]
            written += range(run.start(), run.end() + 1)
    for concept, at, to in lexicon.han.each(characters):
        yield concept, (written[at], written[to])
    for concept, at, to in lexicon.spaced(latin).each(words):
        yield concept, (spans[at][0], spans[to - 1][1])


@lru_cache(maxsize=PLACED_TEXTS)
def everywhere(text: str, language: str, lexicon: Lexicon = NO_LEXICON) -> Mapping[int, Sequence[Span]]:
    """Every place of each key, in *text* as it was written; a pair or a term with what lies between its words.

    A pair is not looked for across a comma or a bracket: its words stand there by themselves. What is a part
    of one written character has no place.
    """
    remembered = memo_for(text, language)
    cleaned = languages.clean(text)
    runs = list(languages.TOKEN.finditer(cleaned))
    words, spans = word_places(runs, remembered)
    read = [*zip(words, spans, strict=True), *concept_places(runs, words, spans, remembered.latin, lexicon)]
    for key, at in pairs_of(words):
        (start, left_end), (right_start, end) = spans[at : at + 2]
        cut = left_end == right_start  # an endless run, read in parts
        if not cut and not languages.PAUSE.search(cleaned[left_end:right_start]):
            read.append((key, (start, end)))
    written = origins(text)
    found: dict[int, list[Span]] = {}
    for key, span in read:
        if key != BORDER and (place := written.span(*span)):
            found.setdefault(key, []).append(place)
    return found


def names(text: str, language: str, lexicon: Lexicon = NO_LEXICON) -> dict[int, str]:
    """Each key of *text* -> its name: "w:train" a stem, "p:train judg" a pair, "c:police" a concept. Slow."""
    latin = memo_for(text, language).latin
    found = [stem for run in languages.TOKEN.findall(languages.clean(text)) for stem in stems(run, latin)]
    named = {word_key(stem): f"w:{stem}" for stem in found}
    pairs = pairs_of([word_key(stem) for stem in found])
    named |= {key: f"p:{found[at]} {found[at + 1]}" for key, at in pairs}
    concepts = {hashed(Kind.CONCEPT, name): f"c:{name}" for name in lexicon.concepts}
    named |= {key: concepts[key] for key in counts(text, language, lexicon).keys.tolist() if key in concepts}
    named.pop(BORDER, None)
    return named
