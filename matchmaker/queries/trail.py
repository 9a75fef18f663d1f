"""Reading the audit trail: pages of it, its head, and its rows in the form from which their hashes are made."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from matchmaker import chain
from matchmaker.models import Trail
from matchmaker.queries.paging import Page, page_of
from matchmaker.vocabulary import Event, Result

AT_ONCE = 1_000  # rows in memory
PER_PAGE = 50


@dataclass(frozen=True)
class TrailFilter:
    """What an auditor looks for; an empty field looks for anything."""

    by: str = ""  # the number of a person
    event: Event | None = None
    ref: str = ""
    result: Result | None = None
    since: date | None = None  # days in UTC, both included
    until: date | None = None


ALL = TrailFilter()


def head(session: Session) -> chain.Head:
    """The last row; number 0 as long as there is none."""
    last = session.exec(select(Trail.seq, Trail.hash).order_by(col(Trail.seq).desc()).limit(1)).first()
    return chain.Head(*last) if last else chain.Head(0, chain.START)


def canonical(columns: Mapping[str, Any]) -> dict[str, str]:
    """A row as texts: what is hashed, and what an export says."""
    return {name: _text(value) for name, value in columns.items()}


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds")
    return "" if value is None else str(value)


def in_order(session: Session, wanted: TrailFilter = ALL) -> Iterator[chain.Row]:
    """The rows that *wanted* asks for, the oldest first, a part of them in memory at a time."""
    table: Any = Trail.__table__  # type: ignore[attr-defined]  # set by the metaclass
    rows = select(table).where(*_clauses(wanted)).order_by(table.c.seq)
    with session.connection().execute(rows.execution_options(yield_per=AT_ONCE)) as found:
        for row in found.mappings():
            yield canonical(row)


def newest(session: Session, wanted: TrailFilter, page: int) -> Page[Trail]:
    rows = select(Trail).where(*_clauses(wanted)).order_by(col(Trail.seq).desc())
    return page_of(session, rows, page, size=PER_PAGE)


def _clauses(wanted: TrailFilter) -> list[ColumnElement[bool]]:
    clauses = []
    if wanted.by:
        clauses.append(col(Trail.by_id) == int(wanted.by))
    if wanted.event:
        clauses.append(col(Trail.event) == wanted.event)
    if wanted.ref:
        clauses.append(col(Trail.ref) == wanted.ref)
    if wanted.result:
        clauses.append(col(Trail.result) == wanted.result)
    if wanted.since:
        clauses.append(col(Trail.at) >= _midnight(wanted.since))
    if wanted.until and wanted.until < date.max:
        clauses.append(col(Trail.at) < _midnight(wanted.until + timedelta(days=1)))
    return clauses


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)
