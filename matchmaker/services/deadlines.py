"""By when each side is asked to answer."""

from datetime import UTC, date, datetime, timedelta

CHECK_DAYS = 5  # working days in which the secretariat checks what it has received
NO_OBJECTION_DAYS = 5  # working days in which the State looks at its public summary
REQUESTER_DAYS = 15  # working days in which a State answers "may we introduce you?"
DONOR_DAYS = timedelta(days=60)  # in which a donor answers the same question
SATURDAY = 5


def working_days_after(now: datetime, days: int) -> date:
    """The date *days* working days (Monday to Friday, UTC) after *now*."""
    day = now.astimezone(UTC).date()
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < SATURDAY
    return day
