"""Accounts that nobody uses: they grow dormant, and whoever comes back wakes theirs (docs/adr/0040)."""

from datetime import datetime

from sqlmodel import Session, col, select

from matchmaker.actions import Action
from matchmaker.models import Person
from matchmaker.queries import people
from matchmaker.services import letters, password_links, visits
from matchmaker.services.moves import PORTAL, move
from matchmaker.services.people import SPEAKERS
from matchmaker.vocabulary import AccountState, LetterKind, Role


def grow_dormant(session: Session, person: Person, *, now: datetime) -> None:
    """Not let in any more until *person* wakes the account; the last administrator always is."""
    if person.role == Role.ADMINISTRATOR and not _others(session, person):
        return
    move(session, person, Action.GROW_DORMANT, by=PORTAL, now=now)
    person.password = None
    visits.end_all(session, person)
    password_links.withdraw(session, person)
    session.flush()
    if person.role in SPEAKERS and not people.of_organisation(session, person.organisation_id, person.role):
        officers = people.in_role(session, Role.CASE_OFFICER)
        letters.write(session, LetterKind.NOBODY_ANSWERS, officers, about=person.organisation, now=now)


def _others(session: Session, person: Person) -> bool:
    """Whether there is another administrator. They are held: of two who fall asleep at once one stays awake."""
    rows = select(Person.id).where(
        Person.role == Role.ADMINISTRATOR, Person.state == AccountState.ACTIVE, Person.id != person.id
    )
    return bool(session.exec(rows.order_by(col(Person.id)).with_for_update()).all())


def wake(session: Session, person: Person, *, now: datetime) -> None:
    """*person* has chosen a new password, by a link that came to their address."""
    move(session, person, Action.WAKE_PERSON, by=person, now=now)
    person.seen_on = now.date()
