"""Case officers hear once a week that suggestions wait for longer than they should."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, func
from sqlmodel import Session, col, select

from matchmaker.models import Letter, Match, Person
from matchmaker.queries.people import WORKS
from matchmaker.services import letters
from matchmaker.services.deadlines import Term
from matchmaker.services.due.chore import Chore, has_passed
from matchmaker.vocabulary import LetterKind, MatchState, Role

WAITS = col(Match.state).in_((MatchState.SUGGESTED, MatchState.SHORTLISTED))
BETWEEN_LETTERS = timedelta(days=6)  # a clock that is set back over a Monday starts no second week


def _waits_too_long(now: datetime) -> ColumnElement[bool]:
    late = exists().where(WAITS, has_passed(Match.changed_at, Term.REVIEW, now))
    told = exists().where(
        col(Letter.to_id) == Person.id,
        Letter.kind == LetterKind.QUEUE_WAITS,
        col(Letter.created_at) > now - BETWEEN_LETTERS,
    )
    return and_(WORKS, col(Person.role) == Role.CASE_OFFICER, late, ~told)


def _say_that_it_waits(session: Session, officer: Person, *, now: datetime, occasion: str) -> None:
    number, since = session.exec(select(func.count(), func.min(col(Match.changed_at))).where(WAITS)).one()
    year, week, _day = now.isocalendar()
    letters.write(
        session,
        LetterKind.QUEUE_WAITS,
        [officer],
        about=None,
        now=now,
        occasion=f"queue {year}-W{week:02}",
        number=number,
        days=(now - since).days,
    )


QUEUE_CHORES = (Chore("say that the queue waits", Person, _waits_too_long, _say_that_it_waits),)
