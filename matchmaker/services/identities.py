"""Signing in elsewhere: which account a provider opens, and to whom (docs/adr/0041)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm.attributes import flag_modified
from sqlmodel import Session, col, delete

from matchmaker.actions import Action
from matchmaker.errors import IllegalTransition
from matchmaker.models import Identity, Person
from matchmaker.policy import Actor
from matchmaker.queries import identities, people
from matchmaker.rules import VISITOR
from matchmaker.services import letters, trail, visits
from matchmaker.services.moves import require
from matchmaker.vocabulary import Event, LetterKind, Result
from matchmaker.wording import say

PAGE = "/my-account/"


@dataclass(frozen=True)
class Told:
    """What a provider says of somebody; `email` is empty unless it has verified that it is theirs."""

    issuer: str
    subject: str
    email: str


def use(session: Session, told: Told | None, *, name: str, now: datetime) -> Person | None:
    """Who signs in: whoever has come as this subject before, else whoever has the address and came as none so far.

    None for everybody else, and where nothing was *told* that can be believed. *name*: of the provider. The trail knows
    either way.
    """
    owner = _owner(session, told, name, now) if told else None
    person = owner if owner is not None and owner.active else None
    result = Result.DONE if person else Result.REFUSED
    about = {"action": Action.USE_IDENTITY, "thing": owner, "result": result, "now": now}
    trail.note(session, trail.noted(Event.SIGN_IN, by=person or VISITOR, **about))
    return person


def _owner(session: Session, told: Told, name: str, now: datetime) -> Person | None:
    known = identities.by_subject(session, told.issuer, told.subject)
    if known is not None:
        return known.person
    person = people.by_email(session, told.email) if told.email else None
    if person is None or identities.of_person(session, person, told.issuer) is not None:
        return None
    if person.active:
        _bind(session, person, told, name, now)
    return person


def _bind(session: Session, person: Person, told: Told, name: str, now: datetime) -> None:
    """From now on the subject opens the account, and its address does not count."""
    session.add(Identity(person_id=person.id, issuer=told.issuer, subject=told.subject, bound_at=now))
    letters.write(session, LetterKind.IDENTITY_BOUND, [person], about=None, page=PAGE, now=now, name=name)


def unbind(session: Session, person: Person, *, by: Actor, now: datetime) -> None:
    """No provider knows *person* any more: who comes next with their address is they. Signed out everywhere.

    IllegalTransition if none knew them.
    """
    require(by, Action.UNBIND_IDENTITY, person)
    if not session.exec(delete(Identity).where(col(Identity.person_id) == person.id)).rowcount:  # type: ignore[attr-defined]  # of a cursor
        raise IllegalTransition(say("No account elsewhere opens this one."))
    flag_modified(person, "name")  # a new version: whoever changes the account at the same moment is told
    visits.end_all(session, person)
    trail.note(session, trail.noted(Event.MOVE, by=by, now=now, action=Action.UNBIND_IDENTITY, thing=person))
