"""A background job whose process is killed before any statement of its own: the old result, or the new one."""

import os
import signal
from datetime import datetime, timedelta
from itertools import count

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from matchmaker import clock, jobs
from matchmaker.database import open_engine
from matchmaker.models import AskedWork, Letter, Match, ProfileFit, RankingRun
from matchmaker.services import work
from matchmaker.settings import Settings
from matchmaker.vocabulary import Job, LetterKind, NeedState, OfferState
from tests.cast import Cast
from tests.interests import a_profile
from tests.stories import a_need, an_offer

STEP = 3  # of the statements each third is a place to be killed at; commits among them


@pytest.fixture
def ranked(engine: sa.Engine, session: Session, settings: Settings, cast: Cast) -> list[int]:
    """Two needs and two offers, ranked; then a third offer, not ranked yet. The ids of the offers."""
    offers = [an_offer(session, cast, state=OfferState.PUBLISHED) for _ in range(2)]
    for _ in range(2):
        a_need(session, cast, state=NeedState.PUBLISHED)
    session.commit()
    jobs.catch_up(engine, settings)
    third = an_offer(session, cast, state=OfferState.PUBLISHED)
    work.forget(session)
    session.commit()
    return [*(offer.id for offer in offers), third.id]


def killed(settings: Settings, at: int) -> bool:
    """Whether a process that does what waits was killed before its statement (or commit) number *at*."""
    pid = os.fork()
    if not pid:
        engine, done = open_engine(settings.database_url), count(1)

        def perhaps_die(*_: object) -> None:
            if next(done) == at:
                os.kill(os.getpid(), signal.SIGKILL)

        for moment in ("before_cursor_execute", "commit"):
            sa.event.listen(engine, moment, perhaps_die)
        try:
            jobs.catch_up(engine, settings)
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(pid, 0)[1])


def suggested(session: Session) -> list[int]:
    """The offers suggested for each need: the same for both, or the list is half of one."""
    session.rollback()
    rows = session.exec(select(Match.need_id, Match.offer_id)).all()
    session.rollback()
    one, other = (
        [offer for need, offer in rows if need == each] for each in sorted({need for need, _ in rows})
    )
    assert sorted(one) == sorted(other)
    return sorted(one)


def whole_runs(session: Session) -> list[str]:
    session.rollback()
    session.expire_all()
    found = session.exec(select(RankingRun).where(col(RankingRun.whole)).order_by(col(RankingRun.id))).all()
    told = ["ended" if run.finished_at else "aborted" if run.aborted_at else "begun" for run in found]
    session.rollback()
    return told


def waits(session: Session) -> int:
    session.rollback()
    number = session.exec(select(sa.func.count()).select_from(AskedWork)).one()
    session.rollback()
    return number


class Calendar:
    """What time it is, for this process and for those that it starts."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def move_on(self, by: timedelta) -> None:
        self.now += by


@pytest.fixture
def calendar(noon: datetime, monkeypatch: pytest.MonkeyPatch) -> Calendar:
    calendar = Calendar(noon)
    monkeypatch.setattr(clock, "now", lambda: calendar.now)
    return calendar


@pytest.mark.proves("R2")
@pytest.mark.parametrize("job", [Job.RANK_ALL, Job.RANK_OFFER])
def test_wherever_a_ranking_is_killed_the_old_lists_stand_and_it_is_taken_up_again(
    engine: sa.Engine,
    session: Session,
    settings: Settings,
    ranked: list[int],
    calendar: Calendar,
    job: Job,
) -> None:
    *old, new = ranked
    seen = []
    for at in range(1, 400, STEP):
        work.ask(session, job, None if job == Job.RANK_ALL else new)
        session.commit()
        died = killed(settings, at)
        stands = suggested(session)
        assert stands in (old, ranked)
        assert waits(session) == (stands == old)  # asked for until it is done
        before = whole_runs(session)
        calendar.move_on(timedelta(days=1))
        jobs.catch_up(engine, settings)  # as the next worker does
        assert (suggested(session), waits(session)) == (ranked, 0)
        seen.append((died, stands == old))
        if "begun" in before:  # the run of the killed process is told as what it is
            assert whole_runs(session) == [*before[:-1], "aborted", "ended"]
        if not died:
            break
        session.exec(sa.delete(Match).where(col(Match.offer_id) == new))  # the old lists again
        session.commit()
    assert seen[-1] == (False, False)
    assert (True, True) in seen
    assert len(seen) > 5


@pytest.mark.proves("R2")
def test_wherever_the_matching_of_a_profile_is_killed_each_need_is_told_once(
    engine: sa.Engine,
    session: Session,
    settings: Settings,
    ranked: list[int],
    cast: Cast,
    calendar: Calendar,
) -> None:
    profile = a_profile(session, cast)
    session.commit()
    jobs.catch_up(engine, settings)  # compared for the first time: what fits is no news
    a_need(session, cast, state=NeedState.IN_MATCHING)
    work.forget(session)
    deaths = 0
    for at in range(1, 400, STEP):
        session.exec(sa.delete(AskedWork))
        work.ask(session, Job.MATCH_PROFILE, profile.id)
        calendar.move_on(timedelta(seconds=1))
        session.commit()
        if not killed(settings, at):
            break
        deaths += 1
        assert news_of(session) in ((waits(session) == 1, 0, 0), (False, 1, 1))
    assert deaths > 3
    assert (news_of(session), waits(session)) == ((False, 1, 1), 0)


def news_of(session: Session) -> tuple[bool, int, int]:
    """Whether it is still to be told; the letters that were written, and the needs that were told."""
    session.rollback()
    letters = select(sa.func.count()).where(Letter.kind == LetterKind.PROFILE_FITS)
    told = select(sa.func.count()).where(col(ProfileFit.told_at).is_not(None))
    numbers = session.exec(letters).one(), session.exec(told).one()
    session.rollback()
    return numbers == (0, 0), *numbers
