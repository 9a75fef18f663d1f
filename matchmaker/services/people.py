"""Deeds on an account: a person's own, and the administrator's."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm.attributes import flag_modified
from sqlmodel import Session

from matchmaker.actions import Action
from matchmaker.errors import BadInput
from matchmaker.labels import label
from matchmaker.models import Organisation, Person
from matchmaker.policy import Actor
from matchmaker.queries import people
from matchmaker.services import letters, password_links, trail, visits
from matchmaker.services.account_drafts import AccountDraft, PersonDraft
from matchmaker.services.account_letters import MY_ACCOUNT
from matchmaker.services.moves import move, record, require
from matchmaker.vocabulary import Event, LetterKind, OrganisationKind, Role
from matchmaker.wording import say
from matchmaker.workflow.person import PERSON

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
# What takes two administrators to give.
BY_TWO = frozenset(role for role, houses in HOUSES.items() if houses == SECRETARIAT)
SPEAKERS = frozenset({Role.FOCAL_POINT, Role.DONOR_OFFICER})  # without them nobody answers for a house


def choose_language(session: Session, person: Person, *, language: str) -> None:
    """The language of the person's pages and letters from now on."""
    person.language = language
    session.add(person)


def choose_zone(session: Session, person: Person, *, zone: str | None) -> None:
    """By which clock the person reads hours and days from now on; none is that of their State."""
    person.zone = zone
    session.add(person)


def choose_manner(session: Session, person: Person, *, in_steps: bool) -> None:
    """How the person fills in long forms from now on: step by step, or on one page."""
    person.writes_in_steps = in_steps
    session.add(person)


def edit(session: Session, person: Person, draft: PersonDraft, *, by: Person, now: datetime) -> None:
    """What they are called, and in which language we write to them. Their address only they change themselves."""
    require(by, Action.EDIT_PERSON, person)
    PERSON.after(Action.EDIT_PERSON, person.state)
    person.name, person.language = draft.name, draft.language
    flag_modified(person, "name")  # a new version even of the same words: whoever pressed twice is told
    record(session, person, Action.EDIT_PERSON, was=person.state, by=by, now=now)


def suspend(session: Session, person: Person, *, note: str, by: Person, now: datetime) -> None:
    """Not let in until further notice, and signed out everywhere; *note* says why, to administrators."""
    move(session, person, Action.SUSPEND_PERSON, by=by, now=now, note=note)
    visits.end_all(session, person)
    password_links.withdraw(session, person)


def resume(session: Session, person: Person, *, by: Person, now: datetime) -> None:
    """Let in again, with the password that they had."""
    move(session, person, Action.RESUME_PERSON, by=by, now=now)
    person.seen_on = now.date()  # else who was shut out for a year would fall asleep at once


def require_house(organisation: Organisation, role: Role) -> None:
    """BadInput for a role that nobody has there."""
    if organisation.kind not in HOUSES.get(role, frozenset()):
        raise BadInput(say("Nobody in this organisation can be “%(role)s”.", role=label(role)))


def require_free(session: Session, email: str) -> None:
    if people.by_email(session, email) is not None:
        raise BadInput(say("Somebody else has this address."))


def invite(
    session: Session, organisation: Organisation, draft: AccountDraft, *, by: Actor, now: datetime
) -> Person:
    """Somebody new, whom a letter asks to choose a password. BadInput for an address that is taken."""
    require_free(session, draft.email)
    person = Person(role=draft.role, organisation=organisation, created_at=now)
    person.name, person.email, person.language = draft.name, draft.email, draft.language
    session.add(person)
    session.flush()
    note_change(session, person, f"new > {person.role}", action=Action.OPEN_ACCOUNT, by=by, now=now)
    password_links.send(session, person, LetterKind.INVITED, now=now)
    _tell_house(session, person, now=now)
    return person


def give_role(
    session: Session, person: Person, role: Role, *, action: Action, by: Actor, now: datetime
) -> None:
    """The one place where a role is written; *action* is the deed that leads to it. They sign in anew under it."""
    told = f"{person.role} > {role}"
    person.role = role
    session.add(person)
    visits.end_all(session, person)
    note_change(session, person, told, action=action, by=by, now=now)
    _tell_house(session, person, now=now)


def _tell_house(session: Session, person: Person, *, now: datetime) -> None:
    """Whoever speaks for it learns who else does: one administrator alone brings nobody into a house unseen."""
    house = person.organisation_id
    speakers = [one for role in sorted(SPEAKERS) for one in people.of_organisation(session, house, role)]
    others = [one for one in speakers if one is not person]
    told = {"about": None, "page": MY_ACCOUNT, "role": label(person.role)}
    letters.write(session, LetterKind.COLLEAGUE_JOINED, others, now=now, **told)


def note_change(
    session: Session, person: Person, told: str, *, action: Action, by: Actor, now: datetime
) -> None:
    row = trail.noted(Event.ROLE_CHANGE, by=by, now=now, action=action, thing=person, detail=told)
    trail.note(session, row)
