"""The terms of the lexicon as somebody in a hurry types them: folded; and which of them was meant by a slip."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from matchmaker.engine.lookup.tokens import folded
from matchmaker.engine.text.keys import Kind, hashed
from matchmaker.engine.text.languages import RUN, clean
from matchmaker.engine.text.lexicon import Lexicon

SHORTEST_SLIP = 4  # letters: of less, everything is like everything


@dataclass(frozen=True)
class FoldedTerms:
    concepts: Mapping[str, tuple[int, ...]]  # a term, its words folded -> keys of the concepts that claim it
    words: Mapping[str, str]  # each word of a term, folded -> as it is written

    def meant(self, word: str) -> str:
        """The word of a term that is one slip of the pen away from *word*; the first of several, or none."""
        form = folded(word)
        if form in self.words or len(form) < SHORTEST_SLIP:
            return ""
        return next((self.words[slip] for slip in sorted(_slips(form)) if slip in self.words), "")


@lru_cache(maxsize=2)
def folded_terms(lexicon: Lexicon) -> FoldedTerms:
    concepts: dict[str, tuple[int, ...]] = {}
    words: dict[str, str] = {}
    for name, said in lexicon.concepts.items():
        key = hashed(Kind.CONCEPT, name)
        for term in (term for terms in said.values() for term in terms):
            runs = RUN.findall(clean(term))
            forms = [folded(run) for run in runs]
            words |= dict(zip(forms, runs, strict=True))
            line = " ".join(forms)
            if key not in concepts.get(line, ()):
                concepts[line] = (*concepts.get(line, ()), key)
    return FoldedTerms(concepts, words)


def _slips(word: str) -> Iterator[str]:
    """What is written with one letter more, less or other than *word*, or with two letters the other way round."""
    letters = _letters(word)
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        yield head + tail[1:]
        yield head + tail[1:2] + tail[:1] + tail[2:]
        for letter in letters:
            yield head + letter + tail
            yield head + letter + tail[1:]


def _letters(word: str) -> str:
    """The letters of the script of *word*."""
    first = word[0]
    if "\u0400" <= first <= "\u04ff":
        return "".join(map(chr, range(0x430, 0x450)))
    if "\u0600" <= first <= "\u06ff":
        return "".join(map(chr, range(0x621, 0x64B)))
    return "abcdefghijklmnopqrstuvwxyz"
