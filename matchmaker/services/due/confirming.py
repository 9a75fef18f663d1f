"""Once a year whoever wrote it is asked whether it still holds; what nobody confirms is hidden."""

from collections.abc import Callable, Set
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_
from sqlmodel import Session, col

from matchmaker.actions import Action
from matchmaker.services import work
from matchmaker.services.deadlines import Term, day_everywhere, due
from matchmaker.services.due.chore import Chore, has_passed
from matchmaker.services.moves import PORTAL, move
from matchmaker.services.work import Job
from matchmaker.vocabulary import LetterKind


def confirming(
    table: type[Any], states: Set[StrEnum], tell: Callable[..., None], hides: Action, rank: Job
) -> tuple[Chore, ...]:
    """The chores for *table*: ask, remind, hide. `tell` writes to those who answer for it."""
    noun = table.__name__.lower()
    open_ = col(table.state).in_(states)

    def is_old(now: datetime) -> ColumnElement[bool]:
        return and_(open_, col(table.confirm_by).is_(None), has_passed(table.confirmed_at, Term.CONFIRM, now))

    def is_nearly_over(now: datetime) -> ColumnElement[bool]:
        return and_(open_, col(table.confirm_by).between(day_everywhere(now), due(Term.HIDE_NOTICE, now)))

    def is_over(now: datetime) -> ColumnElement[bool]:
        return and_(open_, col(table.confirm_by) < day_everywhere(now))

    def ask(session: Session, thing: Any, *, now: datetime, occasion: str) -> None:
        thing.confirm_by = due(Term.CONFIRM_GRACE, now)
        remind(session, thing, now=now, occasion=occasion)

    def remind(session: Session, thing: Any, *, now: datetime, occasion: str) -> None:
        day = thing.confirm_by
        tell(session, LetterKind.PLEASE_CONFIRM, thing, now=now, occasion=occasion, day=day)

    def hide(session: Session, thing: Any, *, now: datetime, occasion: str) -> None:
        if thing.changed_at.date() > thing.confirm_by:  # it came back after that day: nobody could answer
            ask(session, thing, now=now, occasion=occasion)
            return
        move(session, thing, hides, by=PORTAL, now=now)
        work.ask(session, rank, thing.id)
        tell(session, LetterKind.NOW_HIDDEN, thing, now=now)

    return (
        Chore(f"ask whether {noun} holds", table, is_old, ask),
        Chore(f"remind that {noun} is hidden", table, is_nearly_over, remind, tells=True, mark="confirm_by"),
        Chore(f"hide {noun}", table, is_over, hide),
    )
