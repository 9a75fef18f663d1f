"""Work that follows a deed: asked for inside the transaction, done by the door after the commit (jobs.py)."""

from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session

ASKED = "work_asked"  # the key under which a session keeps what was asked of it


class Job(StrEnum):
    RANK_NEED = "rank_need"
    RANK_OFFER = "rank_offer"
    RANK_ALL = "rank_all"
    KEEP_REASONS = "keep_reasons"
    POST_LETTERS = "post_letters"


@dataclass(frozen=True)
class Work:
    job: Job
    thing_id: int | None = None


def ask(session: Session, job: Job, thing_id: int | None = None) -> None:
    """Remember *job* for after the commit; a rollback forgets it with everything else."""
    session.info.setdefault(ASKED, []).append(Work(job, thing_id))


def asked(session: Session) -> list[Work]:
    """What was asked, each once, oldest first; asking again finds nothing."""
    return list(dict.fromkeys(session.info.pop(ASKED, [])))
