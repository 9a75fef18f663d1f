"""What time does to matches: answers that lapse, and questions to those who were introduced."""

from datetime import date, timedelta

import pytest

from matchmaker.models import Match
from matchmaker.services import matches, outbox
from matchmaker.vocabulary import AccountState, DeclineReason, LetterKind, MatchState
from tests.cast import NOON, Cast
from tests.clocks.conftest import DAY, World
from tests.services.told import last_row
from tests.stories import a_match

K = LetterKind
BOTH = ("Amina", "Carla")
REQUESTER_DAYS = 19  # fifteen working days from a Sunday


def asked(world: World, cast: Cast) -> Match:
    return a_match(world.session, cast, state=MatchState.CONSENT_ASKED)


def both(kind: LetterKind) -> list[tuple[str, str]]:
    return [(kind, name) for name in BOTH]


def test_a_state_is_reminded_before_its_question_lapses_and_the_donor_never_knows(
    world: World, cast: Cast
) -> None:
    match = asked(world, cast)
    assert match.answer_by == (NOON + REQUESTER_DAYS * DAY).date() == date(2026, 12, 11)
    assert world.after(REQUESTER_DAYS - 6) == []
    assert world.after(REQUESTER_DAYS - 5) == [(K.ANSWER_WAITED_FOR, "Amina")]
    assert "by December 11, 2026; after that day the question lapses" in world.last(K.ANSWER_WAITED_FOR).body
    assert world.after(REQUESTER_DAYS) == []
    assert match.state == MatchState.CONSENT_ASKED
    assert world.after(REQUESTER_DAYS + 1) == []
    row = last_row(world.session, match)
    assert (match.state, match.decline_reason, row.by_role) == ("lapsed", DeclineReason.OTHER, "portal")


def test_a_donor_is_reminded_before_its_question_lapses_and_then_the_state_hears(
    world: World, cast: Cast
) -> None:
    match = asked(world, cast)
    matches.accept_as_requester(world.session, match, by=cast.amina, now=NOON)
    assert world.after(54) == []
    assert world.after(55) == [(K.ANSWER_WAITED_FOR, "Carla")]
    assert world.after(60) == []
    assert world.after(61) == [(K.NOT_PROCEEDING, "Amina")]
    assert match.state == MatchState.LAPSED


def test_both_sides_are_reminded_each_of_its_own_question(world: World, cast: Cast) -> None:
    match = asked(world, cast)
    assert world.after(15) == [(K.ANSWER_WAITED_FOR, "Amina")]
    matches.accept_as_requester(world.session, match, by=cast.amina, now=NOON + 16 * DAY)
    assert world.after(16 + 55) == [(K.ANSWER_WAITED_FOR, "Carla")]


def test_what_nobody_was_reminded_of_does_not_lapse_yet(world: World, cast: Cast) -> None:
    """The portal slept for a month, over the reminder and the last day: the State gets its five days."""
    match = asked(world, cast)
    assert world.after(30) == [(K.ANSWER_WAITED_FOR, "Amina")]
    assert (match.state, match.answer_by) == (MatchState.CONSENT_ASKED, (NOON + 35 * DAY).date())
    assert "by December 27, 2026" in world.last(K.ANSWER_WAITED_FOR).body
    assert world.after(35) == []
    assert match.state == MatchState.CONSENT_ASKED
    world.after(36)
    assert match.state == MatchState.LAPSED


def test_what_nobody_can_answer_lapses_on_its_day(world: World, cast: Cast) -> None:
    match = asked(world, cast)
    cast.amina.state = AccountState.LEFT
    assert world.after(REQUESTER_DAYS + 1) == []
    assert match.state == MatchState.LAPSED


def test_what_both_have_accepted_does_not_lapse(world: World, cast: Cast) -> None:
    match = asked(world, cast)
    matches.accept_as_requester(world.session, match, by=cast.amina, now=NOON)
    matches.accept_as_donor(world.session, match, by=cast.carla, now=NOON)
    assert world.after(80) == []
    assert match.state == MatchState.CONSENT_ASKED


