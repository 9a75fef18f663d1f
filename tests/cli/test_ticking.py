"""`matchmaker tick`: says what it did, and that it may be repeated."""

from datetime import UTC, datetime

import time_machine
from sqlmodel import Session, select

from matchmaker import clocks, jobs
from matchmaker.models import AskedWork, Match
from matchmaker.settings import Settings
from matchmaker.vocabulary import OfferState
from tests.cast import NOON, Cast
from tests.cli.conftest import Run
from tests.clocks.conftest import DAY
from tests.stories import an_offer

LATER = NOON + 40 * DAY


def an_old_offer(session: Session, cast: Cast) -> None:
    """It has ended ten days before LATER."""
    an_offer(session, cast, state=OfferState.PUBLISHED, valid_until=(NOON + 30 * DAY).date())
    an_offer(session, cast)
    session.commit()


def test_it_says_what_it_did_and_then_that_nothing_is_due(run: Run, session: Session, cast: Cast) -> None:
    an_old_offer(session, cast)
    with time_machine.travel(LATER, tick=False):
        first, then = run("tick"), run("tick")
    assert (first.exit_code, first.output.splitlines()) == (
        0,
        ["     1 x expire offer", "     1 x remind of draft offer"],
    )
    assert (then.exit_code, then.output) == (0, "Nothing is due.\n")


def test_the_round_of_the_worker_does_what_follows_too(
    session: Session, cast: Cast, settings: Settings
) -> None:
    an_old_offer(session, cast)
    engine = session.get_bind().engine
    with time_machine.travel(LATER, tick=False):
        jobs.tick(engine, settings)
        assert clocks.tick(engine, now=datetime.now(UTC)).done == {}
    session.rollback()
    assert session.exec(select(AskedWork)).all() == []
    assert session.exec(select(Match)).all() == []
