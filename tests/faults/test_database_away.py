"""A database that is away, locked, out of connections or out of room: said so in time, and nothing typed is lost."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from html import unescape
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlmodel import Session, select
from werkzeug.test import TestResponse

from matchmaker import database
from matchmaker.models import Message, Person
from matchmaker.services import visits
from matchmaker.settings import Settings
from matchmaker.vocabulary import NeedState, Visibility
from matchmaker.web.app import create_app
from matchmaker.web.session import Portal
from tests import databases
from tests.cast import Cast, a_cast
from tests.entering import enter
from tests.stories import a_need

WAIT_S = 1  # in these tests; people wait five
TEXT = "Which devices, and how many?\nBoth <kinds>?"
RESTART_WITHIN_S = 10


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "WAIT_S", WAIT_S)


@pytest.fixture
def portal(settings: Settings, impatient: None) -> Iterator[Portal]:
    opened = create_app(settings)
    opened.config["WTF_CSRF_ENABLED"] = False
    yield opened
    opened.extensions["engine"].dispose()


def browser(portal: Portal, person: Person) -> FlaskClient:
    client = portal.test_client()
    enter(client, person, portal.extensions["engine"])
    return client


@pytest.fixture
def send(portal: Portal, session: Session, cast: Cast) -> Callable[[], TestResponse]:
    """send(): Dao asks her question on the page of a need."""
    need = a_need(session, cast, state=NeedState.IN_CHECK)
    session.commit()
    client, path = browser(portal, cast.dao), f"/needs/{need.ref}/discuss"
    return lambda: client.post(path, data={"text": TEXT, "language": "en"})


def is_kept(answer: TestResponse, path: str = "/discuss") -> bool:
    """Whether a page of *answer* sends again what was typed to where it was going."""
    page = unescape(answer.text)
    return TEXT in page.replace("\r\n", "\n") and f"{path}?" in page


def told(session: Session) -> list[str]:
    texts = session.exec(select(Message.text)).all()
    session.rollback()  # on SQLite the next writer waits for us
    return [text for text in texts if text.startswith("Which")]


def states(portal: Portal) -> list[int]:
    client = portal.test_client()
    return [client.get(path).status_code for path in ("/healthz", "/readyz")]


@pytest.mark.proves("R7")
def test_a_lock_that_is_held_for_too_long_loses_nothing(
    portal: Portal, engine: sa.Engine, session: Session, send: Callable[[], TestResponse]
) -> None:
    with engine.connect() as other:  # which begins at once on SQLite
        other.exec_driver_sql("UPDATE need SET version = version")
        began = time.monotonic()
        answer = send()
        waited = time.monotonic() - began
        assert states(portal) == [200, 200]  # whoever only reads is served
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert (answer.headers["Cache-Control"], is_kept(answer)) == ("no-store", True)
    assert WAIT_S <= waited < WAIT_S + 4
    assert told(session) == []
    assert send().status_code == 302
    assert len(told(session)) == 1


@pytest.mark.proves("S3", "R7")
def test_a_refusal_that_cannot_be_witnessed_tells_no_more_than_one_that_need_not_be(
    portal: Portal, engine: sa.Engine, session: Session, cast: Cast
) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING, visibility=Visibility.SECRETARIAT)
    session.commit()
    stranger = portal.test_client()
    with engine.connect() as other:
        other.exec_driver_sql(
            "LOCK TABLE trail IN EXCLUSIVE MODE" if engine.dialect.name != "sqlite" else "SELECT 1"
        )
        assert [stranger.get(f"/needs/{ref}").status_code for ref in (need.ref, "N-222222")] == [404, 404]


@pytest.mark.proves("R8")
def test_a_pool_that_is_used_up_is_said_in_time(
    portal: Portal, session: Session, send: Callable[[], TestResponse]
) -> None:
    pool = portal.extensions["engine"].pool
    with ExitStack() as held:
        for _ in range(pool.size() + pool._max_overflow):
            held.enter_context(portal.extensions["engine"].execution_options(writes=False).connect())
        answer = send()
        assert states(portal) == [200, 503]
    assert (answer.status_code, is_kept(answer)) == (503, True)
    assert states(portal) == [200, 200]
    assert send().status_code == 302


@contextmanager
def away_from(engine: sa.Engine, number: int) -> Iterator[list[str]]:
    """The database is gone before its statement of this *number*, and all is undone there; what was asked by then."""
    asked: list[str] = []

    def perhaps_fail(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)
        if len(asked) >= number:
            raise sa.exc.OperationalError(statement, None, Exception("gone"))

    def perhaps_fail_to_undo(connection: sa.Connection) -> None:
        if len(asked) >= number:
            connection.connection.rollback()
            raise sa.exc.OperationalError("", None, Exception("gone"))

    sa.event.listen(engine, "before_cursor_execute", perhaps_fail)
    sa.event.listen(engine, "rollback", perhaps_fail_to_undo)
    try:
        yield asked
    finally:
        sa.event.remove(engine, "before_cursor_execute", perhaps_fail)
        sa.event.remove(engine, "rollback", perhaps_fail_to_undo)


@pytest.mark.proves("R4")
@pytest.mark.parametrize(("who", "verb", "status"), [("carla", "clear", 404), ("amina", "publish", 403)])
def test_wherever_the_database_goes_away_a_refusal_is_no_failure_of_ours(
    portal: Portal, session: Session, cast: Cast, who: str, verb: str, status: int
) -> None:
    """The page that refuses asks the database, too: in whose language, and what its reader may do instead."""
    need = a_need(session, cast, state=NeedState.SUBMITTED)
    session.commit()
    client, statuses = browser(portal, getattr(cast, who)), []
    for number in count(1):
        with away_from(portal.extensions["engine"], number) as asked:
            statuses.append(client.post(f"/needs/{need.ref}/{verb}").status_code)
        if len(asked) < number:
            break
    assert (len(statuses) > 3, statuses[-1], {*statuses}) == (True, status, {status, 503})
    assert portal.extensions["engine"].pool.checkedout() == 0


def test_whoever_reads_is_served_though_nobody_can_note_that_they_were_here(
    portal: Portal, session: Session, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page has a connection; what else would be written down of the visit has none."""
    session.commit()
    reader = browser(portal, cast.amina)
    monkeypatch.setattr(visits, "SEEN_EVERY", timedelta(0))
    pool = portal.extensions["engine"].pool
    with ExitStack() as held:
        for _ in range(pool.size() + pool._max_overflow - 1):
            held.enter_context(portal.extensions["engine"].execution_options(writes=False).connect())
        assert reader.get("/").status_code == 200


