"""How often something may be tried in a quarter of an hour: counted in the database, by all processes together."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, delete, select, update

from matchmaker.models import Tries

WINDOW = timedelta(minutes=15)
INSERTS: Mapping[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def take(session: Session, limits: Mapping[str, int], *, now: datetime) -> datetime | None:
    """Count one more try under each key of *limits*; None if none is above its limit, else when to come back.

    Counted before it is known how the try ends: of many at the same moment no more are let through than may be.
    """
    # In one order, so that two who count the same keys never wait for each other.
    counted = [(_count(session, key, now), most) for key, most in sorted(limits.items())]
    return max((until for (number, until), most in counted if number > most), default=None)


def _count(session: Session, key: str, now: datetime) -> tuple[int, datetime]:
    insert = INSERTS[session.connection().dialect.name]
    over = col(Tries.until) <= now
    row = insert(Tries).values(key=key, number=1, until=now + WINDOW)
    row = row.on_conflict_do_update(
        index_elements=[col(Tries.key)],
        set_={
            "number": case((over, 1), else_=col(Tries.number) + 1),
            "until": case((over, row.excluded.until), else_=col(Tries.until)),
        },
    )
    number, until = session.connection().execute(row.returning(col(Tries.number), col(Tries.until))).one()
    return number, until


def give_back(session: Session, limits: Mapping[str, int]) -> None:
    """The try was none of those that are to be few: it has succeeded."""
    for key in sorted(limits):
        session.exec(update(Tries).where(col(Tries.key) == key).values(number=Tries.number - 1))


def clear(session: Session, *, now: datetime) -> None:
    """Forget what does not count any more; what somebody counts at this moment is left to them."""
    over = select(Tries.key).where(col(Tries.until) <= now).with_for_update(skip_locked=True)
    session.exec(delete(Tries).where(col(Tries.key).in_(session.exec(over).all())))
