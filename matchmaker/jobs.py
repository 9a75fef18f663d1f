"""Background work behind one interface. For now it runs inline, right after the commit that asked for it."""

from collections.abc import Sequence

import structlog
from sqlalchemy import Engine

from matchmaker import clock
from matchmaker.database import open_session, transaction
from matchmaker.models import Need, Offer
from matchmaker.services import matching
from matchmaker.services.work import Job, Work
from matchmaker.settings import Settings

log = structlog.get_logger(__name__)
MANY = 30  # jobs after one deed, beyond which one ranking of everything is quicker


def run(engine: Engine, settings: Settings, works: Sequence[Work]) -> None:
    """Do *works*, each in a transaction of its own.

    The deed that asked is done and committed: a job that fails is logged, and the next ranking makes it good.
    """
    if len(works) > MANY:
        _attempt(engine, settings, None)
        return
    for work in works:
        _attempt(engine, settings, work)


def _attempt(engine: Engine, settings: Settings, work: Work | None) -> None:
    try:
        _prepare(engine, settings)
        _do(engine, settings, work)
    except Exception:
        log.exception("job_failed", job=work.job if work else "rank_all", thing_id=work and work.thing_id)


def _prepare(engine: Engine, settings: Settings) -> None:
    """Read what is new into the index before the database is locked for writing."""
    with open_session(engine, writes=False) as session:
        matching.open_index(session, settings.var / matching.FOLDER)


def _do(engine: Engine, settings: Settings, work: Work | None) -> None:
    asked = {"index_folder": settings.var / matching.FOLDER, "now": clock.now()}
    with transaction(engine) as session:
        if work is None:
            matching.rank_all(session, **asked)
        elif work.job == Job.RANK_NEED:
            matching.rank_need(session, session.get_one(Need, work.thing_id), **asked)
        else:
            matching.rank_offer(session, session.get_one(Offer, work.thing_id), **asked)
