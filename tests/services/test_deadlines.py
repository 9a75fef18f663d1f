"""By when each side answers: working days, as the secretariat counts them."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from matchmaker.services.deadlines import working_days_after


@pytest.mark.parametrize(
    ("now", "days", "then"),
    [
        (datetime(2026, 11, 22, 12, tzinfo=UTC), 5, date(2026, 11, 27)),  # Sunday -> Friday
        (datetime(2026, 11, 23, 0, tzinfo=UTC), 5, date(2026, 11, 30)),  # Monday -> Monday
        (datetime(2026, 11, 27, 23, tzinfo=UTC), 1, date(2026, 11, 30)),  # Friday -> Monday
        (datetime(2026, 11, 28, 1, tzinfo=UTC), 1, date(2026, 11, 30)),  # Saturday -> Monday
        (datetime(2026, 12, 28, 9, tzinfo=UTC), 15, date(2027, 1, 18)),  # over the new year
        (datetime(2028, 2, 28, 9, tzinfo=UTC), 1, date(2028, 2, 29)),  # a leap year
        (datetime(2026, 11, 22, 12, tzinfo=UTC), 0, date(2026, 11, 22)),
    ],
)
def test_working_days_are_counted_from_the_day_after(now: datetime, days: int, then: date) -> None:
    assert working_days_after(now, days) == then


def test_the_last_day_is_never_at_a_weekend() -> None:
    start = datetime(2026, 11, 1, 12, tzinfo=UTC)
    lasts = {working_days_after(start + timedelta(days=day), 5).weekday() for day in range(60)}
    assert lasts == {0, 1, 2, 3, 4}


def test_the_same_moment_has_the_same_deadline_everywhere() -> None:
    moment = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    east = moment.astimezone(timezone(timedelta(hours=14)))
    assert working_days_after(east, 5) == working_days_after(moment, 5)
