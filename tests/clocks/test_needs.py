"""What time does to needs: drafts, agreement, the yearly question, and what is unmet."""

from datetime import date

import pytest

from matchmaker.models import Need
from matchmaker.services import needs, work
from matchmaker.vocabulary import AccountState, Job, LetterKind, MatchState, NeedState, Role
from tests.cast import NOON, Cast
from tests.clocks.conftest import DAY, World
from tests.services.told import last_row
from tests.stories import a_match, a_need

K = LetterKind
HIDDEN_AFTER = 365 + 90  # days of silence; it is hidden on the day after


def a_hopeful_need(world: World, cast: Cast) -> Need:
    """In matching, with a suggestion, so that it is not unmet."""
    need = a_need(world.session, cast, state=NeedState.IN_MATCHING)
    a_match(world.session, cast, need=need, state=MatchState.EXPLORING)
    return need


def about(letters: list[tuple[str, str]], *kinds: LetterKind) -> list[tuple[str, str]]:
    return [letter for letter in letters if letter[0] in kinds]


def test_the_writer_of_a_draft_is_reminded_once_and_again_after_a_change(world: World, cast: Cast) -> None:
    need = a_need(world.session, cast, by=cast.bashir)
    assert world.after(13) == []
    assert world.after(14) == [(K.DRAFT_WAITING, "Bashir")]
    assert world.after(15) == []
    need.title, need.changed_at = "Another title", NOON + 16 * DAY
    assert world.after(29) == []
    assert world.after(30) == [(K.DRAFT_WAITING, "Bashir")]


def test_a_writer_who_has_left_is_not_written_to(world: World, cast: Cast) -> None:
    a_need(world.session, cast, by=cast.bashir)
    cast.bashir.state = AccountState.LEFT
    assert world.after(20) == []


def test_a_state_is_reminded_once_that_its_silence_is_no_consent(world: World, cast: Cast) -> None:
    need = a_need(world.session, cast, state=NeedState.NO_OBJECTION)
    assert need.agree_by == date(2026, 11, 27)
    assert world.after(5) == []
    assert world.after(6) == [(K.AGREEMENT_WAITED_FOR, "Amina")]
    assert world.after(60) == []
    assert need.state == NeedState.NO_OBJECTION


def test_a_state_that_has_agreed_is_not_reminded(world: World, cast: Cast) -> None:
    need = a_need(world.session, cast, state=NeedState.NO_OBJECTION)
    needs.agree(world.session, need, by=cast.amina, now=NOON)
    assert world.after(30) == []


def test_a_state_that_rests_on_friday_has_its_own_last_day(world: World, cast: Cast) -> None:
    friday = NOON - 2 * DAY
    assert a_need(world.session, cast, state=NeedState.NO_OBJECTION, now=friday).agree_by == date(
        2026, 11, 27
    )
    cast.amina.organisation.country = "EGY"
    need = a_need(world.session, cast, state=NeedState.NO_OBJECTION, now=friday)
    # The secretariat checks from Monday to Friday; the State reads from Sunday to Thursday.
    assert (need.check_by, need.agree_by) == (date(2026, 11, 27), date(2026, 11, 26))


def test_after_a_year_a_need_is_asked_about_reminded_and_hidden(world: World, cast: Cast) -> None:
    need = a_hopeful_need(world, cast)
    asked = K.PLEASE_CONFIRM, K.NOW_HIDDEN
    assert about(world.after(364), *asked) == []
    assert about(world.after(365), *asked) == [(K.PLEASE_CONFIRM, "Carla"), (K.PLEASE_CONFIRM, "Amina")]
    assert need.confirm_by == date(2028, 2, 20)
    assert about(world.after(HIDDEN_AFTER - 15), *asked) == []
    assert (K.PLEASE_CONFIRM, "Amina") in world.after(HIDDEN_AFTER - 14)
    assert "by February 20, 2028, it is hidden" in world.last(K.PLEASE_CONFIRM).body
    assert about(world.after(HIDDEN_AFTER), *asked) == []
    assert need.state == NeedState.IN_MATCHING
    assert (K.NOW_HIDDEN, "Amina") in world.after(HIDDEN_AFTER + 1)
    row = last_row(world.session, need)
    assert (need.state, row.by_role, row.by_id) == (NeedState.UNCONFIRMED, Role.PORTAL, None)
    assert about(world.after(HIDDEN_AFTER + 30), *asked) == []


