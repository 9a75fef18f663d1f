"""Hours of work without a pause: no more memory, files or log than before, no failure, and answers in time."""

import time
from collections.abc import Iterator
from datetime import timedelta
from random import Random

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from matchmaker import clock
from matchmaker.commands.places import SEED
from matchmaker.database import open_engine, open_session, transaction
from matchmaker.models import Letter, Person, RankingRun
from matchmaker.services import preferences, seeding, work
from matchmaker.vocabulary import Job, LetterGroup, LetterKind, Pace
from tests.hours.gauges import Heard, Sample, growing, head, sample
from tests.hours.portal import Portal
from tests.hours.readers import Beat, Reader, at_work

REQUESTS_A_S = 20
VISITORS = 3
EVERY_MIN = 10  # everything is ranked anew, and a night passes for letters that wait for a digest
SAMPLES = 120
P95_S = 2.0  # of a machine that does other things, too
KEEPS_UP = 0.95
A_DAY = timedelta(days=1)
TWO_STEPS = ("Gus",)  # who signs in with a code that is good once


def everybody(portal: Portal, heard: Heard) -> list[Reader]:
    """The cast, and some who have no account."""
    cast, beat, lot = seeding.read_cast(SEED), Beat(REQUESTS_A_S), Random(39)  # noqa: S311  # who does what, not a secret
    addresses = [one.email for one in cast.person if one.name not in TWO_STEPS] + [""] * VISITORS
    return [
        Reader(portal.address, beat, Random(lot.random()), heard.hear, email, cast.password)  # noqa: S311  # the same
        for email in addresses
    ]


def want_digests(engine: sa.Engine) -> None:
    """Half of the people hear of messages once a day."""
    with transaction(engine) as session:
        for person in session.exec(select(Person).where(col(Person.id) % 2 == 0)):
            preferences.choose(session, person, {LetterGroup.MESSAGES: Pace.DAILY}, now=clock.now())


def let_a_night_pass(engine: sa.Engine) -> None:
    """For letters alone: those that wait are due, and the last digest was yesterday. And rank everything."""
    with transaction(engine) as session:
        waits = (Letter.pace == Pace.DAILY) & col(Letter.sent_at).is_(None) & col(Letter.digest_id).is_(None)
        for letter in session.exec(select(Letter).where(waits)):
            letter.due_at -= A_DAY
        for digest in session.exec(select(Letter).where(Letter.kind == LetterKind.DIGEST)):
            digest.created_at -= A_DAY
            digest.sent_at = digest.sent_at and digest.sent_at - A_DAY
            digest.occasion = f"a night of letter {digest.id}"
        work.ask(session, Job.RANK_ALL)


def watched(portal: Portal, engine: sa.Engine, heard: Heard, minutes: float) -> Iterator[Sample]:
    """A sample from time to time, and what is to be done from time to time."""
    began, seen = time.monotonic(), 0
    every, nights = min(EVERY_MIN, minutes / 6), 0
    for number in range(1, SAMPLES + 1):
        time.sleep(max(began + number * minutes * 60 / SAMPLES - time.monotonic(), 0))
        minute = (time.monotonic() - began) / 60
        yield sample(portal, engine, heard, minute, seen)
        seen = len(heard.answers)
        if minute // every > nights:
            nights += 1
            let_a_night_pass(engine)


def done(session: Session) -> tuple[int, int]:
    """How often everything was ranked to the end, and how many digests have gone."""
    ranked = select(func.count()).where(col(RankingRun.whole), col(RankingRun.finished_at).is_not(None))
    told = select(func.count()).where(Letter.kind == LetterKind.DIGEST, col(Letter.sent_at).is_not(None))
    return session.exec(ranked).one(), session.exec(told).one()


@pytest.mark.proves("R39")
@pytest.mark.parametrize("minutes", [120], indirect=True)
@pytest.mark.parametrize("own_database", ["sqlite", "postgresql"], indirect=True)
def test_hours_of_work_leave_no_more_behind_than_what_was_written(portal: Portal, minutes: float) -> None:
    heard, engine = Heard(), open_engine(portal.url)
    want_digests(engine)
    worker, samples = portal.workers(), []
    print(f"\n{head()}")
    with at_work(everybody(portal, heard)):
        for one in watched(portal, engine, heard, minutes):
            samples.append(one)
            print(one, flush=True)
    with open_session(engine, writes=False) as session:
        rankings, digests = done(session)
    engine.dispose()
    print(f"{heard}\n{rankings} rankings, {digests} digests")
    assert heard.failures() == []
    assert portal.faults() == []
    assert portal.workers() == worker
    assert len(heard.answers) > KEEPS_UP * REQUESTS_A_S * minutes * 60
    assert heard.p95(since=0) < P95_S
    assert min(rankings, digests) >= minutes // EVERY_MIN - 1
    assert growing(samples) == []
