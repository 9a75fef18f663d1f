"""The lexicon as it stands now: built once a change, and the same in every process."""

from functools import cache
from threading import Lock
from typing import Any

from sqlmodel import Session, col, func, select

from matchmaker import reference
from matchmaker.engine.text.lexicon import Lexicon
from matchmaker.models import Concept
from matchmaker.vocabulary import ConceptState

Stamp = tuple[Any, ...]
_building = Lock()
_built: dict[Stamp, Lexicon] = {}  # the last one only


def current(session: Session) -> Lexicon:
    """What is shipped, without what stands instead of it or is retired, and what the portal has besides."""
    stamp = _stamp(session)
    with _building:
        if stamp not in _built:
            lexicon = _build(session)
            _built.clear()
            _built[stamp] = lexicon
        return _built[stamp]


def _stamp(session: Session) -> Stamp:
    """Differs after every change of a concept, whoever made it."""
    url = str(session.get_bind().engine.url)
    figures = select(
        func.count(), func.max(Concept.id), func.sum(Concept.version), func.max(Concept.changed_at)
    )
    return (url, *session.exec(figures).one())


def _build(session: Session) -> Lexicon:
    rows = session.exec(select(Concept.ref, Concept.terms, Concept.state).order_by(col(Concept.ref))).all()
    if not rows:
        return shipped()
    concepts = dict(reference.concepts())
    for ref, terms, state in rows:
        concepts.pop(ref, None)
        if state == ConceptState.IN_USE:
            concepts[ref] = terms
    return Lexicon(concepts)


@cache
def shipped() -> Lexicon:
    return Lexicon(reference.concepts())
