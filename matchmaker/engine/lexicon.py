"""The lexicon: what is said in different words, or in different languages, and means one thing.

A concept stands in a text where one of its terms does, in the language of the text. It is a key like a word,
the same for every language, so that a need in Arabic and an offer in Spanish have it in common.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from hashlib import blake2b
from types import MappingProxyType

from matchmaker.engine import languages
from matchmaker.engine.keys import BORDER, Kind, hashed
from matchmaker.engine.words import memo

Terms = Mapping[str, Sequence[str]]  # language -> the ways to say it, the usual one first
Items = Sequence[int] | str  # a text as keys of words, or a run of Chinese characters
Found = tuple[
    int, int, int
]  # a concept's key, and where its term stands among the items: from, up to but without
READ_ANYWHERE = ("ar", "ru")  # their letters say which language it is, whatever the text around them


class Phrases:
    """Terms as sequences of items, each with the keys of the concepts that claim it."""

    def __init__(self) -> None:
        self.concepts: dict[Items, tuple[int, ...]] = {}
        self.longest: dict[int | str, int] = {}  # first item -> items of the longest term that begins with it

    def add(self, term: Items, concept: int) -> None:
        if concept not in self.concepts.setdefault(term, ()):
            self.concepts[term] += (concept,)
        self.longest[term[0]] = max(len(term), self.longest.get(term[0], 0))

    def found(self, items: Items) -> Iterator[Found]:
        """The concepts of *items*: the longest term at each place, and the terms that stand within it."""
        at = 0
        while at < len(items):
            end = self._end_of_longest(items, at)
            for start in range(at, end):
                for stop in range(start + 1, end + 1):
                    for concept in self.concepts.get(items[start:stop], ()):
                        yield concept, start, stop
            at = max(end, at + 1)

    def _end_of_longest(self, items: Items, at: int) -> int:
        """Where the longest term that begins *at* ends; *at* itself if none does."""
        for size in range(min(self.longest.get(items[at], 0), len(items) - at), 0, -1):
            if items[at : at + size] in self.concepts:
                return at + size
        return at


class Lexicon:
    """Concepts by name, each with its terms by language. Read once a language, when first asked for."""

    def __init__(self, concepts: Mapping[str, Terms] = MappingProxyType({})) -> None:
        self.concepts = concepts

    @cached_property
    def version(self) -> str:
        """Changes with any term: an index that was built with another lexicon is of no use."""
        said = json.dumps({name: dict(terms) for name, terms in self.concepts.items()}, sort_keys=True)
        return blake2b(said.encode(errors="surrogatepass"), digest_size=8).hexdigest()

    def in_words(self, words: Sequence[int], latin: str) -> Iterator[Found]:
        """The concepts of a text that was read as *words*, its Latin letters in the language *latin*."""
        return self.spaced(latin).found(tuple(words))

    def in_run(self, run: str) -> Iterator[Found]:
        """The concepts of a run of Chinese characters."""
        return self.han.found(run)

    @lru_cache(maxsize=len(languages.LATIN))  # noqa: B019  # a process has one lexicon or two, and keeps them
    def spaced(self, latin: str) -> Phrases:
        """The terms that a text with Latin letters of *latin* may hold."""
        phrases = Phrases()
        for name, terms in self.concepts.items():
            for language in (latin, *READ_ANYWHERE):
                for term in terms.get(language, ()):
                    if words := words_of(term, latin):
                        phrases.add(words, hashed(Kind.CONCEPT, name))
        return phrases

    @cached_property
    def han(self) -> Phrases:
        phrases = Phrases()
        for name, terms in self.concepts.items():
            for term in terms.get("zh", ()):
                runs = languages.RUN.findall(languages.clean(term))
                if len(runs) == 1 and languages.HAN_RUN.match(runs[0]):
                    phrases.add(runs[0], hashed(Kind.CONCEPT, name))
        return phrases


def words_of(term: str, latin: str) -> tuple[int, ...]:
    """The keys of a term's words, without borders: "U.N." is two words of one term."""
    remembered = memo(latin)
    keys = (key for run in languages.RUN.findall(languages.clean(term)) for key in remembered[run])
    return tuple(key for key in keys if key != BORDER)


NO_LEXICON = Lexicon()
