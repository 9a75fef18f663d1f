"""What time does to pools: questions that lapse, and pools that did not come about."""

import pytest

from matchmaker.services import invitations
from matchmaker.vocabulary import DeclineReason, LetterKind
from tests.cast import NOON, Cast
from tests.clocks.conftest import DAY, World
from tests.islands import Islands, asked

K = LetterKind
LAST = 19  # fifteen working days from a Sunday
THREE = ("Sina", "Taniela", "Filipo")


@pytest.fixture
def islands(world: World, cast: Cast) -> Islands:
    return Islands(world.session, cast)


def test_whoever_is_silent_is_reminded_once_and_then_the_question_lapses(
    world: World, islands: Islands
) -> None:
    pool = islands.pool(joined=(islands.sina, islands.taniela))
    assert world.after(LAST - 6) == []
    assert world.after(LAST - 5) == [(K.POOL_WAITED_FOR, "Filipo")]
    assert "by December 11, 2026; after that day" in world.last(K.POOL_WAITED_FOR).body
    assert world.after(LAST) == []
    assert asked(pool, islands.filipo).state == "asked"
    assert world.after(LAST + 1) == []
    assert (pool.state, [one.state for one in pool.invitations]) == (
        "standing",
        ["joined", "joined", "lapsed"],
    )


def test_a_pool_that_did_not_come_about_ends_on_the_same_day_whoever_declined(
    world: World, islands: Islands
) -> None:
    """One who has said yes learns from the day of the end neither that nor when others declined."""
    pool = islands.pool(joined=(islands.sina,))
    for person in (islands.taniela, islands.filipo):
        invitations.decline(
            world.session, asked(pool, person), reason=DeclineReason.POLICY, note="", by=person, now=NOON
        )
    assert world.after(LAST) == []
    assert pool.state == "proposed"
    assert world.after(LAST + 1) == [(K.POOL_ENDED, "Sina")]
    assert (pool.state, pool.invitations[0].state) == ("dissolved", "ended")


def test_a_pool_to_which_nobody_answers_ends_without_a_letter(world: World, islands: Islands) -> None:
    pool = islands.pool()
    assert world.after(LAST - 5) == [(K.POOL_WAITED_FOR, name) for name in THREE]
    assert world.after(LAST + 1) == []
    assert (pool.state, {one.state for one in pool.invitations}) == ("dissolved", {"lapsed"})


def test_a_question_of_which_nobody_was_reminded_does_not_lapse_yet(world: World, islands: Islands) -> None:
    """The portal slept for a month, over the reminder and the last day."""
    pool = islands.pool()
    assert world.after(30) == [(K.POOL_WAITED_FOR, name) for name in THREE]
    assert {one.answer_by for one in pool.invitations} == {(NOON + 35 * DAY).date()}
    assert world.after(35) == []
    assert pool.state == "proposed"
    world.after(36)
    assert pool.state == "dissolved"


def test_whoever_is_asked_again_is_reminded_again(world: World, islands: Islands, cast: Cast) -> None:
    pool = islands.pool(joined=(islands.sina, islands.taniela))
    world.after(LAST - 5)
    world.after(LAST + 1)
    later = NOON + 30 * DAY
    invitations.ask_again(world.session, asked(pool, islands.filipo), by=cast.dao, now=later)
    world.news()
    assert world.after(30 + LAST - 3) == [(K.POOL_WAITED_FOR, "Filipo")]
