"""By when each side is asked to answer, and what happens when time has passed: one table, and how to count."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from matchmaker.reference import is_working_day

EARLIEST_ZONE = timedelta(hours=12)  # behind UTC: nowhere does a day end later than at UTC-12


class Unit(StrEnum):
    WORKING_DAYS = "working days"
    DAYS = "days"
    MONTHS = "months"


class Term(StrEnum):
    """Each span of time that the portal counts."""

    DRAFT_WAITS = "draft_waits"
    CHECK = "check"
    NO_OBJECTION = "no_objection"
    REVIEW = "review"
    REQUESTER = "requester"
    DONOR = "donor"
    POOL = "pool"
    ANSWER_NOTICE = "answer_notice"
    CONTACT_FIRST = "contact_first"
    CONTACT_SECOND = "contact_second"
    CONTACT_THIRD = "contact_third"
    NOT_STARTED = "not_started"
    YEAR_LATER = "year_later"
    UNMET = "unmet"
    CONFIRM = "confirm"
    CONFIRM_GRACE = "confirm_grace"
    HIDE_NOTICE = "hide_notice"
    OFFER_ENDS = "offer_ends"
    PROFILE_ENDS = "profile_ends"
    AWAY = "away"
    AWAY_NOTICE = "away_notice"
    FORGET = "forget"
    NOT_LET_IN = "not_let_in"


@dataclass(frozen=True)
class Deadline:
    """*amount* of *unit*; *what* happens; *source*: who has set it; *why* it is so long."""

    amount: int
    unit: Unit
    what: str
    source: str
    why: str


RULES, OURS = "Rules of the portal", "Our choice"
_WORKING, _DAYS, _MONTHS = Unit.WORKING_DAYS, Unit.DAYS, Unit.MONTHS

# fmt: off
DEADLINES: Mapping[Term, Deadline] = {
    Term.DRAFT_WAITS: Deadline(14, _DAYS, "A draft that nobody has touched: its writer is reminded once", OURS, "Long enough to ask a colleague, short enough to remember what was meant"),
    Term.CHECK: Deadline(5, _WORKING, "What has arrived is checked by the secretariat", RULES, "Whoever asks hears within a week"),
    Term.NO_OBJECTION: Deadline(5, _WORKING, "The State says whether it agrees to what others will read", RULES, "Silence is not consent, so it is reminded once and nothing lapses"),
    Term.REVIEW: Deadline(10, _WORKING, "A suggestion is read; after that case officers hear once a week that it waits", RULES, "A target for the secretariat: two working weeks"),
    Term.REQUESTER: Deadline(15, _WORKING, "The State says whether it would like to be introduced; then the question lapses", RULES, "A ministry asks another one first"),
    Term.DONOR: Deadline(60, _DAYS, "The donor answers the same question; then it lapses", RULES, "A donor looks at its budget and its rules first"),
    Term.POOL: Deadline(15, _WORKING, "A State says whether it would like to ask together with others; then the question lapses", OURS, "As long as for an introduction: a ministry asks another one first"),
    Term.ANSWER_NOTICE: Deadline(5, _DAYS, "Before a question lapses: whoever is asked is reminded", OURS, "At least one working day wherever the weekend lies"),
    Term.CONTACT_FIRST: Deadline(30, _DAYS, "After the introduction: both are asked whether contact is under way", RULES, "A first meeting takes weeks"),
    Term.CONTACT_SECOND: Deadline(90, _DAYS, "After the introduction: the same, if they still talk", RULES, "A quarter of a year"),
    Term.CONTACT_THIRD: Deadline(180, _DAYS, "After the introduction: the same, for the last time", RULES, "Half a year"),
    Term.NOT_STARTED: Deadline(6, _MONTHS, "After an agreement that was not begun: both are asked why", RULES, "What stands still keeps places from others"),
    Term.YEAR_LATER: Deadline(12, _MONTHS, "After the delivery: the State is asked whether the result is still in use", RULES, "What lasts shows after a year"),
    Term.UNMET: Deadline(90, _DAYS, "A need for which nothing suitable was found is marked as unmet, and its State is told", RULES, "A quarter of a year of searching"),
    Term.CONFIRM: Deadline(12, _MONTHS, "After the last confirmation: whoever wrote it is asked whether it still holds", RULES, "Budgets and plans are made for a year"),
    Term.CONFIRM_GRACE: Deadline(90, _DAYS, "After that question: what nobody confirms is hidden and not ranked", RULES, "Time for a change of staff"),
    Term.HIDE_NOTICE: Deadline(14, _DAYS, "Before it is hidden: whoever is asked is reminded", OURS, "Two weeks, so that nobody's leave costs a need its place"),
    Term.OFFER_ENDS: Deadline(30, _DAYS, "Before an offer ends: its donor is reminded, and may renew it", RULES, "Time to ask for another year"),
    Term.PROFILE_ENDS: Deadline(30, _DAYS, "Before a standing profile ends: its donor is reminded, and may confirm it", OURS, "As long as for an offer"),
    Term.AWAY: Deadline(11, _MONTHS, "Somebody who has not signed in: they are warned that their account falls asleep", RULES, "A year of budgets and plans, less the month of notice"),
    Term.AWAY_NOTICE: Deadline(1, _MONTHS, "After that warning: the account is dormant until its owner wakes it", RULES, "Longer than anybody's leave"),
    Term.FORGET: Deadline(24, _MONTHS, "After an account grew dormant, or its owner left: it is made anonymous", OURS, "Two more yearly rounds in which somebody may come back, or an auditor may ask who it was"),
    Term.NOT_LET_IN: Deadline(6, _MONTHS, "After somebody new was refused a role, or the proposal was taken back: name and address are forgotten", OURS, "Whoever proposed them may look up once more what was said"),
}
# fmt: on


def due(term: Term, since: datetime | date, *, country: str = "") -> date:
    """The last day of *term*, counted from the day after *since*; working days are those of *country*."""
    length, day = DEADLINES[term], _day(since)
    if length.unit == Unit.MONTHS:
        return _months_after(day, length.amount)
    if length.unit == Unit.DAYS:
        return day + timedelta(days=length.amount)
    return _working_days_after(day, length.amount, country)


def began(term: Term, on: datetime | date) -> date:
    """The other way: what began on this day or before has had the whole *term* on the day *on*, and no later."""
    day = last = _day(on)
    while due(term, day) > last:
        day -= timedelta(days=1)
    return day


def day_everywhere(now: datetime) -> date:
    """The day that it still is at UTC-12: a day before it is over for everybody, wherever they read its date."""
    return (now.astimezone(UTC) - EARLIEST_ZONE).date()


def _day(when: datetime | date) -> date:
    return when.astimezone(UTC).date() if isinstance(when, datetime) else when


def _months_after(day: date, months: int) -> date:
    """The same day of another month, or its last: a year after 29 February is 28 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _working_days_after(day: date, days: int, country: str) -> date:
    while days:
        day += timedelta(days=1)
        days -= is_working_day(day, country)
    return day
