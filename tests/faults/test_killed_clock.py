"""A tick whose process is killed before any statement: what was done is done, what was not is done next time."""

import os
import signal
from collections import Counter
from datetime import timedelta
from itertools import count

import sqlalchemy as sa
from sqlmodel import Session, col, select

from matchmaker import clocks
from matchmaker.database import open_engine
from matchmaker.lists import Catalogue
from matchmaker.models import History, Letter
from matchmaker.settings import Settings
from matchmaker.vocabulary import LetterKind, MatchState, NeedState, OfferState
from tests.cast import NOON, Cast
from tests.interests import a_search
from tests.stories import a_match, a_need, an_offer

LATER = NOON + timedelta(days=95)
STEP = 4  # of the statements each fourth is a place to be killed at; commits among them


def killed(settings: Settings, at: int) -> bool:
    """Whether a process that ticks was killed before its statement (or commit) number *at*."""
    pid = os.fork()
    if not pid:
        engine, done = open_engine(settings.database_url), count(1)

        def perhaps_die(*_: object) -> None:
            if next(done) == at:
                os.kill(os.getpid(), signal.SIGKILL)

        for moment in ("before_cursor_execute", "commit"):
            sa.event.listen(engine, moment, perhaps_die)
        try:
            clocks.tick(engine, now=LATER)
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(pid, 0)[1])


def test_a_tick_that_is_killed_again_and_again_tells_everything_once(
    engine: sa.Engine, session: Session, settings: Settings, cast: Cast
) -> None:
    match = a_match(session, cast, state=MatchState.INTRODUCED)
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    offer = an_offer(
        session, cast, state=OfferState.PUBLISHED, valid_until=(LATER - timedelta(days=3)).date()
    )
    an_offer(session, cast, by=cast.chen)
    a_search(session, cast, state=Catalogue.OFFERS)
    an_offer(session, cast, by=cast.chen, state=OfferState.PUBLISHED)
    session.commit()
    deaths = 0
    while killed(settings, at=1 + deaths * STEP):
        deaths += 1
    told = session.exec(select(Letter.kind, Letter.to_id).where(col(Letter.created_at) == LATER)).all()
    assert deaths > 5
    assert Counter(told) == {
        (LetterKind.CONTACT_UNDER_WAY, cast.amina.id): 1,
        (LetterKind.CONTACT_UNDER_WAY, cast.carla.id): 1,
        (LetterKind.DRAFT_WAITING, cast.chen.id): 1,
        (LetterKind.NEED_UNMET, cast.amina.id): 1,
        (LetterKind.OFFER_ENDED, cast.carla.id): 1,
        (LetterKind.SEARCH_NEWS, cast.carla.id): 1,
    }
    moves = session.exec(select(History.action).where(col(History.at) == LATER)).all()
    session.expire_all()
    assert (moves, offer.state, match.state) == (["offer.expire"], "expired", "introduced")
    assert need.unmet_on == LATER.date()
    session.commit()
    assert clocks.tick(engine, now=LATER) == clocks.Ticked(Counter(), 0)
