"""What time does: everything that is due now, each thing in a transaction of its own.

It may run twice, late, after weeks of downtime, or several times at once: what is done is due no more, and a
letter of one occasion is never written twice. A thing that fails is logged and left for the next time.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from matchmaker.database import open_session, transaction
from matchmaker.services import due
from matchmaker.services.due import CHORES, Chore

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Ticked:
    """How often each chore was done, and how many things failed."""

    done: Counter[str]
    failed: int


def tick(engine: Engine, *, now: datetime) -> Ticked:
    """Do all that is due at *now*. Never raises for a single thing; raises if the database cannot be read."""
    done: Counter[str] = Counter()
    failed = 0
    for chore in CHORES:
        with open_session(engine, writes=False) as session:
            things = due.find(session, chore, now=now)
        for thing_id in things:
            try:
                done[chore.name] += _do(engine, chore, thing_id, now=now)
            except Exception:
                failed += 1
                log.exception("chore_failed", chore=chore.name, thing_id=thing_id)
    return Ticked(+done, failed)


def _do(engine: Engine, chore: Chore, thing_id: int, *, now: datetime) -> bool:
    try:
        with transaction(engine) as session:
            return due.do(session, chore, thing_id, now=now)
    except IntegrityError:
        if _is_due(engine, chore, thing_id, now=now):
            raise
        return False  # somebody who ticks at the same time wrote the same letter a moment before


def _is_due(engine: Engine, chore: Chore, thing_id: int, *, now: datetime) -> bool:
    with open_session(engine, writes=False) as session:
        return thing_id in due.find(session, chore, now=now)
