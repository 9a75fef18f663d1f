"""Several workers gather digests at the same instant: each letter stands in one digest, and no digest goes twice."""

import threading
import time
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from matchmaker.database import open_engine, transaction
from matchmaker.models import Need, Person
from matchmaker.postman import rounds
from matchmaker.services import digests, letters, preferences
from matchmaker.settings import Settings
from matchmaker.vocabulary import LetterGroup, LetterKind, NeedState, Pace
from tests.cast import NOON, Cast
from tests.postman.conftest import Office
from tests.postman.test_digests import MONDAY_AT_SIX
from tests.postman.test_several_rounds import Hire, url_of
from tests.stories import a_need

WORKERS = 6
LETTERS = 5
PATIENCE_S = 30


@pytest.fixture
def readers(session: Session, cast: Cast) -> list[Person]:
    """Those who want their letters once a day."""
    people = [cast.amina, cast.carla, cast.chen, cast.ines]
    for person in people:
        preferences.choose(session, person, {LetterGroup.ITEMS: Pace.DAILY}, now=NOON)
    return people


@pytest.fixture
def need(session: Session, cast: Cast) -> Need:
    return a_need(session, cast, state=NeedState.DRAFT)


def tell(session: Session, readers: list[Person], need: Need) -> None:
    letters.write(session, LetterKind.NEED_PUBLISHED, readers, about=need, now=NOON, day=NOON.date())


def go_round(url: str, settings: Settings, ready: Barrier) -> None:
    engine = open_engine(url)
    engine.connect().close()
    ready.wait()
    rounds.send_due(engine, settings, now=lambda: MONDAY_AT_SIX)


def test_workers_who_gather_at_the_same_instant_send_one_digest_to_each_reader(
    office: Office, hire: Hire, session: Session, cast: Cast, readers: list[Person]
) -> None:
    """Real processes, for a worker may run on every machine of the portal."""
    house = hire()
    open_need = a_need(session, cast, state=NeedState.IN_MATCHING)
    for _ in range(LETTERS):
        tell(session, readers, open_need)
    session.commit()
    forks = get_context("fork")
    ready = forks.Barrier(WORKERS)
    at_once = [
        forks.Process(target=go_round, args=(url_of(office.engine), office.settings, ready))
        for _ in range(WORKERS)
    ]
    for process in at_once:
        process.start()
    for process in at_once:
        process.join()
    assert [process.exitcode for process in at_once] == [0] * WORKERS
    written = office.letters()
    gathered = {letter.id: letter for letter in written if letter.kind == LetterKind.DIGEST}
    held = [letter for letter in written if letter.pace == Pace.DAILY and letter.stopped is None]
    assert sorted(letter.to_id for letter in gathered.values()) == sorted({letter.to_id for letter in held})
    assert all(gathered[letter.digest_id].to_id == letter.to_id for letter in held)
    assert all(
        letter.sent_at == MONDAY_AT_SIX and letter.tries <= 1 for letter in written if not letter.stopped
    )
    carried = [letter.ref for letter in written if letter.pace == Pace.AT_ONCE and letter.stopped is None]
    assert sorted(mail["Message-ID"] for mail in house.received) == sorted(
        f"<{ref}@matchmaker.example.org>" for ref in carried
    )


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_a_letter_that_comes_between_two_who_gather_waits_for_the_next_digest(
    office: Office, session: Session, readers: list[Person], need: Need
) -> None:
    """One has gathered and not committed; the other finds what the first could not see. SQLite lets none come between.

    Sabotaged: without a hold on the reader the second runs into the digest of the first, and its round ends there.
    """
    amina = readers[0]
    tell(session, [amina], need)
    session.commit()
    told: list[int] = []

    def gather() -> None:
        with transaction(office.engine) as second:
            told.append(digests.gather(second, now=MONDAY_AT_SIX))

    with transaction(office.engine) as first:
        assert digests.gather(first, now=MONDAY_AT_SIX) == 1
        tell(session, [amina], need)
        session.commit()
        late = threading.Thread(target=gather)
        late.start()
        wait_until_one_waits(office.engine)
    late.join(PATIENCE_S)
    assert told == [0]
    in_time, digest, straggler = office.letters()
    assert [in_time.digest_id, digest.kind, straggler.digest_id] == [digest.id, LetterKind.DIGEST, None]


def wait_until_one_waits(engine: sa.Engine) -> None:
    """Until some transaction waits for a lock that another holds."""
    give_up = time.monotonic() + PATIENCE_S
    while time.monotonic() < give_up:
        with engine.connect() as connection:
            if connection.exec_driver_sql("SELECT count(*) FROM pg_locks WHERE NOT granted").scalar():
                return
        time.sleep(0.01)
    raise AssertionError("Nobody waits.")
