"""The names of topics and places as words to be found by, and what of them somebody asks for."""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from matchmaker import reference
from matchmaker.engine.lookup.postings import Postings
from matchmaker.engine.lookup.question import Question
from matchmaker.engine.lookup.tokens import Token, tokens_of
from matchmaker.engine.text.lexicon import Lexicon
from matchmaker.reference.rows import Labelled

Codes = tuple[str, ...]
Labels = Mapping[str, Labelled]


def topics(words: Lexicon, sought: Question) -> list[str]:
    """Areas and topics that *sought* names; after them topics of which it is a term."""
    by_term = _answering(sought, *_terms(words))
    return list(dict.fromkeys([*_named(sought, words, reference.areas, reference.topics), *by_term]))


def places(words: Lexicon, sought: Question) -> list[str]:
    """States, then regions, that *sought* names."""
    return _named(sought, words, reference.countries, reference.regions)


def _named(sought: Question, words: Lexicon, *lists: Callable[[], Labels]) -> list[str]:
    return [code for each in lists for code in _answering(sought, *_labels(each, words))]


def _answering(sought: Question, codes: Codes, held: Postings) -> list[str]:
    return [codes[number] for number in sorted(held.ids(sought.answered_by(held)))]


@lru_cache(maxsize=16)
def _labels(read: Callable[[], Labels], words: Lexicon) -> tuple[Codes, Postings]:
    labels = read()
    return _held({code: tokens_of_names(labels, [code], words) for code in labels})


@lru_cache(maxsize=2)
def _terms(words: Lexicon) -> tuple[Codes, Postings]:
    """The terms of each topic, read term by term: its words may stand in any of them."""
    said = {
        code: tokens_of([(term, language) for language, told in terms.items() for term in told], words)
        for code, terms in reference.topic_terms().items()
    }
    return _held({code: set().union(*tokens) for code, tokens in said.items()})


def _held(tokens: Mapping[str, set[Token]]) -> tuple[Codes, Postings]:
    codes, postings = tuple(tokens), Postings()
    for number, code in enumerate(codes):
        postings.put(number, tokens[code])
    return codes, postings


def tokens_of_names(labels: Labels, codes: Iterable[str], words: Lexicon) -> set[Token]:
    """What the names of *codes* say, in every language."""
    return {token for code in codes for token in _tokens_of_name(labels[code], words)}


@lru_cache(maxsize=1024)
def _tokens_of_name(named: Labelled, words: Lexicon) -> frozenset[Token]:
    said = [(label, language) for language, label in named.labels.items()]
    return frozenset(token for tokens in tokens_of(said, words) for token in tokens)
