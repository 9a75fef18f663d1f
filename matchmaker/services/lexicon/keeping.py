"""Writes what was read: all of it in one transaction, and the same list twice changes nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert
from sqlmodel import Session, col, select

from matchmaker.models import Concept
from matchmaker.services.lexicon.entries import Entry, joined, together
from matchmaker.vocabulary import ConceptState


@dataclass(frozen=True)
class Kept:
    """How many concepts."""

    added: int
    changed: int
    unchanged: int


def keep(session: Session, entries: Iterable[Entry], *, now: datetime) -> Kept:
    """Adds *entries* to the loaded lists; one that is there already gets the terms that it lacks."""
    wanted = joined(entries)
    held = {one.ref: one for one in session.exec(select(Concept).where(col(Concept.imported)))}
    changed = 0
    for name in wanted.keys() & held.keys():
        terms = {language: list(said) for language, said in together(held[name].terms, wanted[name]).items()}
        if terms != held[name].terms:
            held[name].terms, held[name].changed_at = terms, now
            changed += 1
    new = [
        {
            "ref": name,
            "terms": wanted[name],
            "imported": True,
            "state": ConceptState.IN_USE,
            "changed_at": now,
            "version": 1,
        }
        for name in sorted(wanted.keys() - held.keys())
    ]
    if new:
        session.execute(insert(Concept), new)
    session.flush()
    return Kept(added=len(new), changed=changed, unchanged=len(wanted) - len(new) - changed)


def forget(session: Session) -> int:
    """Takes out every loaded list; how many concepts went."""
    return session.execute(delete(Concept).where(col(Concept.imported))).rowcount  # type: ignore[attr-defined]  # of a cursor
