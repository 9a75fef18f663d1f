"""Reading the outbox."""

from collections.abc import Sequence

from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select

from matchmaker.models import Letter, Person
from matchmaker.queries.paging import MOST_WAITING, Page, page_of
from matchmaker.vocabulary import LetterKind, LetterStop

OF_ADDRESSES = (LetterKind.NEW_ADDRESS, LetterKind.ADDRESS_CHANGED)


def newest(session: Session, page: int) -> Page[Letter]:
    reader = selectinload(Letter.to).selectinload(Person.organisation)  # type: ignore[arg-type]  # relationships
    written = Letter.subject != ""  # of somebody made anonymous there is only that they heard
    rows = select(Letter).options(reader).where(written).order_by(col(Letter.id).desc())
    return page_of(session, rows, page)


def by_ref(session: Session, ref: str, *, hold: bool = False) -> Letter | None:
    reader = selectinload(Letter.to).selectinload(Person.organisation)  # type: ignore[arg-type]  # relationships
    rows = select(Letter).options(reader).where(Letter.ref == ref)
    return session.exec(rows.with_for_update() if hold else rows).first()


def refused(session: Session) -> Sequence[Letter]:
    """What the mail server would not take, newest first: somebody has to look at it."""
    reader = selectinload(Letter.to).selectinload(Person.organisation)  # type: ignore[arg-type]  # relationships
    rows = select(Letter).options(reader).where(Letter.stopped == LetterStop.REFUSED)
    return session.exec(rows.order_by(col(Letter.id).desc()).limit(MOST_WAITING)).all()


def sent_to(session: Session, person: Person, page: int) -> Page[Letter]:
    """What *person* was told, newest first; each letter by itself, also where it came in a digest."""
    rows = select(Letter).where(
        Letter.to_id == person.id, Letter.kind != LetterKind.DIGEST, col(Letter.sent_at).is_not(None)
    )
    return page_of(session, rows.order_by(col(Letter.sent_at).desc(), col(Letter.id).desc()), page)


def last_of_address(session: Session, person: Person) -> Letter | None:
    """The newest letter by which *person* takes another address, or is told that they have."""
    rows = select(Letter).where(Letter.to_id == person.id, col(Letter.kind).in_(OF_ADDRESSES))
    return session.exec(rows.order_by(col(Letter.id).desc()).limit(1)).first()


def who_heard(session: Session, occasion: str) -> frozenset[int]:
    """The ids of the people to whom a letter was written on this *occasion*."""
    return frozenset(session.exec(select(Letter.to_id).where(Letter.occasion == occasion)).all())
