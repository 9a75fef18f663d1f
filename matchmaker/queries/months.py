"""A month as an address writes it, such as 2027-03."""

from calendar import monthrange
from datetime import UTC, date, datetime, time


def days_of(month: str) -> tuple[date, date]:
    """Its first and its last day. Raises ValueError for what is no month."""
    first = date.fromisoformat(f"{month}-01")
    return first, first.replace(day=monthrange(first.year, first.month)[1])


def begins(month: str) -> datetime:
    return datetime.combine(days_of(month)[0], time.min, tzinfo=UTC)


def ends(month: str) -> datetime:
    return datetime.combine(days_of(month)[1], time.max, tzinfo=UTC)
