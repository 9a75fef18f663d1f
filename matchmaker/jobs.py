"""What is done in the background. Each function may be called at any time, twice, or after a week's sleep."""

from collections.abc import Sequence
from threading import Lock
from time import sleep

import structlog
from sqlalchemy import Engine

from matchmaker import clock, clocks
from matchmaker.database import open_session, transaction
from matchmaker.filing.scanner import NoVerdict, virus_in
from matchmaker.filing.store import store_of
from matchmaker.models import Attachment, Match, Need, Offer, Profile, RankingRun
from matchmaker.postman import rounds
from matchmaker.services import attachments, explaining, fitting, matching, runs, throttling, work
from matchmaker.services.work import Work
from matchmaker.settings import Settings
from matchmaker.vocabulary import Job

log = structlog.get_logger(__name__)
RANKING = {Job.RANK_NEED, Job.RANK_OFFER, Job.RANK_ALL}
MANY = 30  # rankings that wait, beyond which one ranking of everything is quicker
BREATH_S = 0.1  # between two pieces of a job: whoever waits to write to SQLite asks again that often
ON_A_ROUND = Lock()
AT_IT = Lock()  # held by whoever does what waits: two at once would do it twice

Waiting = dict[Work, list[int]]  # what is to be done -> the rows that ask for it


def catch_up(engine: Engine, settings: Settings) -> None:
    """Do all work that waits. Whoever finds somebody at it leaves it to them, for they look once more at the end."""
    while (waiting := _waiting(engine)) and AT_IT.acquire(blocking=False):
        try:
            for asked, row_ids in waiting.items():
                _attempt(engine, settings, asked, row_ids)
        finally:
            AT_IT.release()


def _waiting(engine: Engine) -> Waiting:
    with open_session(engine, writes=False) as session:
        rows = work.due(session, now=clock.now())
    waiting: Waiting = {}
    # First the reasons, before a ranking might forget what they were.
    for row in sorted(rows, key=lambda row: row.job in RANKING):
        waiting.setdefault(Work(row.job, row.thing_id), []).append(row.id)
    return _together(waiting)


def _together(waiting: Waiting) -> Waiting:
    """The same with one ranking of everything in the place of many, or of any beside it."""
    ranking = [asked for asked in waiting if asked.job in RANKING]
    if Work(Job.RANK_ALL) not in waiting and len(ranking) <= MANY:
        return waiting
    row_ids = [row_id for asked in ranking for row_id in waiting.pop(asked)]
    return waiting | {Work(Job.RANK_ALL): row_ids}


def _attempt(engine: Engine, settings: Settings, asked: Work, row_ids: Sequence[int]) -> None:
    """Work that fails is logged and waits; the rows that ask for it are deleted with what it writes."""
    with transaction(engine) as session:
        ours = work.begin(session, row_ids, now=clock.now())
    try:
        if ours and asked.job == Job.RANK_ALL:
            rank_all(engine, settings, row_ids=ours)
        elif ours and asked.job == Job.SCAN_FILE:
            scan(engine, settings, asked.thing_id, row_ids=ours)
        elif ours:
            _do(engine, settings, asked, ours)
    except Exception:
        log.exception("job_failed", job=asked.job, thing_id=asked.thing_id)


def _do(engine: Engine, settings: Settings, asked: Work, row_ids: Sequence[int]) -> None:
    """What is new in the catalogue is read before the database is locked for writing."""
    folder = settings.var / matching.FOLDER
    with open_session(engine, writes=False) as session:
        matching.open_index(session, folder)
    with transaction(engine) as session:
        work.finish(session, row_ids)
        thing = session.get(ABOUT[asked.job], asked.thing_id)
        if thing is not None:  # else it has gone meanwhile, and there is nothing to do
            DOING[asked.job](session, thing, index_folder=folder, now=clock.now())


def scan(engine: Engine, settings: Settings, attachment_id: int | None, *, row_ids: Sequence[int]) -> None:
    """Ask the scanner about a file that is held back, while no database is locked. NoVerdict if it does not say."""
    if settings.clamd is None:
        raise NoVerdict("A file is held back for the scanner, and CLAMD_SOCKET is not set.")
    with open_session(engine, writes=False) as session:
        attachment = session.get(Attachment, attachment_id)
        content = store_of(settings).read(attachment.ref) if attachment else None
    virus = virus_in(content, settings.clamd) if content is not None else ""
    if virus:
        log.warning("virus_found", attachment_id=attachment_id, virus=virus)
    with transaction(engine) as session:
        work.finish(session, row_ids)
        attachments.judge(session, attachment_id, virus=virus)


ABOUT = {
    Job.RANK_NEED: Need,
    Job.RANK_OFFER: Offer,
    Job.KEEP_REASONS: Match,
    Job.MATCH_PROFILE: Profile,
}
DOING = {
    Job.RANK_NEED: matching.rank_need,
    Job.RANK_OFFER: matching.rank_offer,
    Job.KEEP_REASONS: explaining.keep_reasons,
    Job.MATCH_PROFILE: fitting.match_profile,
}


def rank_all(
    engine: Engine,
    settings: Settings,
    *,
    row_ids: Sequence[int] = (),
    progress: runs.Progress = runs.quietly,
) -> RankingRun:
    """Compare everything with everything, then let it take the place of what was suggested before.

    Raises runs.Replaced if another process has begun the same meanwhile.
    """
    folder, began = settings.var / matching.FOLDER, clock.now()
    with transaction(engine) as session:
        run_id = runs.begin(session, now=began).id
    with engine.connect() as connection:  # one for both, for what is found is laid down in it
        with open_session(connection, writes=False) as session:
            compared = runs.compare(session, index_folder=folder, now=began, progress=progress)
            session.commit()
        for some in runs.pieces(compared):
            with transaction(connection) as session:
                compared = runs.start_matching(session, some, compared, now=clock.now())
            if engine.dialect.name == "sqlite":  # elsewhere whoever waits has a place in a queue
                sleep(BREATH_S)
        with transaction(connection) as session:
            work.finish(session, row_ids)
            return runs.switch(session, session.get_one(RankingRun, run_id), compared, now=clock.now())


def rank_nightly(engine: Engine, settings: Settings) -> None:
    """Rank everything anew once a night: offers end, countries leave groups, and nobody presses a button."""
    with transaction(engine) as session:
        if runs.is_due(session, now=clock.now()) and not work.is_asked(session, Job.RANK_ALL):
            work.ask(session, Job.RANK_ALL)
    catch_up(engine, settings)


def tick(engine: Engine, settings: Settings) -> None:
    """Do what time asks for, and then what follows from it."""
    with transaction(engine) as session:
        throttling.clear(session, now=clock.now())
    clocks.tick(engine, now=clock.now())
    catch_up(engine, settings)
    with open_session(engine, writes=False) as session:
        attachments.sweep(session, store_of(settings), now=clock.now())


def post_letters(engine: Engine, settings: Settings) -> None:
    """Send what is due. Whoever finds somebody on a round leaves it to them: a slow mail server holds up one of us."""
    if ON_A_ROUND.acquire(blocking=False):
        try:
            rounds.send_due(engine, settings)
        finally:
            ON_A_ROUND.release()