@pytest.mark.parametrize("state", [MatchState.INTRODUCED, MatchState.EXPLORING])
def test_those_who_were_introduced_are_asked_three_times(world: World, cast: Cast, state: MatchState) -> None:
    a_match(world.session, cast, state=state)
    for term in (30, 90, 180):
        assert world.after(term - 1) == []
        assert world.after(term) == both(K.CONTACT_UNDER_WAY)
        assert f"introduced {term} days ago" in world.last(K.CONTACT_UNDER_WAY).body
    assert world.after(300) == []


def test_after_a_long_sleep_they_are_asked_once(world: World, cast: Cast) -> None:
    a_match(world.session, cast, state=MatchState.INTRODUCED)
    assert world.after(100) == both(K.CONTACT_UNDER_WAY)
    assert "introduced 90 days ago" in world.last(K.CONTACT_UNDER_WAY).body
    assert world.after(101) == []


@pytest.mark.parametrize("state", [MatchState.DECLINED, MatchState.LAPSED, MatchState.DISMISSED])
def test_a_match_that_has_ended_is_left_alone(world: World, cast: Cast, state: MatchState) -> None:
    match = a_match(world.session, cast, state=state)
    match.need.unmet_on = NOON.date()
    assert world.after(300) == []


@pytest.mark.parametrize("state", [MatchState.AGREED, MatchState.PART_AGREED])
def test_an_agreement_that_was_not_begun_is_asked_about_after_six_months(
    world: World, cast: Cast, state: MatchState
) -> None:
    a_match(world.session, cast, state=state)
    assert world.after(180) == []
    assert world.after(181) == both(K.NOT_STARTED)  # 22 May
    assert world.after(250) == []


def test_what_has_begun_is_not_asked_why_it_has_not(world: World, cast: Cast) -> None:
    a_match(world.session, cast, state=MatchState.IN_DELIVERY)
    assert world.after(300) == []


@pytest.mark.parametrize("state", [MatchState.DELIVERED, MatchState.CLOSED])
def test_a_year_after_delivery_the_state_is_asked_whether_it_is_in_use(
    world: World, cast: Cast, state: MatchState
) -> None:
    match = a_match(world.session, cast, state=state)
    match.need.state = "closed"
    assert (K.YEAR_LATER, "Amina") not in world.after(364)
    assert (K.YEAR_LATER, "Amina") in world.after(365)
    assert K.YEAR_LATER not in dict(world.after(366))


def test_case_officers_hear_once_a_week_that_suggestions_wait_too_long(world: World, cast: Cast) -> None:
    cast.dao.language = "en"
    a_match(world.session, cast)
    a_match(world.session, cast, state=MatchState.SHORTLISTED)
    assert world.after(11) == []
    assert world.after(12) == [(K.QUEUE_WAITS, "Dao")]
    letter = world.last(K.QUEUE_WAITS)
    assert (letter.path, letter.subject) == ("/matches/", "Suggestions wait in the review queue: 2")
    assert "Days that the oldest has waited: 12." in letter.body
    assert outbox.brought_in_step(world.session, letter)
    assert world.after(13) == []
    assert world.after(19) == [(K.QUEUE_WAITS, "Dao")]


def test_a_clock_set_back_over_a_monday_starts_no_second_week(world: World, cast: Cast) -> None:
    a_match(world.session, cast)
    monday = NOON + 15 * DAY - timedelta(hours=12)
    world.news()
    world.tick(monday)
    assert world.news() == [(K.QUEUE_WAITS, "Dao")]
    world.tick(monday - timedelta(hours=1))
    assert world.news() == []


def test_suggestions_that_wait_no_longer_than_they_should_are_not_mentioned(world: World, cast: Cast) -> None:
    a_match(world.session, cast, state=MatchState.TO_RELEASE)
    assert world.after(40) == []
