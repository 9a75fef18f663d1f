"""Writing the audit trail: noted while the deed is done, chained and written when its transaction commits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TextIO

from sqlalchemy import func, insert
from sqlalchemy.event import listens_for
from sqlalchemy.orm import SessionTransaction
from sqlmodel import Session, select

from matchmaker import chain
from matchmaker.actions import Action
from matchmaker.models import Person, Trail
from matchmaker.policy import Actor
from matchmaker.queries import trail as reading
from matchmaker.queries.trail import TrailFilter
from matchmaker.vocabulary import Event, Result, Role

WAITING = "trail_waiting"  # the key under which a session keeps what it has noted
LOCK = 0x747261696C  # "trail": the number of the lock under which one writer at a time chains its rows
TABLE: Any = Trail.__table__  # type: ignore[attr-defined]  # set by the metaclass


@dataclass(frozen=True)
class Noted:
    """A row to be; its number and its hashes are known when it is written."""

    at: datetime
    event: Event
    result: Result
    by_id: int | None
    by_role: Role
    action: str
    noun: str
    ref: str
    detail: str


def noted(
    event: Event,
    *,
    by: Actor,
    now: datetime,
    action: Action | str = "",
    thing: Any = None,
    detail: str = "",
    result: Result = Result.DONE,
) -> Noted:
    """What happened, told by numbers and references: no title, no text, no name."""
    noun = thing.__class__.__name__.lower() if thing is not None else ""  # also of a proxy
    ref = str(thing.id) if isinstance(thing, Person) else thing.ref if thing is not None else ""
    return Noted(now.astimezone(UTC), event, result, by.id, by.role, str(action), noun, ref, detail)


def note(session: Session, row: Noted) -> None:
    """Keep *row* until *session* commits; what is rolled back leaves none."""
    if not session.in_transaction():
        session.begin()  # else a rollback would have nothing to end
    session.info.setdefault(WAITING, []).append((session.get_nested_transaction(), row))


def export(
    session: Session, wanted: TrailFilter, out: TextIO, suffix: str, *, by: Actor, now: datetime
) -> int:
    """Write what *wanted* asks for to *out*, and a row that says so; how many rows were written."""
    written = chain.write_export(reading.in_order(session, wanted), out, suffix)
    asked = [f"{name}={value}" for name, value in vars(wanted).items() if value]
    told = " ".join([suffix.removeprefix("."), f"{written} rows", *asked])
    note(session, noted(Event.EXPORT, by=by, now=now, action=Action.EXPORT_TRAIL, detail=told))
    return written


@listens_for(Session, "before_commit")
def _write(session: Session) -> None:
    """Chain what *session* has noted to the head of the trail: the last thing before its commit.

    So late, because whoever has read the head keeps all others waiting until the commit.
    """
    waiting = session.info.get(WAITING)
    if not waiting or session.in_nested_transaction():
        return
    session.flush()
    connection = session.connection()
    if connection.dialect.name == "postgresql":  # SQLite has one writer at a time anyway
        connection.execute(select(func.pg_advisory_xact_lock(LOCK)))
    rows = [row for _, row in waiting]
    connection.execute(insert(TABLE), list(chained(rows, reading.head(session))))
    waiting.clear()


def chained(rows: Iterable[Noted], head: chain.Head) -> Iterable[dict[str, Any]]:
    """The columns of *rows*, each with its number, the hash of the row before it and its own."""
    for seq, row in enumerate(rows, start=head.seq + 1):
        columns = {"seq": seq, **vars(row), "before": head.hash}
        head = chain.Head(seq, chain.hash_of(reading.canonical(columns)))
        yield columns | {"hash": head.hash}


@listens_for(Session, "after_soft_rollback")
def _forget(session: Session, ended: SessionTransaction) -> None:
    """What was noted inside the savepoint that was rolled back has not happened."""
    waiting = session.info.get(WAITING, [])
    waiting[:] = [(inside, row) for inside, row in waiting if not _is_within(inside, ended)]


def _is_within(inside: SessionTransaction | None, ended: SessionTransaction) -> bool:
    while inside is not None and inside is not ended:
        inside = inside.parent
    return inside is ended


@listens_for(Session, "after_transaction_end")
def _forget_all(session: Session, ended: SessionTransaction) -> None:
    if ended.parent is None:
        session.info.pop(WAITING, None)
