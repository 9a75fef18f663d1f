"""Reading the audit trail: its head, and its rows in the form from which their hashes are made."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from matchmaker import chain
from matchmaker.models import Trail

AT_ONCE = 1_000  # rows in memory


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


def in_order(session: Session) -> Iterator[chain.Row]:
    """The whole trail, the oldest row first, a part of it in memory at a time."""
    table: Any = Trail.__table__  # type: ignore[attr-defined]  # set by the metaclass
    rows = select(table).order_by(table.c.seq).execution_options(yield_per=AT_ONCE)
    for row in session.connection().execute(rows).mappings():
        yield canonical(row)
