"""Which topics and kinds of assistance a draft sounds like: from key terms, and from what everybody may read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from threading import Lock
from typing import Any

from sqlmodel import Session

from matchmaker import reference
from matchmaker.actions import Action
from matchmaker.engine.advising.leaves import Example, Leaves, read
from matchmaker.engine.text.lexicon import Lexicon
from matchmaker.engine.text.piles import Said
from matchmaker.engine.text.topics import TopicTerms
from matchmaker.models import Need, Offer
from matchmaker.policy import can
from matchmaker.queries import examples
from matchmaker.rules import VISITOR
from matchmaker.services import lexicon

MOST = 3  # of each: more would be a catalogue

_building = Lock()
_built: dict[tuple[Any, ...], Leaves] = {}  # the last one only


@dataclass(frozen=True)
class Suggested:
    """Codes, the likeliest first."""

    topics: tuple[str, ...] = ()
    modalities: tuple[str, ...] = ()


def suggested(session: Session, said: Said) -> Suggested:
    """What a text in its language sounds like; nothing for one that says nothing yet."""
    if not said[0].strip():
        return Suggested()
    return of_text(current(session), said, lexicon.current(session))


def of_text(leaves: Leaves, said: Said, words: Lexicon) -> Suggested:
    [text] = read([said], words)
    topics = leaves.ranked(text, reference.topics().keys())[:MOST]
    return Suggested(topics, leaves.ranked(text, reference.modalities().keys())[:MOST])


def current(session: Session) -> Leaves:
    """Built once for each change of what everybody may read, and of the lexicon."""
    words = lexicon.current(session)
    stamp = (*examples.stamp(session), words)
    with _building:
        if stamp not in _built:
            leaves = Leaves(terms(words), examples_for_all(session, words))
            _built.clear()
            _built[stamp] = leaves
        return _built[stamp]


def examples_for_all(session: Session, words: Lexicon) -> list[Example]:
    needs, offers = examples.needs_for_all(session), examples.offers_for_all(session)
    said = [*map(of_need, needs), *map(of_offer, offers)]
    filed = [frozenset({*thing.topics, *thing.modalities}) for thing in (*needs, *offers)]
    return [Example(text, leaves) for text, leaves in zip(read(said, words), filed, strict=True)]


def of_need(need: Need) -> Said:
    """As much of *need* as everybody may read."""
    return written(need) if can(VISITOR, Action.READ_NEED_WHOLE, need) else summary(need)


def summary(need: Need) -> Said:
    return f"{need.title}\n{need.public_summary}", need.language


def written(need: Need) -> Said:
    """What stands in *need* of the matter itself."""
    quantities = [part.quantity for part in need.components]
    return "\n".join([need.title, need.problem, need.expected_result, *quantities]), need.language


def of_offer(offer: Offer) -> Said:
    return f"{offer.title}\n{offer.description}", offer.language


@lru_cache(maxsize=2)
def terms(words: Lexicon) -> Mapping[str, Sequence[int]]:
    """Leaf -> the keys of its name and its terms in all languages."""
    said = TopicTerms(named_terms(), words)
    return {code: said.keys(code) for code in said.terms}


@cache
def named_terms() -> Mapping[str, Mapping[str, Sequence[str]]]:
    leaves = {**reference.topics(), **reference.modalities()}
    told = {**reference.topic_terms(), **reference.modality_terms()}
    return {
        code: {
            language: (*([leaf.labels[language]] if language in leaf.labels else ()), *told[code][language])
            for language in reference.TERM_LANGUAGES
        }
        for code, leaf in leaves.items()
    }
