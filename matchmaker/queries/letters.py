"""Reading the outbox."""

from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select

from matchmaker.models import Letter, Person
from matchmaker.queries.paging import Page, page_of


def newest(session: Session, page: int) -> Page[Letter]:
    reader = selectinload(Letter.to).selectinload(Person.organisation)  # type: ignore[arg-type]  # relationships
    rows = select(Letter).options(reader).order_by(col(Letter.id).desc())
    return page_of(session, rows, page)


def by_ref(session: Session, ref: str) -> Letter | None:
    reader = selectinload(Letter.to).selectinload(Person.organisation)  # type: ignore[arg-type]  # relationships
    return session.exec(select(Letter).options(reader).where(Letter.ref == ref)).first()


def who_heard(session: Session, occasion: str) -> frozenset[int]:
    """The ids of the people to whom a letter was written on this *occasion*."""
    return frozenset(session.exec(select(Letter.to_id).where(Letter.occasion == occasion)).all())
