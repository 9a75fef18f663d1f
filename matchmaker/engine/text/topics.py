"""What a topic code says in words: the key terms of each topic, in every language that has some.

A need is expanded with the terms of its topics, so that it also meets an offer in another language, or an
offer that writes of the topic without carrying its code.
"""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from matchmaker.engine.text import analysis
from matchmaker.engine.text.lexicon import NO_LEXICON, Lexicon

Terms = Mapping[str, Mapping[str, Sequence[str]]]  # topic code -> language -> terms


class TopicTerms:
    """Reads each topic's terms once, when first asked for."""

    def __init__(self, terms: Terms = MappingProxyType({}), lexicon: Lexicon = NO_LEXICON) -> None:
        self.terms = terms
        self.lexicon = lexicon
        self._read: dict[str, tuple[int, ...]] = {}

    def keys(self, code: str) -> tuple[int, ...]:
        """The words, pairs and concepts of one topic's terms, ascending; none for a code without terms."""
        if code not in self._read:
            said = [
                (term, language) for language, terms in self.terms.get(code, {}).items() for term in terms
            ]
            self._read[code] = tuple(analysis.counts_of_all(said, self.lexicon).keys.tolist())
        return self._read[code]

    def expanded(self, codes: Iterable[str]) -> dict[int, str]:
        """Key -> the first of *codes* whose terms hold it."""
        return {key: code for code in reversed(tuple(codes)) for key in self.keys(code)}
