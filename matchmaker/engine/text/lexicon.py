"""The lexicon: what is said in different words, or in different languages, and means one thing.

A concept stands in a text where one of its terms does, in the language of the text. It is a key like a word,
the same for every language, so that a need in Arabic and an offer in Spanish have it in common.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from hashlib import blake2b
from types import MappingProxyType

from matchmaker.engine.text import languages
from matchmaker.engine.text.keys import Kind, hashed
from matchmaker.engine.text.phrases import Phrases
from matchmaker.engine.text.recognition import FIRST_KEY
from matchmaker.engine.text.words import memo

Terms = Mapping[str, Sequence[str]]  # language -> the ways to say it, the usual one first
Items = tuple[int, ...]  # of a term: keys of words, or code points of Chinese characters
Claims = Mapping[Items, tuple[int, ...]]  # -> keys of the concepts that have the term
READ_ANYWHERE = ("ar", "ru")  # their letters say which language it is, whatever the text around them


class Lexicon:
    """Concepts by name, each with its terms by language. Read once a language, when first asked for."""

    def __init__(self, concepts: Mapping[str, Terms] = MappingProxyType({})) -> None:
        self.concepts = concepts

    @cached_property
    def version(self) -> str:
        """Changes with any term: an index that was built with another lexicon is of no use."""
        said = json.dumps({name: dict(terms) for name, terms in self.concepts.items()}, sort_keys=True)
        return blake2b(said.encode(errors="surrogatepass"), digest_size=8).hexdigest()

    @lru_cache(maxsize=2 * len(languages.LATIN))  # noqa: B019  # a process has one lexicon or two, and keeps them
    def spaced(self, latin: str) -> Phrases:
        """The terms that a text with Latin letters of *latin* may hold, as keys of words."""
        claims: dict[Items, tuple[int, ...]] = {}
        for language in (latin, *READ_ANYWHERE):
            for items, concepts in self._claims(language).items():
                claims[items] = tuple(dict.fromkeys(claims.get(items, ()) + concepts))
        return Phrases(claims)

    @cached_property
    def han(self) -> Phrases:
        """The terms of Chinese characters, as code points."""
        return Phrases(self._claims("zh"))

    def read(self) -> None:
        """Reads all languages now: half a second each, for which a page would wait."""
        _ = [self.spaced(latin) for latin in languages.LATIN], self.han

    @lru_cache(maxsize=2 * (len(languages.LATIN) + len(READ_ANYWHERE) + 1))  # noqa: B019  # see above
    def _claims(self, language: str) -> Claims:
        """The terms of *language* as items, each with the concepts that claim it."""
        claims: dict[Items, tuple[int, ...]] = {}
        for name, terms in self.concepts.items():
            concept = hashed(Kind.CONCEPT, name)
            for term in terms.get(language, ()):
                items = (
                    characters_of(term) if language == "zh" else words_of(term, languages.reading(language))
                )
                if items and concept not in claims.get(items, ()):
                    claims[items] = (*claims.get(items, ()), concept)
        return claims


def words_of(term: str, latin: str) -> Items:
    """The keys of a term's words, without borders: "U.N." is two words of one term."""
    return tuple(item for item in memo(latin).read(term) if item >= FIRST_KEY)


def characters_of(term: str) -> Items:
    """The code points of a term that is one run of Chinese characters; none of another."""
    runs = languages.RUN.findall(languages.clean(term))
    return tuple(map(ord, runs[0])) if len(runs) == 1 and languages.is_han(runs[0]) else ()


NO_LEXICON = Lexicon()
