"""From one schema to the next and back, with people living there; and killed on the way."""

import os
import signal
from collections.abc import Iterator
from datetime import timedelta
from itertools import count, pairwise
from pathlib import Path
from uuid import uuid4

import alembic.command
import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from matchmaker import schema
from matchmaker.database import open_engine, transaction
from matchmaker.models import Need, Person
from matchmaker.queries.people import by_email
from matchmaker.services import needs, trail
from matchmaker.services.handover import hand_over
from matchmaker.vocabulary import AccountState, Event, MatchState, NeedState, OfferState
from tests import databases
from tests.cast import NOON, a_cast
from tests.stories import a_match, a_need, an_offer

FIRST, BEFORE_DORMANCY = "0001", "0034"
YEAR = timedelta(days=365)
STAFF_AND_OTHERS = ("dao", "erik", "amina", "bashir")
DEATHS = 6
Census = dict[str, int]


@pytest.fixture(params=["sqlite", "postgresql"])
def inhabited(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[sa.Engine]:
    """A database of this test's own, with needs, offers and matches in every state."""
    url = f"sqlite:///{tmp_path / 'inhabited.sqlite'}"
    if request.param == "postgresql":
        url = databases.new_database(databases.start_postgres(), f"inhabited_{uuid4().hex}")
    engine = open_engine(url)
    databases.migrate(engine)
    with transaction(engine) as session:
        cast = a_cast(session)
        for number, state in enumerate(NeedState):
            a_need(session, cast, state=state, title=f"案件 {number}: une étude")
        for offer_state in OfferState:
            an_offer(session, cast, state=offer_state)
        for match_state in MatchState:
            a_match(session, cast, state=match_state)
    yield engine
    engine.dispose()


def revisions() -> list[str]:
    """The numbers of all migrations, the first one first."""
    return sorted(path.name[:4] for path in (databases.ROOT / "migrations" / "versions").glob("*.py"))


def go_down(engine: sa.Engine, revision: str) -> None:
    with engine.begin() as connection:
        alembic.command.downgrade(databases.alembic_config(connection), revision)


def census(engine: sa.Engine) -> Census:
    """Table -> how many rows it has."""
    names = sa.inspect(engine).get_table_names()
    with engine.execution_options(writes=False).connect() as connection:
        return {
            name: connection.execute(sa.select(sa.func.count()).select_from(sa.table(name))).scalar_one()
            for name in names
        }


def titles(engine: sa.Engine) -> list[str]:
    with engine.execution_options(writes=False).connect() as connection:
        return list(connection.execute(sa.text("SELECT title FROM need ORDER BY id")).scalars())


@pytest.mark.proves("R22", "R23")
def test_every_step_back_and_every_upgrade_keeps_what_stands_there(inhabited: sa.Engine) -> None:
    """What a table holds that the older schema does not know goes with it; nothing else does."""
    written, stands = titles(inhabited), census(inhabited)
    for older, newer in reversed(list(pairwise(revisions()))):
        go_down(inhabited, older)
        left = census(inhabited)
        assert left.items() <= stands.items(), older
        databases.migrate(inhabited, newer)
        assert left.items() <= census(inhabited).items(), newer
        go_down(inhabited, older)
        stands = left
    assert titles(inhabited) == written
    databases.migrate(inhabited)
    assert (titles(inhabited), stands.items() <= census(inhabited).items()) == (written, True)
    assert len(written) > 20


@pytest.mark.proves("R22", "S60", "S62")
def test_an_upgrade_says_anew_who_was_assigned_when_people_were_last_here_and_when_they_left(
    inhabited: sa.Engine,
) -> None:
    with transaction(inhabited) as session:
        dao, erik, amina, bashir = (by_email(session, f"{name}@example.org") for name in STAFF_AND_OTHERS)
        need = a_need_in_check(session, dao, erik)
        signed_in = trail.noted(Event.SIGN_IN, by=amina, now=NOON + YEAR, thing=amina)
        trail.note(session, signed_in)
        hand_over(session, bashir, to=amina, by=bashir, now=NOON + YEAR)
    go_down(inhabited, BEFORE_DORMANCY)
    assert notes(inhabited, need) == ["Erik Solberg"]
    with inhabited.begin() as connection:
        connection.execute(sa.text("UPDATE person SET changed_at = NULL"))
    databases.migrate(inhabited)
    with transaction(inhabited) as session:
        dao, erik, amina, bashir = (by_email(session, f"{name}@example.org") for name in STAFF_AND_OTHERS)
        assert notes(inhabited, need) == [erik.ref]
        assert (amina.seen_on, erik.seen_on) == ((NOON + YEAR).date(), NOON.date())
        assert (bashir.state, bashir.changed_at) == (AccountState.LEFT, NOON + YEAR)
    with pytest.raises(sa.exc.IntegrityError), inhabited.begin() as connection:
        connection.execute(sa.text("UPDATE history SET note = 'changed'"))


def a_need_in_check(session: Session, dao: Person, erik: Person) -> int:
    """A need that Dao has given to Erik."""
    need = session.exec(select(Need).where(Need.state == NeedState.IN_CHECK)).first()
    needs.assign(session, need, to=erik, by=dao, now=NOON)
    return need.id


def notes(engine: sa.Engine, need_id: int) -> list[str]:
    """What stands in its history of whom it was given to."""
    rows = sa.text("SELECT note FROM history WHERE action = 'need.assign' AND thing_id = :need ORDER BY id")
    with engine.execution_options(writes=False).connect() as connection:
        return list(connection.execute(rows, {"need": need_id}).scalars())


def killed(url: str, at: int) -> bool:
    """Whether a process that brings the database up to date was killed before its statement number *at*."""
    pid = os.fork()
    if not pid:
        engine, done = open_engine(url), count(1)

        def perhaps_die(*_: object) -> None:
            if next(done) == at:
                os.kill(os.getpid(), signal.SIGKILL)

        sa.event.listen(engine, "before_cursor_execute", perhaps_die)
        try:
            schema.upgrade(engine)
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(pid, 0)[1])


@pytest.mark.proves("R24")
def test_an_upgrade_that_is_killed_anywhere_leaves_the_schema_of_before(inhabited: sa.Engine) -> None:
    go_down(inhabited, FIRST)
    before, url = census(inhabited), inhabited.url.render_as_string(hide_password=False)
    inhabited.dispose()
    statements = count_statements(inhabited)
    for death in range(1, DEATHS + 1):
        assert killed(url, statements * death // DEATHS)
        assert (schema.found(inhabited), census(inhabited)) == (FIRST, before)
        with pytest.raises(schema.WrongSchema, match="Run `matchmaker migrate`"):
            schema.require_newest(inhabited)
    schema.upgrade(inhabited)
    schema.require_newest(inhabited)
    assert before.items() <= census(inhabited).items()


def count_statements(engine: sa.Engine) -> int:
    """How many statements it takes from the first schema to the newest; then it is as it was."""
    done: list[str] = []
    sa.event.listen(engine, "before_cursor_execute", lambda c, k, sql, *more: done.append(sql))
    schema.upgrade(engine)
    taken = len(done)
    go_down(engine, FIRST)
    return taken
