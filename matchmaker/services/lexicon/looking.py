"""Looking a concept up by its name, or by any of its terms in any language."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from sqlmodel import Session

from matchmaker import reference
from matchmaker.folding import fold
from matchmaker.queries import concepts
from matchmaker.queries.paging import PER_PAGE, Page
from matchmaker.vocabulary import ConceptState

Terms = Mapping[str, tuple[str, ...] | list[str]]


@dataclass(frozen=True)
class Found:
    ref: str
    terms: Terms
    state: ConceptState
    is_shipped: bool  # as it came with the program


def look_up(session: Session, words: str, number: int) -> Page[Found]:
    """One page of the concepts that have all of *words* in one of their terms or in their name, by name."""
    own = concepts.own(session)
    every = {**dict.fromkeys(reference.concepts()), **dict.fromkeys(own)}
    asked = fold(words).split()
    found = []
    for ref in sorted(every):
        terms: Terms = own[ref].terms if ref in own else reference.concepts()[ref]
        lines = _folded_own(ref, terms) if ref in own else _folded(ref)
        if any(all(word in line for word in asked) for line in lines):
            state = own[ref].state if ref in own else ConceptState.IN_USE
            found.append(Found(ref, terms, state, ref not in own))
    last = max(1, -(-len(found) // PER_PAGE))
    shown = min(max(number, 1), last)
    return Page(found[(shown - 1) * PER_PAGE : shown * PER_PAGE], shown, len(found))


@lru_cache(maxsize=10_000)
def _folded(ref: str) -> tuple[str, ...]:
    """The lines of a shipped concept, ready to be compared: they never change while the program runs."""
    return _folded_own(ref, reference.concepts()[ref])


def _folded_own(ref: str, terms: Terms) -> tuple[str, ...]:
    return (ref, *(fold(term) for said in terms.values() for term in said))
