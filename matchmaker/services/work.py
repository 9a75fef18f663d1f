"""Work that follows a deed: asked for inside its transaction, stored with it, done after the commit (jobs.py)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, or_
from sqlmodel import Session, col, select

from matchmaker.models import AskedWork
from matchmaker.vocabulary import Job

ASKED = "work_asked"  # the key under which a session keeps what was asked of it
FIRST_PAUSE = timedelta(
    minutes=1
)  # until work that was begun and did not end is begun again; doubled each time
LONGEST_PAUSE = timedelta(
    hours=1
)  # so that what cannot be done does not fill the log, and what can is not late
DOUBLINGS = 6  # of the first pause: one more than it takes to be the longest
MOST_AT_ONCE = 500  # rows read in one go; what is left is read next


@dataclass(frozen=True)
class Work:
    job: Job
    thing_id: int | None = None


def ask(session: Session, job: Job, thing_id: int | None = None) -> None:
    """Let *job* be done after the commit; a rollback forgets it with everything else.

    Letters wait in the outbox already. All other work is a row, so that it survives a process that is killed.
    """
    if job != Job.POST_LETTERS:
        session.add(AskedWork(job=job, thing_id=thing_id))
    session.info.setdefault(ASKED, []).append(Work(job, thing_id))


def asked(session: Session) -> list[Work]:
    """What was asked in this session, each once, oldest first; asking again finds nothing."""
    return list(dict.fromkeys(session.info.pop(ASKED, [])))


def due(session: Session, *, now: datetime) -> Sequence[AskedWork]:
    """What waits and was not begun a moment ago, oldest first."""
    rows = select(AskedWork).where(_due(now)).order_by(col(AskedWork.id))
    return session.exec(rows.limit(MOST_AT_ONCE)).all()


def is_asked(session: Session, job: Job) -> bool:
    """Whether *job* is still to be done, or being done."""
    return session.exec(select(AskedWork.id).where(AskedWork.job == job).limit(1)).first() is not None


def begin(session: Session, row_ids: Iterable[int], *, now: datetime) -> list[int]:
    """Take these rows in hand, for as long as nobody else may; those that were still to be had.

    Counted before it is tried: work that kills its process waits as long as work that fails.
    """
    wanted = select(AskedWork).where(col(AskedWork.id).in_(row_ids), _due(now))
    rows = session.exec(wanted.order_by(col(AskedWork.id)).with_for_update()).all()
    for row in rows:
        pause = FIRST_PAUSE * 2 ** min(row.tries, DOUBLINGS)
        row.tries, row.not_before = row.tries + 1, now + min(pause, LONGEST_PAUSE)
    return [row.id for row in rows if row.id is not None]


def finish(session: Session, row_ids: Iterable[int]) -> None:
    """It is done, and what it has written is stored with this."""
    session.connection().execute(delete(AskedWork).where(col(AskedWork.id).in_(row_ids)))


def forget(session: Session) -> None:
    """Nothing is asked any more: it was all done by other means."""
    session.flush()
    asked(session)
    session.connection().execute(delete(AskedWork))


def _due(now: datetime) -> ColumnElement[bool]:
    return or_(col(AskedWork.not_before).is_(None), col(AskedWork.not_before) <= now)
