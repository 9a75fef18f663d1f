"""What time does to accounts that nobody uses, and to who was never let in (docs/adr/0040)."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from matchmaker.models import Appointment, Person
from matchmaker.queries import legacies, people
from matchmaker.queries.people import WORKS
from matchmaker.services import dormancy, erasing, letters
from matchmaker.services.account_letters import SIGN_IN
from matchmaker.services.deadlines import Term, began, day_everywhere, due
from matchmaker.services.due.chore import Chore, has_passed
from matchmaker.services.moves import PORTAL
from matchmaker.vocabulary import AccountState, AppointmentState, LetterKind, Role


def _is_away(now: datetime) -> ColumnElement[bool]:
    return and_(WORKS, col(Person.seen_on) <= began(Term.AWAY, now))


def _warn(session: Session, person: Person, *, now: datetime, occasion: str) -> None:
    told = {"since": person.seen_on, "day": due(Term.AWAY_NOTICE, now)}
    letters.write(
        session,
        LetterKind.ACCOUNT_SLEEPS,
        [person],
        about=None,
        page=SIGN_IN,
        now=now,
        occasion=occasion,
        **told,
    )


WARN = Chore("warn that an account falls asleep", Person, _is_away, _warn, tells=True, mark="seen_on")


def _was_warned(now: datetime) -> ColumnElement[bool]:
    """The day that the letter named is over everywhere; and somebody else is there who administers."""
    other = aliased(Person)
    another = exists().where(
        other.role == Role.ADMINISTRATOR, other.state == AccountState.ACTIVE, other.id != Person.id
    )
    spared = and_(col(Person.role) == Role.ADMINISTRATOR, ~another)
    return and_(
        _is_away(now),
        WARN.was_told(before=began(Term.AWAY_NOTICE, day_everywhere(now) - timedelta(days=1))),
        ~spared,
    )


def _grow_dormant(session: Session, person: Person, *, now: datetime, occasion: str) -> None:
    dormancy.grow_dormant(session, person, now=now)


def _is_long_gone(now: datetime) -> ColumnElement[bool]:
    gone = or_(col(Person.state) == AccountState.DORMANT, col(Person.state) == AccountState.LEFT)
    return and_(gone, has_passed(Person.changed_at, Term.FORGET, now))


def _forget(session: Session, person: Person, *, now: datetime, occasion: str) -> None:
    """Unless work waits for them: then administrators are told once, and it goes on when they have handed it over."""
    if legacies.has_work(session, person):
        told = people.in_role(session, Role.ADMINISTRATOR)
        letters.write(session, LetterKind.HAND_OVER_FIRST, told, about=person, now=now, occasion=occasion)
    else:
        erasing.erase(session, person, by=PORTAL, now=now)


def _was_not_let_in(now: datetime) -> ColumnElement[bool]:
    ended = col(Appointment.state).in_((AppointmentState.REFUSED, AppointmentState.TAKEN_BACK))
    return and_(
        ended, col(Appointment.name).is_not(None), has_passed(Appointment.changed_at, Term.NOT_LET_IN, now)
    )


def _forget_name(session: Session, appointment: Appointment, *, now: datetime, occasion: str) -> None:
    """As it is done to who is made anonymous; that somebody was proposed, and by whom, stays."""
    appointment.name, appointment.email, appointment.language = None, erasing.nowhere(appointment.ref), None


ACCOUNT_CHORES = (
    WARN,
    Chore("let an account fall asleep", Person, _was_warned, _grow_dormant),
    Chore("make anonymous", Person, _is_long_gone, _forget, tells=True, mark="state"),
    Chore("forget who was not let in", Appointment, _was_not_let_in, _forget_name),
)
