"""The story of one thing, oldest first."""

from collections.abc import Sequence

from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select

from matchmaker.models import History, Person
from matchmaker.vocabulary import Noun


def of(session: Session, noun: Noun, thing_id: int) -> Sequence[History]:
    who = selectinload(History.by).selectinload(Person.organisation)  # type: ignore[arg-type]  # relationships
    rows = select(History).options(who).where(History.noun == noun, History.thing_id == thing_id)
    return session.exec(rows.order_by(col(History.id))).all()
