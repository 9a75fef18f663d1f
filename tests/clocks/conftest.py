"""A portal whose clock a test turns."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select, update

from matchmaker import clocks
from matchmaker.models import AskedWork, Letter, Person
from matchmaker.vocabulary import AccountState, LetterKind
from tests.cast import NOON, Cast

DAY = timedelta(days=1)


class World:
    """Lets the clock tick, and looks what came of it."""

    def __init__(self, engine: Engine, session: Session) -> None:
        self.engine, self.session, self.seen = engine, session, 0
        self.away: set[int | None] = set()  # the ids of those who do not come by any more

    def tick(self, now: datetime) -> clocks.Ticked:
        here = update(Person).where(
            col(Person.state) == AccountState.ACTIVE, col(Person.id).not_in(self.away)
        )
        self.session.exec(here.values(seen_on=now.date()))
        self.session.commit()
        ticked = clocks.tick(self.engine, now=now)
        self.session.expire_all()
        return ticked

    def after(self, days: int) -> list[tuple[str, str]]:
        """The clock ticks so many days after noon; the letters that this brings: (kind, first name)."""
        self.news()
        self.tick(NOON + days * DAY)
        return self.news()

    def news(self) -> list[tuple[str, str]]:
        """The letters since the last look."""
        rows = select(Letter, Person).join(Person, col(Letter.to_id) == Person.id).order_by(col(Letter.id))
        found = self.session.exec(rows.where(col(Letter.id) > self.seen)).all()
        self.seen = max([self.seen, *(letter.id or 0 for letter, _ in found)])
        return [(letter.kind, person.name.split()[0]) for letter, person in found]

    def ranked(self) -> set[tuple[str, int | None]]:
        """What is to be ranked anew."""
        return set(self.session.exec(select(AskedWork.job, AskedWork.thing_id)).all())

    def last(self, kind: LetterKind) -> Letter:
        rows = select(Letter).where(Letter.kind == kind).order_by(col(Letter.id).desc())
        return self.session.exec(rows).first()


@pytest.fixture
def world(engine: Engine, session: Session, cast: Cast) -> World:
    return World(engine, session)
