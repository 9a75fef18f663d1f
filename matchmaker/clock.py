"""What time it is. Asked at the doors only; everything further in is handed `now`."""

from datetime import UTC, datetime, time, timedelta

# The fewest people are awake in the two thirds of the world that are not in the Americas.
NIGHT = time(2, tzinfo=UTC)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def last(hour: time, now: datetime) -> datetime:
    """When it was last this *hour*, which is in UTC."""
    today = datetime.combine(now.astimezone(UTC), hour)
    return today if today <= now else today - timedelta(days=1)
