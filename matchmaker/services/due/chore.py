"""A chore: something that time asks for. It may be tried any number of times, and happens once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, String, cast, exists, literal
from sqlmodel import Session, col, select

from matchmaker.models import Letter
from matchmaker.services.deadlines import Term, began


@dataclass(frozen=True)
class Chore:
    """`do(session, thing, now=…, occasion=…)` for each row of *table* of which `is_due(now)` is true.

    What changes no state `tells`: it is done once for each thing and each value of its column *mark*, which is
    what its letters are written on the occasion of. Any other chore makes itself not due by what it does.
    """

    name: str
    table: type[Any]
    is_due: Callable[[datetime], ColumnElement[bool]]
    do: Callable[..., None]
    tells: bool = False
    mark: str = ""

    def occasion(self, thing: Any) -> str:
        marks = [str(getattr(thing, self.mark))] if self.mark else []
        return " ".join([self.name, thing.ref, *marks])

    def rows(self, now: datetime) -> ColumnElement[bool]:
        return self.is_due(now) & self._is_untold() if self.tells else self.is_due(now)

    def _is_untold(self) -> ColumnElement[bool]:
        return ~exists().where(col(Letter.occasion) == self._said())

    def was_told(self, *, before: date) -> ColumnElement[bool]:
        """A letter of this chore, about the thing as it is now, was written on that day or earlier."""
        return exists().where(col(Letter.occasion) == self._said(), col(Letter.created_at) < end_of(before))

    def _said(self) -> Any:
        said: Any = literal(f"{self.name} ") + col(self.table.ref)
        return said + " " + cast(getattr(self.table, self.mark), String) if self.mark else said


def find(session: Session, chore: Chore, *, now: datetime) -> Sequence[int]:
    """The ids of the things for which *chore* is due, oldest first."""
    key = chore.table.id
    return session.exec(select(key).where(chore.rows(now)).order_by(key)).all()


def do(session: Session, chore: Chore, thing_id: int, *, now: datetime) -> bool:
    """Do it to one thing; False if meanwhile somebody else has, or it is due no more."""
    row = select(chore.table).where(chore.table.id == thing_id, chore.rows(now))
    thing = session.exec(row.with_for_update(of=chore.table, key_share=True)).first()
    if thing is None:
        return False
    chore.do(session, thing, now=now, occasion=chore.occasion(thing) if chore.tells else "")
    return True


def has_passed(since: Any, term: Term, now: datetime) -> ColumnElement[bool]:
    """The column *since* holds a moment from which *term* has passed."""
    return col(since) < end_of(began(term, now))


def end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(tzinfo=UTC))
