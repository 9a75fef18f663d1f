"""What a text is found by: its words as they are written, their stems, and its concepts.

A stem or a concept is a key of the analysis (docs/engine.md); a word is itself, folded, so that it is also found by
its beginning and without its accents. Pairs are left out: whoever asks for two words gets what has both.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from matchmaker.engine.text import analysis
from matchmaker.engine.text.keys import Kind, kinds
from matchmaker.engine.text.languages import (
    ARABIC_RUN,
    ARTICLES,
    HAN,
    RUN,
    clean,
    is_han,
    without_joined,
)
from matchmaker.engine.text.lexicon import Lexicon
from matchmaker.engine.text.piles import Said
from matchmaker.folding import fold

Code = tuple[str, str]  # of what a thing is about, and what: ("topic", "EVI-02")
Token = int | str | Code
REMEMBERED_WORDS = 2**17
SIGN = re.compile(f"[{HAN}]")


def tokens_of(texts: Sequence[Said], lexicon: Lexicon) -> list[set[Token]]:
    """The tokens of each of *texts*: many at once are read several times as fast as one by one."""
    tally = analysis.counts_of_all(texts, lexicon)
    sought = kinds(tally.keys) != Kind.PAIR
    found: list[set[Token]] = []
    for (text, _language), start, end in zip(texts, tally.bounds[:-1], tally.bounds[1:], strict=True):
        cols = tally.cols[start:end]
        found.append({*tally.keys[cols[sought[cols]]].tolist(), *written(text)})
    return found


def written(text: str) -> Iterator[str]:
    """Each word of *text*, folded; of Chinese each character, for one by itself is no pair."""
    for run in set(RUN.findall(clean(text))):
        if is_han(run):
            yield from SIGN.findall(run)
        else:
            yield folded(run)


@lru_cache(maxsize=REMEMBERED_WORDS)
def folded(word: str) -> str:
    """*word* as it is compared letter by letter; of Arabic without its article and what is joined to it."""
    form = fold(word)
    return ARTICLES.sub("", without_joined(form)) if ARABIC_RUN.match(form) else form
