"""Background work: stored with the deed, each job by itself, and a failing one harms nobody."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, Select
from sqlmodel import Session, col, select
from structlog.testing import capture_logs

from matchmaker import clock, jobs
from matchmaker.models import AskedWork, Match, RankingRun
from matchmaker.services import matching, runs, work
from matchmaker.settings import Settings
from matchmaker.vocabulary import Job, NeedState, OfferState
from tests.cast import Cast
from tests.stories import a_need, an_offer


@pytest.fixture
def asked(session: Session, cast: Cast) -> None:
    """An offer, then a need, published and committed."""
    an_offer(session, cast, state=OfferState.PUBLISHED)
    a_need(session, cast, state=NeedState.PUBLISHED)
    session.commit()


def ask(session: Session, job: Job, *things: int | None) -> None:
    for thing in things:
        work.ask(session, job, thing)
    session.commit()


def read(session: Session, statement: Select) -> list:
    """The rows as they stand in the database, which is left free for others to write."""
    session.rollback()
    found = [row.model_copy() for row in session.exec(statement.execution_options(populate_existing=True))]
    session.rollback()
    return found


def pairs(session: Session) -> int:
    return len(read(session, select(Match)))


def whole_runs(session: Session) -> list[tuple[int, int, bool, bool]]:
    """(needs, offers, whether it ended, whether it was aborted) of each run of everything."""
    found = read(session, select(RankingRun).where(col(RankingRun.whole)).order_by(col(RankingRun.id)))
    return [(run.needs, run.offers, bool(run.finished_at), bool(run.aborted_at)) for run in found]


def waiting(session: Session) -> list[tuple[Job, int | None, int]]:
    """What is still asked for: job, thing, how often it was begun."""
    rows = read(session, select(AskedWork).order_by(col(AskedWork.id)))
    return [(row.job, row.thing_id, row.tries) for row in rows]


@pytest.mark.usefixtures("asked")
def test_what_was_asked_is_done_and_asked_no_more(
    engine: Engine, session: Session, settings: Settings
) -> None:
    assert [job for job, *_ in waiting(session)] == [Job.RANK_OFFER, Job.RANK_NEED]
    jobs.catch_up(engine, settings)
    assert (pairs(session), waiting(session)) == (1, [])


def test_nothing_asked_is_nothing_done(
    engine: Engine, session: Session, settings: Settings, cast: Cast
) -> None:
    session.commit()
    jobs.catch_up(engine, settings)
    assert session.exec(select(RankingRun)).all() == []


def test_a_deed_that_is_rolled_back_asks_for_nothing(session: Session) -> None:
    work.ask(session, Job.RANK_ALL)
    session.rollback()
    assert waiting(session) == []


@pytest.mark.usefixtures("asked")
def test_work_about_a_thing_that_has_gone_is_done(
    engine: Engine, session: Session, settings: Settings
) -> None:
    ask(session, Job.RANK_NEED, 2**31 - 1)
    with capture_logs() as logs:
        jobs.catch_up(engine, settings)
    assert (logs, pairs(session), waiting(session)) == ([], 1, [])


@pytest.fixture
def stumbling(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*_: object, **__: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(matching.needs, "start_matching", stumble)


@pytest.mark.usefixtures("asked", "stumbling")
def test_a_job_that_fails_is_logged_leaves_nothing_half_done_and_waits(
    engine: Engine, session: Session, settings: Settings
) -> None:
    need_id = waiting(session)[-1][1]
    with capture_logs() as logs:
        jobs.catch_up(engine, settings)
    assert [(log["event"], log["job"], log["thing_id"], log["exc_info"]) for log in logs] == [
        ("job_failed", Job.RANK_NEED, need_id, True)
    ]
    assert waiting(session) == [(Job.RANK_NEED, need_id, 1)]
    with capture_logs() as logs:
        jobs.catch_up(engine, settings)  # it is not tried again at once
    assert (logs, pairs(session)) == ([], 1)  # the pair that the offer's own job has found before


@pytest.mark.usefixtures("asked")
def test_work_that_failed_is_begun_again_after_a_pause_that_grows_to_an_hour(
    session: Session, noon: datetime
) -> None:
    ids = [row.id for row in work.due(session, now=noon)]
    pauses, now = [], noon
    for _ in range(8):
        assert work.begin(session, ids, now=now) == ids
        session.flush()
        assert work.begin(session, ids, now=now) == []  # it is in hand
        (row, *_) = session.exec(select(AskedWork)).all()
        pauses.append(row.not_before - now)
        now = row.not_before
    assert pauses == [timedelta(minutes=minutes) for minutes in (1, 2, 4, 8, 16, 32, 60, 60)]


@pytest.mark.proves("S53")
@pytest.mark.usefixtures("asked")
def test_many_rankings_become_one_ranking_of_everything(
    engine: Engine, session: Session, settings: Settings
) -> None:
    ask(session, Job.RANK_OFFER, *range(jobs.MANY + 1))
    jobs.catch_up(engine, settings)
    assert (pairs(session), whole_runs(session), waiting(session)) == (1, [(1, 1, True, False)], [])


@pytest.mark.proves("S53")
@pytest.mark.usefixtures("asked")
def test_whoever_finds_somebody_at_work_leaves_it_to_them(
    engine: Engine, session: Session, settings: Settings
) -> None:
    with jobs.AT_IT:
        jobs.catch_up(engine, settings)
        assert (pairs(session), len(waiting(session))) == (0, 2)
    jobs.catch_up(engine, settings)
    assert (pairs(session), waiting(session)) == (1, [])


@pytest.mark.usefixtures("asked")
def test_everything_is_ranked_once_a_night_however_often_it_is_looked_at(
    engine: Engine, session: Session, settings: Settings, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    last_night, tonight = noon.replace(hour=2), noon.replace(hour=2) + timedelta(days=1)
    for now in (last_night, last_night + timedelta(hours=23), tonight + timedelta(days=7)):
        monkeypatch.setattr(clock, "now", lambda now=now: now)
        jobs.rank_nightly(engine, settings)
        jobs.rank_nightly(engine, settings)
    assert whole_runs(session) == [(1, 1, True, False)] * 2


@pytest.mark.usefixtures("asked")
def test_a_run_that_was_killed_is_told_as_aborted_and_blocks_nobody(
    engine: Engine, session: Session, settings: Settings, noon: datetime
) -> None:
    runs.begin(session, now=noon)
    session.commit()
    assert whole_runs(session) == [(1, 1, False, False)]
    jobs.rank_all(engine, settings)
    assert whole_runs(session) == [(1, 1, False, True), (1, 1, True, False)]


@pytest.mark.usefixtures("asked")
def test_a_run_that_another_has_replaced_writes_nothing(
    session: Session, settings: Settings, noon: datetime
) -> None:
    folder = settings.var / matching.FOLDER
    former = runs.begin(session, now=noon)
    compared = runs.compare(session, index_folder=folder, now=noon)
    runs.begin(session, now=noon + timedelta(minutes=1))
    with pytest.raises(runs.Replaced):
        runs.switch(session, former, compared, now=noon + timedelta(minutes=2))
    assert pairs(session) == 0
