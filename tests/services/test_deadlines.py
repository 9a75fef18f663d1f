"""By when each side answers: working days of the receiver, months that have no 31st, and days that end everywhere."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from matchmaker.reference import countries, is_working_day, public_holidays, weekend_of
from matchmaker.services import deadlines
from matchmaker.services.deadlines import DEADLINES, Term, began, day_everywhere, due


def test_every_term_has_its_row_with_source_and_reason() -> None:
    assert set(DEADLINES) == set(Term)
    assert all(row.amount > 0 and row.what and row.source and row.why for row in DEADLINES.values())


@pytest.mark.parametrize(
    ("now", "term", "then"),
    [
        (datetime(2026, 11, 22, 12, tzinfo=UTC), Term.CHECK, date(2026, 11, 27)),  # Sunday -> Friday
        (datetime(2026, 11, 23, 0, tzinfo=UTC), Term.CHECK, date(2026, 11, 30)),  # Monday -> Monday
        (datetime(2026, 11, 28, 1, tzinfo=UTC), Term.CHECK, date(2026, 12, 4)),  # Saturday -> Friday
        (datetime(2026, 12, 28, 9, tzinfo=UTC), Term.REQUESTER, date(2027, 1, 18)),  # over the new year
        (datetime(2028, 2, 24, 9, tzinfo=UTC), Term.CHECK, date(2028, 3, 2)),  # over 29 February
        (datetime(2026, 11, 22, 12, tzinfo=UTC), Term.DONOR, date(2027, 1, 21)),
        (datetime(2026, 11, 22, 12, tzinfo=UTC), Term.CONFIRM, date(2027, 11, 22)),
        (datetime(2028, 2, 29, 12, tzinfo=UTC), Term.CONFIRM, date(2029, 2, 28)),
        (datetime(2026, 8, 31, 12, tzinfo=UTC), Term.NOT_STARTED, date(2027, 2, 28)),
        (datetime(2037, 12, 1, 12, tzinfo=UTC), Term.DONOR, date(2038, 1, 30)),  # past the end of 32 bits
    ],
)
def test_a_term_is_counted_from_the_day_after(now: datetime, term: Term, then: date) -> None:
    assert due(term, now) == then


@pytest.mark.parametrize(
    ("country", "then"),
    [
        ("", date(2026, 12, 11)),
        ("GMB", date(2026, 12, 11)),
        ("EGY", date(2026, 12, 10)),  # Friday and Saturday
        ("NPL", date(2026, 12, 11)),
        ("IRN", date(2026, 12, 7)),  # Friday alone
        ("AFG", date(2026, 12, 9)),  # Thursday and Friday
        ("IND", date(2026, 12, 9)),  # Sunday alone, and the 24th, birthday of Guru Tegh Bahadur
    ],
)
def test_working_days_are_those_of_the_receiver(country: str, then: date) -> None:
    assert (
        due(Term.REQUESTER, datetime(2026, 11, 22, 12, tzinfo=UTC) - timedelta(days=2), country=country)
        == then
    )


def test_every_state_of_the_list_has_a_weekend_and_working_days() -> None:
    assert all(1 <= len(weekend_of(code)) <= 2 for code in countries())
    assert weekend_of("SAU") == {4, 5}
    assert weekend_of("FRA") == weekend_of("") == {5, 6}


@pytest.mark.parametrize(
    ("country", "since", "then"),
    [
        ("GMB", date(2026, 12, 21), date(2026, 12, 30)),  # Christmas, and Boxing Day made good on Monday
        ("PRY", date(2026, 12, 4), date(2026, 12, 14)),  # the Immaculate Conception
        ("SAU", date(2026, 9, 20), date(2026, 9, 28)),  # the National Day
        ("WSM", date(2026, 12, 21), date(2026, 12, 29)),
        ("", date(2026, 12, 21), date(2026, 12, 28)),  # the secretariat of no country in particular
    ],
)
def test_nobody_is_counted_a_public_holiday_of_their_own(country: str, since: date, then: date) -> None:
    assert due(Term.CHECK, since, country=country) == then


def test_nearly_every_state_of_the_list_has_public_holidays() -> None:
    known = [code for code in countries() if public_holidays(code, 2026) or public_holidays(code, 2020)]
    assert len(known) == len(countries())
    assert is_working_day(date(2026, 12, 25), "")
    assert not is_working_day(date(2026, 12, 25), "GMB")


@pytest.mark.parametrize("country", ["", "EGY", "IRN", "AFG", "IND"])
def test_the_last_day_is_never_at_a_weekend(country: str) -> None:
    start = datetime(2026, 11, 1, 12, tzinfo=UTC)
    lasts = {due(Term.CHECK, start + timedelta(days=day), country=country).weekday() for day in range(60)}
    assert lasts == set(range(7)) - weekend_of(country)


def test_the_same_moment_has_the_same_deadline_everywhere() -> None:
    moment = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    east = moment.astimezone(timezone(timedelta(hours=14)))
    assert due(Term.CHECK, east) == due(Term.CHECK, moment)


def test_a_day_is_over_when_it_is_over_everywhere() -> None:
    """At noon of the next day in London the last island has gone to bed; on the first one it is tomorrow again."""
    end = date(2027, 3, 31)
    assert not end < day_everywhere(datetime(2027, 4, 1, 11, 59, tzinfo=UTC))
    assert end < day_everywhere(datetime(2027, 4, 1, 12, 0, tzinfo=UTC))
    kiribati = datetime(2027, 4, 1, 1, 0, tzinfo=timezone(timedelta(hours=14)))
    assert day_everywhere(kiribati) == date(2027, 3, 30)


@pytest.mark.parametrize("term", Term)
def test_what_began_then_has_had_its_whole_term_and_the_next_day_has_not(term: Term) -> None:
    for number in range(30):
        on = date(2028, 2, 20) + timedelta(days=number)
        first = began(term, on)
        assert due(term, first) <= on < due(term, first + timedelta(days=1))


def test_a_year_before_and_after_29_february() -> None:
    assert began(Term.CONFIRM, date(2028, 2, 29)) == date(2027, 2, 28)
    assert began(Term.CONFIRM, date(2029, 2, 28)) == date(2028, 2, 29)
    assert began(Term.CONFIRM, date(2029, 3, 1)) == date(2028, 3, 1)


def test_a_deadline_that_is_not_in_the_table_cannot_be_asked_for() -> None:
    with pytest.raises(KeyError):
        deadlines.due("for ever", date(2026, 11, 22))  # type: ignore[arg-type]  # that is what is tried