@pytest.mark.proves("R9")
def test_a_file_that_vanishes_is_not_replaced_by_an_empty_one(settings: Settings, tmp_path: Path) -> None:
    gone = tmp_path / "gone.sqlite"
    portal = create_app(replace(settings, database_url=f"sqlite:///{gone}"))
    answer = portal.test_client().get("/")
    assert (answer.status_code, states(portal), gone.exists()) == (503, [200, 503], False)


@pytest.mark.proves("R5")
def test_a_database_without_room_says_so_and_goes_on_reading(
    portal: Portal, engine: sa.Engine, session: Session, cast: Cast, send: Callable[[], TestResponse]
) -> None:
    """SQLite as on a full disk; of a server, which has its own, see the long tests."""
    if engine.dialect.name != "sqlite":
        pytest.skip("a server fills its own disk")

    def fill(connection: sa.Connection) -> None:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    session.commit()
    with closing(sqlite3.connect(engine.url.database)) as by_hand:
        by_hand.execute("VACUUM")  # what tests before have left free would be room
    reader = browser(portal, cast.amina)
    sa.event.listen(portal.extensions["engine"], "begin", fill)
    answers = [send() for _ in range(40)]
    sa.event.remove(portal.extensions["engine"], "begin", fill)
    kept = [answer for answer in answers if answer.status_code == 302]
    refused = [answer for answer in answers if answer.status_code == 507]
    assert refused
    assert len(kept) + len(refused) == len(answers)
    assert all(is_kept(answer) for answer in refused)
    assert len(told(session)) == len(kept)
    assert reader.get("/needs/").status_code == 200
    portal.extensions["engine"].dispose()
    assert send().status_code == 302


@pytest.mark.proves("R5")
def test_a_folder_without_room_says_so(portal: Portal, cast: Cast, send: Callable[[], TestResponse]) -> None:
    def fail() -> None:
        raise OSError(28, "No space left on device")

    portal.add_url_rule("/fail", view_func=fail)
    assert portal.test_client().get("/fail").status_code == 507


@pytest.fixture
def own_server() -> Iterator[databases.OwnServer]:
    server = databases.OwnServer()
    yield server
    server.kill()


@dataclass
class Writer:
    """Somebody who presses the same button until it is over."""

    press: Callable[[], TestResponse]
    over: bool = False
    statuses: set[int] = field(default_factory=set)
    acknowledged: int = 0

    def go_on(self) -> None:
        while not self.over:
            status = self.press().status_code
            self.statuses.add(status)
            self.acknowledged += status == 302


@contextmanager
def writing(press: Callable[[], TestResponse]) -> Iterator[Writer]:
    writer = Writer(press)
    thread = threading.Thread(target=writer.go_on)
    thread.start()
    try:
        yield writer
    finally:
        writer.over = True
        thread.join()


@pytest.mark.proves("R4")
def test_a_server_that_is_killed_loses_nothing_and_is_found_again(
    own_server: databases.OwnServer, tmp_path: Path
) -> None:
    settings = Settings(own_server.url, "a secret for tests", tmp_path, "http://localhost", 8000, False, True)
    portal = create_app(settings)
    portal.config["WTF_CSRF_ENABLED"] = False
    engine = portal.extensions["engine"]
    databases.migrate(engine)
    with database.transaction(engine) as session:
        cast = a_cast(session)
        need = a_need(session, cast, state=NeedState.IN_CHECK)
    client, path = browser(portal, cast.dao), f"/needs/{need.ref}/discuss"
    with writing(lambda: client.post(path, data={"text": TEXT, "language": "en"})) as writer:
        wait_until(lambda: writer.acknowledged > 3)
        own_server.kill()
        wait_until(lambda: 503 in writer.statuses)
        assert states(portal) == [200, 503]
        own_server.start()
        wait_until(lambda: states(portal) == [200, 200])
        before = writer.acknowledged
        wait_until(lambda: writer.acknowledged > before)
    with database.open_session(engine, writes=False) as session:
        kept = len(told(session))
    engine.dispose()
    assert writer.statuses == {302, 503}
    assert kept >= writer.acknowledged


def wait_until(so: Callable[[], bool]) -> None:
    give_up = time.monotonic() + RESTART_WITHIN_S
    while not so():
        assert time.monotonic() < give_up
        time.sleep(0.02)
