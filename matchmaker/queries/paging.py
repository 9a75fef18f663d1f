"""One page of a long list."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Generic, TypeVar

from sqlalchemy import func
from sqlmodel import Session
from sqlmodel.sql.expression import SelectOfScalar

PER_PAGE = 20
MOST_WAITING = 50  # rows of one kind on a desk: nobody does more in a day

Row = TypeVar("Row")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """*rows* of page *number* (from 1) out of *total* rows, at most *size* on a page."""

    rows: Sequence[Row]
    number: int
    total: int
    size: int = PER_PAGE

    @property
    def pages(self) -> int:
        return max(1, ceil(self.total / self.size))


def page_of(session: Session, rows: SelectOfScalar[Row], number: int, *, size: int = PER_PAGE) -> Page[Row]:
    """The page asked for; a number past the end gives the last page."""
    total = session.exec(
        rows.order_by(None).with_only_columns(func.count(), maintain_column_froms=True)
    ).one()
    last = max(1, ceil(total / size))
    shown = min(max(number, 1), last)
    found = session.exec(rows.limit(size).offset((shown - 1) * size)).all()
    return Page(rows=found, number=shown, total=total, size=size)
