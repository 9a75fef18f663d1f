"""When things happened: working days and office hours, told backwards from the day on which a story ends."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zlib import crc32

SATURDAY = 5
OPENS = 7  # o'clock, UTC: offices of the demonstration work from seven to five
HOURS = 10


@dataclass(frozen=True)
class Step:
    """One deed, done *after* so many days since the one before: `deed(session, thing, now=…)`.

    *to* is the state in which the story may stop here; None where it may not.
    """

    after: int
    deed: Callable[..., Any]
    to: StrEnum | None = None


def upto(state: StrEnum, road: Sequence[Step]) -> list[Step]:
    """The steps of *road* to the last place where it may stop in *state*; all of them where it never does."""
    stops = [number for number, step in enumerate(road, start=1) if step.to == state]
    return list(road[: stops[-1]] if stops else road)


def lot(key: str, sides: int) -> int:
    """A number from 0 to *sides* - 1 drawn by *key*: the same on every run and machine."""
    return crc32(key.encode()) % sides


def working_day(day: date) -> date:
    """*day*, or the Friday before it."""
    return day - timedelta(days=max(0, day.weekday() - SATURDAY + 1))


def moments(ends_on: date, gaps: Sequence[int], *, key: str) -> list[datetime]:
    """n + 1 moments that lie n *gaps* apart, each of 1 day or more, the last moment on *ends_on*."""
    days = [working_day(ends_on)]
    for gap in reversed(gaps):
        days.insert(0, working_day(days[0] - timedelta(days=gap)))
    return [_at(day, f"{key} {number}") for number, day in enumerate(days)]


def _at(day: date, key: str) -> datetime:
    minutes = lot(key, HOURS * 60)
    return datetime.combine(day, time(OPENS, tzinfo=UTC)) + timedelta(minutes=minutes)


class Diary:
    """What happens when, in any order; `play` does it all in the order of time, as it would have happened."""

    def __init__(self) -> None:
        self.entries: list[tuple[datetime, int, Callable[..., Any]]] = []

    def note(self, at: datetime, deed: Callable[..., Any]) -> None:
        """Do *deed* at that hour: it is called with `now`."""
        self.entries.append((at, len(self.entries), deed))

    def play(self) -> None:
        for at, _, deed in sorted(self.entries, key=lambda entry: entry[:2]):
            deed(now=at)
