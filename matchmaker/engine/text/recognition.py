"""Which language a text is in, or one sentence of it: by its script, then by its small words and word endings.

What is in Latin letters may change its language from sentence to sentence: a Spanish title over an English
text, an English paragraph in a French one.
"""

import re

import numpy as np
import numpy.typing as npt

from matchmaker.engine.text.languages import LATIN, RUN, SCRIPTS, clean, plain, reading, stop_words

PAGE = 4000  # characters: enough to recognise a language
# What hardly any word of the other three ends in, or has in it.
OWN = {
    "en": re.compile("(?:ing|ness|ity)$"),
    "es": re.compile("(?:ci[oó]n|ciones|dad|mientos?)$|ñ"),
    "fr": re.compile("(?:ités?|eaux)$|[èùœâ]"),
    "pt": re.compile("(?:dade|ção|ções)$|[ãõ]"),
}
LINE_END = 1 << len(LATIN)  # among voices, which are less
FIRST_KEY = 2 * LINE_END  # no key of a word is less
SPEAKS_FOR = np.array([[voice >> bit & 1 for bit in range(len(LATIN))] for voice in range(LINE_END)])
# A sentence is taken for foreign with three words that speak for another language, half as many again as for its
# own: on 6,000 real sentences of 12 words and more, nine in ten are found, and none was that is not foreign.
LEAST_VOICES = 3
CLEARLY = 1.5

Voices = npt.NDArray[np.uint64]


def voice(word: str) -> int:
    """Which of LATIN *word*, in `plain` form, speaks for: one bit each. Most words speak for none."""
    if len(word) < 2:
        return 0  # what is left of "judge's" and "l'enquête" stands in many languages
    return sum(
        1 << bit
        for bit, language in enumerate(LATIN)
        if word in stop_words(language) or OWN[language].search(word)
    )


def heard(voices: Voices, parts: npt.NDArray[np.int64], size: int) -> npt.NDArray[np.int64]:
    """How many of *voices* (n,) speak for each language in each of *size* parts of a text: shape (size, 4)."""
    cells = np.bincount(parts * LINE_END + voices.astype(np.int64), minlength=size * LINE_END)
    return cells.reshape(size, LINE_END) @ SPEAKS_FOR


def spoken(voices: npt.NDArray[np.int64], otherwise: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The language of each part, of which `heard` told *voices*, as its number in LATIN: shape (size,).

    It is that of *otherwise* (size,) where nothing speaks clearly for another.
    """
    rival, most = np.sort(voices, axis=1)[:, -2:].T
    own = voices[np.arange(len(voices)), otherwise]
    clear = (most > rival) & (most >= LEAST_VOICES) & (most >= CLEARLY * own)
    return np.where(clear, voices.argmax(axis=1), otherwise)


def latin_of(text: str, language: str) -> str:
    """The language of the Latin letters of *text*, which is in *language* (an IETF tag; "" = to be recognised)."""
    return reading(language or recognised(text))


def recognised(text: str) -> str:
    """The language of *text* (two letters)."""
    runs = RUN.findall(clean(text[:PAGE]))
    letters = sum(map(len, runs))
    for language, script in SCRIPTS.items():
        if 2 * sum(len(run) for run in runs if script.match(run)) > letters:
            return language
    voices = np.array([voice(plain(run)) for run in runs], np.uint64)
    # argmax takes the first of equals: English, where nothing speaks for another language.
    return LATIN[heard(voices, np.zeros(len(voices), np.int64), 1)[0].argmax()]
