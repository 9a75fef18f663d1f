"""Who is let in, and as what: a role in the secretariat takes two administrators, any other takes one."""

from datetime import datetime

from sqlmodel import Session

from matchmaker.actions import Action
from matchmaker.errors import Conflict
from matchmaker.labels import label
from matchmaker.models import Appointment, Organisation, Person
from matchmaker.queries import appointments as reading
from matchmaker.queries import organisations
from matchmaker.queries import people as persons
from matchmaker.services import letters, people
from matchmaker.services.account_drafts import AccountDraft
from matchmaker.services.moves import PORTAL, move, record, require
from matchmaker.vocabulary import LetterKind, Role
from matchmaker.wording import say
from matchmaker.workflow.person import PERSON

ENOUGH = 2  # administrators: from then on they let in everybody else


def appoint(session: Session, person: Person, *, role: Role, by: Person, now: datetime) -> Appointment | None:
    """Another role for *person*, who signs in again; in the secretariat only its proposal, which is given back.

    BadInput for a role that their house does not have, Conflict if it is theirs already, or a proposal waits.
    """
    require(by, Action.APPOINT_PERSON, person)
    PERSON.after(Action.APPOINT_PERSON, person.state)
    if role == person.role:
        raise Conflict(say("They have this role already."))
    people.require_house(person.organisation, role)
    if role in people.BY_TWO:
        return _propose(session, Appointment(person=person, role=role), by=by, now=now)
    people.give_role(session, person, role, action=Action.APPOINT_PERSON, by=by, now=now)
    return None


def open_account(
    session: Session, organisation: Organisation, draft: AccountDraft, *, by: Person, now: datetime
) -> Appointment | None:
    """Somebody new at *organisation*, whom a letter invites; in the secretariat only the proposal of them.

    BadInput for a role that it does not have and an address that is taken, Conflict if a proposal waits already.
    """
    require(by, Action.OPEN_ACCOUNT, organisation)
    people.require_house(organisation, draft.role)
    if draft.role in people.BY_TWO:
        people.require_free(session, draft.email)
        return _propose(session, Appointment(**vars(draft)), by=by, now=now)
    people.invite(session, organisation, draft, by=by, now=now)
    return None


def open_first(session: Session, secretariat: Organisation, draft: AccountDraft, *, now: datetime) -> Person:
    """*draft* is of an administrator, whom nobody proposes. Conflict once there are two: they let in everybody else."""
    if len(persons.in_role(session, Role.ADMINISTRATOR)) >= ENOUGH:
        raise Conflict(say("There are two administrators already, who let in everybody else."))
    return people.invite(session, secretariat, draft, by=PORTAL, now=now)


def _propose(session: Session, appointment: Appointment, *, by: Person, now: datetime) -> Appointment:
    require(by, Action.PROPOSE_APPOINTMENT, appointment)
    with session.no_autoflush:
        if reading.is_waiting(session, appointment):
            raise Conflict(say("A role is proposed for this person already, and not decided yet."))
    appointment.proposed_by = by
    appointment.created_at = appointment.changed_at = now
    record(session, appointment, Action.PROPOSE_APPOINTMENT, was=appointment.state, by=by, now=now)
    others = [
        one
        for one in persons.in_role(session, Role.ADMINISTRATOR)
        if one.id not in (by.id, appointment.person_id)
    ]
    letters.write(session, LetterKind.APPOINTMENT_WAITS, others, about=appointment, now=now)
    return appointment


def confirm(session: Session, appointment: Appointment, *, by: Person, now: datetime) -> None:
    """They have the role from now on: whoever is new is invited, anybody else signs in again under it.

    IllegalTransition if they are suspended or have left meanwhile, BadInput if their address is taken.
    """
    _decide(session, appointment, Action.CONFIRM_APPOINTMENT, by=by, now=now)
    person, role = appointment.person, appointment.role
    if person is not None:
        PERSON.after(Action.APPOINT_PERSON, person.state)
        people.give_role(session, person, role, action=Action.APPOINT_PERSON, by=by, now=now)
    else:
        draft = AccountDraft.model_validate(
            {name: getattr(appointment, name) for name in AccountDraft.model_fields}
        )
        house = organisations.secretariat(session)
        appointment.person = people.invite(session, house, draft, by=by, now=now)
    _tell_proposer(session, appointment, now=now)


def refuse(session: Session, appointment: Appointment, *, note: str, by: Person, now: datetime) -> None:
    """They do not get it; *note* says why, to administrators."""
    _decide(session, appointment, Action.REFUSE_APPOINTMENT, by=by, now=now, note=note)
    _tell_proposer(session, appointment, now=now)


def take_back(session: Session, appointment: Appointment, *, by: Person, now: datetime) -> None:
    """Whoever proposed it does so no longer."""
    _decide(session, appointment, Action.TAKE_BACK_APPOINTMENT, by=by, now=now)


def _decide(
    session: Session, appointment: Appointment, action: Action, *, by: Person, now: datetime, note: str = ""
) -> None:
    move(session, appointment, action, by=by, now=now, note=note)
    appointment.decided_by = by
    session.flush()


def _tell_proposer(session: Session, appointment: Appointment, *, now: datetime) -> None:
    to, state = persons.by_ids(session, [appointment.proposed_by_id]), label(appointment.state)
    letters.write(session, LetterKind.APPOINTMENT_ENDED, to, about=appointment, now=now, state=state)
