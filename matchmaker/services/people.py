"""Deeds on an account: a person's own, and the administrator's."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from matchmaker.actions import Action
from matchmaker.errors import BadInput
from matchmaker.labels import label
from matchmaker.models import Person
from matchmaker.policy import Actor
from matchmaker.services import trail
from matchmaker.services.moves import require
from matchmaker.vocabulary import Event, OrganisationKind, Role
from matchmaker.wording import say

SECRETARIAT = frozenset({OrganisationKind.SECRETARIAT})
HOUSES: Mapping[Role, frozenset[OrganisationKind]] = {  # role -> where somebody can have it
    Role.DRAFTER: frozenset({OrganisationKind.STATE}),
    Role.FOCAL_POINT: frozenset({OrganisationKind.STATE}),
    Role.DONOR_OFFICER: frozenset(OrganisationKind) - SECRETARIAT,
    Role.CASE_OFFICER: SECRETARIAT,
    Role.RELEASER: SECRETARIAT,
    Role.AUDITOR: SECRETARIAT,
    Role.ADMINISTRATOR: SECRETARIAT,
}


def choose_language(session: Session, person: Person, *, language: str) -> None:
    """The language of the person's pages and letters from now on."""
    person.language = language
    session.add(person)


def appoint(session: Session, person: Person, *, role: Role, by: Actor, now: datetime) -> None:
    """Another role for *person*, from the next request on. BadInput for one that their house does not have."""
    require(by, Action.APPOINT_PERSON, person)
    if person.organisation.kind not in HOUSES.get(role, frozenset()):
        raise BadInput(say("Nobody in this organisation can be “%(role)s”.", role=label(role)))
    give_role(session, person, role, action=Action.APPOINT_PERSON, by=by, now=now)


def give_role(
    session: Session, person: Person, role: Role, *, action: Action, by: Actor, now: datetime
) -> None:
    """The one place where a role is written; *action* is the deed that leads to it."""
    told = f"{person.role} > {role}"
    person.role = role
    session.add(person)
    note_change(session, person, told, action=action, by=by, now=now)


def note_change(
    session: Session, person: Person, told: str, *, action: Action, by: Actor, now: datetime
) -> None:
    row = trail.noted(Event.ROLE_CHANGE, by=by, now=now, action=action, thing=person, detail=told)
    trail.note(session, row)
