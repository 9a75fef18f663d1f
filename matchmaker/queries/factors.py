"""What a person holds beside their password, and how often somebody tried without it."""

from datetime import datetime

from sqlmodel import Session, col, func, select

from matchmaker.models import Authenticator, Person, RecoveryCode, Trail
from matchmaker.vocabulary import Event, Result


def authenticator_of(session: Session, person: Person) -> Authenticator | None:
    return session.get(Authenticator, person.id)


def app_since(session: Session, person: Person) -> datetime | None:
    held = authenticator_of(session, person)
    return held.created_at if held else None


def code_under(session: Session, person: Person, name: str) -> RecoveryCode | None:
    return session.get(RecoveryCode, (person.id, name))


def codes_left(session: Session, person: Person) -> int:
    rows = select(func.count()).select_from(RecoveryCode).where(RecoveryCode.person_id == person.id)
    return session.exec(rows).one()


def wrong_since(session: Session, person: Person, moment: datetime) -> int:
    """How often a second step for *person* went wrong after *moment*: the trail knows."""
    rows = (
        select(func.count())
        .select_from(Trail)
        .where(
            Trail.ref == str(person.id),
            Trail.noun == "person",
            Trail.event == Event.SECOND_STEP,
            Trail.result == Result.REFUSED,
            col(Trail.at) > moment,
        )
    )
    return session.exec(rows).one()