def test_one_word_brings_a_hidden_need_back_for_another_year(world: World, cast: Cast) -> None:
    need = a_hopeful_need(world, cast)
    for days in (365, HIDDEN_AFTER + 1):
        world.after(days)
    needs.confirm(world.session, need, by=cast.amina, now=NOON + 500 * DAY)
    assert (need.state, need.confirm_by) == (NeedState.IN_MATCHING, None)
    assert about(world.after(500 + 364), K.PLEASE_CONFIRM) == []
    assert (K.PLEASE_CONFIRM, "Amina") in world.after(500 + 366)


def test_a_need_that_was_confirmed_in_time_is_never_hidden(world: World, cast: Cast) -> None:
    need = a_hopeful_need(world, cast)
    world.after(365)
    needs.confirm(world.session, need, by=cast.amina, now=NOON + 370 * DAY)
    assert about(world.after(HIDDEN_AFTER + 1), K.NOW_HIDDEN) == [(K.NOW_HIDDEN, "Carla")]
    assert need.state == NeedState.IN_MATCHING


def test_what_is_hidden_is_taken_out_of_the_ranking(world: World, cast: Cast) -> None:
    need = a_hopeful_need(world, cast)
    world.after(365)
    work.forget(world.session)
    world.after(HIDDEN_AFTER + 1)
    assert (Job.RANK_NEED, need.id) in world.ranked()


def test_a_need_that_comes_back_after_its_day_is_asked_about_anew(world: World, cast: Cast) -> None:
    need = a_hopeful_need(world, cast)
    world.after(365)
    need.state = NeedState.ON_HOLD
    assert about(world.after(600), K.PLEASE_CONFIRM, K.NOW_HIDDEN) == [(K.NOW_HIDDEN, "Carla")]
    need.state, need.changed_at = NeedState.IN_MATCHING, NOON + 610 * DAY
    assert about(world.after(611), K.PLEASE_CONFIRM, K.NOW_HIDDEN) == [(K.PLEASE_CONFIRM, "Amina")]
    assert (need.state, need.confirm_by) == (NeedState.IN_MATCHING, (NOON + 701 * DAY).date())


@pytest.mark.parametrize(
    "state", [NeedState.MATCHED, NeedState.ON_HOLD, NeedState.CLOSED, NeedState.WITHDRAWN]
)
def test_a_need_that_looks_for_nothing_is_not_asked_about(world: World, cast: Cast, state: NeedState) -> None:
    a_need(world.session, cast, state=state)
    assert world.after(800) == []


def test_a_need_without_a_hope_for_ninety_days_is_unmet_and_its_state_hears_once(
    world: World, cast: Cast
) -> None:
    need = a_need(world.session, cast, state=NeedState.IN_MATCHING)
    assert world.after(89) == []
    assert world.after(90) == [(K.NEED_UNMET, "Amina")]
    assert (need.unmet_on, need.state) == (date(2027, 2, 20), NeedState.IN_MATCHING)
    assert world.after(200) == []


@pytest.mark.parametrize("state", [MatchState.DISMISSED, MatchState.DECLINED, MatchState.LAPSED])
def test_a_need_whose_every_match_has_ended_is_unmet(world: World, cast: Cast, state: MatchState) -> None:
    match = a_match(world.session, cast, state=state)
    assert (K.NEED_UNMET, "Amina") in world.after(90)
    assert match.need.unmet_on == date(2027, 2, 20)


@pytest.mark.parametrize("state", [MatchState.SUGGESTED, MatchState.CONSENT_ASKED, MatchState.INTRODUCED])
def test_a_need_with_a_match_on_its_way_is_not_unmet(world: World, cast: Cast, state: MatchState) -> None:
    match = a_match(world.session, cast, state=state)
    match.answer_by = None
    assert (K.NEED_UNMET, "Amina") not in world.after(90)
    assert match.need.unmet_on is None


def test_an_introduction_ends_what_was_unmet(world: World, cast: Cast) -> None:
    match = a_match(world.session, cast, state=MatchState.DISMISSED)
    world.after(90)
    assert match.need.unmet_on == date(2027, 2, 20)
    other = a_match(world.session, cast, need=match.need, state=MatchState.INTRODUCED, now=NOON + 95 * DAY)
    assert other.need.unmet_on is None
