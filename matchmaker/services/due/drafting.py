"""A draft that nobody has touched for a while: its writer is reminded, once for each version of it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_
from sqlmodel import Session

from matchmaker.models import Person
from matchmaker.services import letters
from matchmaker.services.deadlines import Term
from matchmaker.services.due.chore import Chore, has_passed
from matchmaker.vocabulary import LetterKind


def drafting(table: type[Any], draft: StrEnum) -> Chore:
    def waits(now: datetime) -> ColumnElement[bool]:
        return and_(table.state == draft, has_passed(table.changed_at, Term.DRAFT_WAITS, now))

    def remind(session: Session, thing: Any, *, now: datetime, occasion: str) -> None:
        writer = session.get(Person, thing.written_by_id) if thing.written_by_id else None
        readers = [writer] if writer and writer.active else []
        letters.write(session, LetterKind.DRAFT_WAITING, readers, about=thing, now=now, occasion=occasion)

    return Chore(
        f"remind of draft {table.__name__.lower()}", table, waits, remind, tells=True, mark="version"
    )
