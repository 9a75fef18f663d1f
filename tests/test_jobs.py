"""Background work: after the commit, each job by itself, and a failing one harms nobody."""

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select
from structlog.testing import capture_logs

from matchmaker import jobs
from matchmaker.models import Match, RankingRun
from matchmaker.services import matching, work
from matchmaker.services.work import Job, Work
from matchmaker.settings import Settings
from matchmaker.vocabulary import NeedState, OfferState
from tests.cast import Cast
from tests.stories import a_need, an_offer


@pytest.fixture
def asked(session: Session, cast: Cast) -> list[Work]:
    """An offer, then a need, published and committed: the work that they ask for."""
    an_offer(session, cast, state=OfferState.PUBLISHED)
    a_need(session, cast, state=NeedState.PUBLISHED)
    session.commit()
    return work.asked(session)


def pairs(session: Session) -> int:
    session.rollback()
    return len(session.exec(select(Match)).all())


def runs(session: Session) -> list[tuple[int, int]]:
    """(needs, offers) of each run."""
    session.rollback()
    found = session.exec(select(RankingRun).order_by(col(RankingRun.id))).all()
    return [(run.needs, run.offers) for run in found]


def test_what_was_asked_is_done_and_committed(
    engine: Engine, session: Session, settings: Settings, asked: list[Work]
) -> None:
    jobs.run(engine, settings, asked)
    assert (pairs(session), runs(session)) == (1, [(1, 1), (1, 1)])


def test_nothing_asked_is_nothing_done(
    engine: Engine, session: Session, settings: Settings, cast: Cast
) -> None:
    session.commit()
    jobs.run(engine, settings, [])
    assert runs(session) == []


def test_a_job_that_fails_is_logged_and_the_next_one_is_done(
    engine: Engine, session: Session, settings: Settings, asked: list[Work]
) -> None:
    with capture_logs() as logs:
        jobs.run(engine, settings, [Work(Job.RANK_NEED, 2**31 - 1), *asked])
    assert [(log["event"], log["job"], log["thing_id"]) for log in logs] == [
        ("job_failed", Job.RANK_NEED, 2**31 - 1)
    ]
    assert logs[0]["exc_info"] is True
    assert pairs(session) == 1


def test_a_job_that_fails_midway_leaves_nothing_half_done(
    engine: Engine, session: Session, settings: Settings, asked: list[Work], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(*_: object, **__: object) -> None:
        raise RuntimeError("the need has gone")

    monkeypatch.setattr(matching.needs, "start_matching", stumble)
    with capture_logs() as logs:
        jobs.run(engine, settings, asked[-1:])
    assert (len(logs), pairs(session), runs(session)) == (1, 0, [])


def test_many_jobs_become_one_ranking_of_everything(
    engine: Engine, session: Session, settings: Settings, asked: list[Work]
) -> None:
    jobs.run(engine, settings, [Work(Job.RANK_OFFER, number) for number in range(jobs.MANY + 1)])
    assert (pairs(session), runs(session)) == (1, [(1, 1)])
