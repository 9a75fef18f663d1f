"""Reading a thread."""

from collections.abc import Sequence

from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select

from matchmaker.models import Message, Person
from matchmaker.vocabulary import Noun


def of(session: Session, noun: Noun, thing_id: int) -> Sequence[Message]:
    """Everything said about one thing, oldest first."""
    who = selectinload(Message.by).selectinload(Person.organisation)  # type: ignore[arg-type]  # relationships
    files = selectinload(Message.files)  # type: ignore[arg-type]  # a relationship
    rows = select(Message).options(who, files).where(Message.noun == noun, Message.thing_id == thing_id)
    return session.exec(rows.order_by(col(Message.id))).all()


def by_key(session: Session, person_id: int, key: str) -> Message | None:
    """What this person sent from the form marked *key*."""
    return session.exec(select(Message).where(Message.by_id == person_id, Message.key == key)).first()
