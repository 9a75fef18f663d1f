"""Writers whose process group is killed as by power: whatever was said to be kept is there, and whole."""

import os
import signal
from itertools import count

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from matchmaker.actions import Action
from matchmaker.database import open_engine, transaction
from matchmaker.models import History, Letter, Need, Person
from matchmaker.services import needs
from matchmaker.settings import Settings
from matchmaker.vocabulary import LetterKind
from tests.cast import NOON, Cast, a_need_draft

WRITERS = 6
ROUNDS, LONG_ROUNDS = 5, 50
ACKNOWLEDGED = 12  # needs of a round, after which the power goes


def write_on(url: str, person_id: int, said: int) -> None:
    """Write and submit needs, one after the other, and say which are kept, for ever."""
    engine = open_engine(url)
    for _ in count():
        with transaction(engine) as session:
            amina = session.get_one(Person, person_id)
            need = needs.write(session, a_need_draft(), by=amina, now=NOON)
            needs.clear(session, need, by=amina, now=NOON)
            needs.submit(session, need, by=amina, now=NOON)
        os.write(said, f"{need.ref}\n".encode())


def writers(url: str, person_id: int, said: int) -> int:
    """The first of a group of processes that all write."""
    leader = os.fork()
    if leader:
        return leader
    try:
        os.setpgid(0, 0)
        for _ in range(WRITERS - 1):
            if not os.fork():
                break
        write_on(url, person_id, said)
    finally:
        os._exit(1)


def kept_until_the_power_goes(url: str, person_id: int) -> list[str]:
    """What the writers of one round had said to be kept."""
    heard, said = os.pipe()
    leader = writers(url, person_id, said)
    os.close(said)
    with os.fdopen(heard) as lines:
        refs = [next(lines).strip() for _ in range(ACKNOWLEDGED)]
        os.killpg(leader, signal.SIGKILL)
        os.waitpid(leader, 0)
        return refs + [line.strip() for line in lines if line.endswith("\n")]


@pytest.mark.proves("R1")
def test_what_was_acknowledged_outlives_the_death_of_all_writers(
    engine: sa.Engine, session: Session, settings: Settings, cast: Cast, pytestconfig: pytest.Config
) -> None:
    """Sabotaged: a writer that says so before it commits."""
    session.commit()
    acknowledged: list[str] = []
    rounds = LONG_ROUNDS if pytestconfig.getoption("--long") else ROUNDS
    for _ in range(rounds):
        acknowledged += kept_until_the_power_goes(settings.database_url, cast.amina.id)
    assert len(acknowledged) == len({*acknowledged}) >= rounds * ACKNOWLEDGED
    written = session.exec(select(Need.ref).where(col(Need.submitted_at).is_not(None))).all()
    assert {*acknowledged} <= {*written}
    submitted = select(func.count()).select_from(History).where(History.action == Action.SUBMIT_NEED)
    told = select(func.count()).select_from(Letter).where(Letter.kind == LetterKind.NEED_RECEIVED)
    assert (session.exec(submitted).one(), session.exec(told).one()) == (len(written), len(written))
    if engine.dialect.name == "sqlite":
        assert session.connection().exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
