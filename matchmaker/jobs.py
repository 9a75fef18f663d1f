"""Background work behind one interface. For now it runs inline, right after the commit that asked for it."""

from collections.abc import Callable, Sequence

import structlog
from sqlalchemy import Engine

from matchmaker import clock
from matchmaker.database import open_session, transaction
from matchmaker.models import Match, Need, Offer
from matchmaker.services import explaining, matching, posting
from matchmaker.services.work import Job, Work
from matchmaker.settings import Settings

log = structlog.get_logger(__name__)
Doing = Callable[[Engine, Settings, Work | None], None]
MANY = 30  # jobs after one deed, beyond which one ranking of everything is quicker


def run(engine: Engine, settings: Settings, works: Sequence[Work]) -> None:
    """Do *works*, each in a transaction of its own.

    The deed that asked is done and committed: a job that fails is logged, and the next ranking makes it good.
    """
    by_job = {job: [work for work in works if work.job == job] for job in Job}
    if by_job[Job.POST_LETTERS]:
        _attempt(_post, engine, settings, Work(Job.POST_LETTERS))
    for work in by_job[Job.KEEP_REASONS]:  # before a ranking that might forget what they were
        _attempt(_keep, engine, settings, work)
    ranking = by_job[Job.RANK_NEED] + by_job[Job.RANK_OFFER]
    everything = by_job[Job.RANK_ALL] or len(ranking) > MANY
    for work in [None] if everything else ranking:
        _attempt(_rank, engine, settings, work)


def _attempt(do: Doing, engine: Engine, settings: Settings, work: Work | None) -> None:
    try:
        do(engine, settings, work)
    except Exception:
        log.exception("job_failed", job=work.job if work else "rank_all", thing_id=work and work.thing_id)


def _post(engine: Engine, settings: Settings, work: Work | None) -> None:
    """No mail leaves the demonstration: its letters are files, beside the page on which staff read them."""
    if settings.demo:
        with transaction(engine) as session:
            posting.drop(
                session, folder=settings.var / posting.FOLDER, base_url=settings.base_url, now=clock.now()
            )


def _keep(engine: Engine, settings: Settings, work: Work | None) -> None:
    with transaction(engine) as session:
        match = session.get_one(Match, work.thing_id)
        folder = settings.var / matching.FOLDER
        explaining.keep_reasons(session, match, index_folder=folder, now=clock.now())


def _rank(engine: Engine, settings: Settings, work: Work | None) -> None:
    """Rank one thing, or everything. What is new is read before the database is locked for writing."""
    with open_session(engine, writes=False) as session:
        matching.open_index(session, settings.var / matching.FOLDER)
    asked = {"index_folder": settings.var / matching.FOLDER, "now": clock.now()}
    with transaction(engine) as session:
        if work is None:
            matching.rank_all(session, **asked)
        elif work.job == Job.RANK_NEED:
            matching.rank_need(session, session.get_one(Need, work.thing_id), **asked)
        else:
            matching.rank_offer(session, session.get_one(Offer, work.thing_id), **asked)
