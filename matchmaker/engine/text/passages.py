"""The parts of a text that are each in one language: lines and sentences that clearly are in another stand out."""

from collections.abc import Iterator
from itertools import groupby, pairwise

import numpy as np

from matchmaker.engine.text import languages
from matchmaker.engine.text.keys import BORDER
from matchmaker.engine.text.languages import LATIN
from matchmaker.engine.text.recognition import LINE_END, heard, spoken
from matchmaker.engine.text.words import BULLET, memo

Passage = tuple[
    int, int, str
]  # of characters, from, up to but without; and the language of Latin letters there


def passages(text: str, latin: str) -> Iterator[Passage]:
    """The passages of a clean *text*, one after the other.

    A sentence is in the language of its line where nothing speaks clearly for another, and a line in *latin*.
    """
    bounds = [0, *(mark.end() for mark in languages.BORDER.finditer(text))]
    if bounds[-1] < len(text):
        bounds.append(len(text))
    voices: list[int] = []
    sentence_of: list[int] = []  # each voice
    line_of = [0]  # each sentence, and one more
    for number, (start, end) in enumerate(pairwise(bounds)):
        told = [item for item in memo(latin).read(text[start:end]) if BORDER < item < LINE_END]
        voices += told
        sentence_of += [number] * len(told)
        line_of.append(line_of[-1] + ends_a_line(text[end - 1]))
    said, sentences, lines = np.array(voices, np.uint64), np.array(sentence_of, np.int64), np.array(line_of)
    own = np.full(lines[-1] + 1, LATIN.index(latin))
    of_lines = spoken(heard(said, lines[sentences], len(own)), own)
    of_sentences = spoken(heard(said, sentences, len(lines)), of_lines[lines]).tolist()
    for language, group in groupby(range(len(bounds) - 1), of_sentences.__getitem__):
        first, *_others, last = [*group] * 2
        yield bounds[first], bounds[last + 1], LATIN[language]


def ends_a_line(mark: str) -> bool:
    return mark == BULLET or mark.splitlines() == [""]
