"""Deeds on concepts of the lexicon: a shipped one becomes a row of the portal's own when it is first touched."""

from datetime import datetime

from sqlmodel import Session

from matchmaker.actions import Action
from matchmaker.errors import Conflict, NotAllowed
from matchmaker.models import Concept, Person
from matchmaker.policy import can
from matchmaker.queries import concepts as reading
from matchmaker.services.drafts import ConceptDraft
from matchmaker.services.lexicon.entries import slug
from matchmaker.services.moves import move, record, require
from matchmaker.wording import say
from matchmaker.workflow.concept import CONCEPT


def write(session: Session, draft: ConceptDraft, *, by: Person, now: datetime) -> Concept:
    """A new concept, named by its first English term. Conflict if there is another of that name; the same
    terms again are a button pressed twice."""
    if not can(by, Action.WRITE_CONCEPT):
        raise NotAllowed(say("You may read this, but this step is for somebody else to take."))
    ref = slug(draft.en[0])
    there = reading.by_ref(session, ref)
    if there is not None:
        if there.terms == draft.terms():
            return there
        raise Conflict(say("There is a concept of this name already. Change that one."))
    concept = Concept(ref=ref, terms=draft.terms(), changed_at=now)
    record(session, concept, Action.WRITE_CONCEPT, was=CONCEPT.start, by=by, now=now, note=draft.note)
    return concept


def edit(
    session: Session, concept: Concept, draft: ConceptDraft, *, version: int, by: Person, now: datetime
) -> None:
    """Replace the terms. Conflict if somebody saved since *version*."""
    require(by, Action.EDIT_CONCEPT, concept)
    if version != concept.version:
        raise Conflict(say("Somebody else has changed this concept while you were writing."))
    concept.terms = draft.terms()
    move(session, concept, Action.EDIT_CONCEPT, by=by, now=now, note=draft.note)
    session.flush()


def retire(session: Session, concept: Concept, *, by: Person, now: datetime, note: str) -> None:
    """From now on it is found in no text."""
    move(session, concept, Action.RETIRE_CONCEPT, by=by, now=now, note=note)


def restore(session: Session, concept: Concept, *, by: Person, now: datetime) -> None:
    move(session, concept, Action.RESTORE_CONCEPT, by=by, now=now)
