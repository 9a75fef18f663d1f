"""The account that serves can do no more than it must: the grants of docs/operations.md, word by word."""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from psycopg.errors import InsufficientPrivilege
from sqlalchemy.exc import OperationalError, ProgrammingError
from structlog.testing import capture_logs

from matchmaker.database import open_engine, transaction
from matchmaker.services import work
from matchmaker.settings import Settings
from matchmaker.vocabulary import Job, NeedState
from matchmaker.web.app import create_app
from matchmaker.worker import Worker
from tests import databases
from tests.cast import Cast, a_cast
from tests.entering import enter
from tests.stories import a_need

SERVES = f"serves_{uuid4().hex}"  # accounts are of the whole server, which other tests use at the same time
FORBIDDEN = (
    "DROP TABLE need",
    "ALTER TABLE need ADD COLUMN more text",
    "TRUNCATE letter",
    "CREATE TABLE public.mine (id int)",
    "DROP TRIGGER trail_append_only ON trail",
    "UPDATE trail SET detail = ''",
    "DELETE FROM history",
    "UPDATE alembic_version SET version_num = '0001'",
    "SET session_replication_role = replica",
    "COPY need TO PROGRAM 'cat'",
)


def grants() -> list[str]:
    """The statements that the manual gives, for an account of this test's own."""
    manual = (databases.ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    found = re.findall(r"^    ((?:CREATE|ALTER|GRANT|REVOKE) .*;)$", manual, re.MULTILINE)
    assert len(found) == 7
    return [grant.replace("matchmaker_serves", SERVES) for grant in found]


@pytest.fixture
def owner() -> Iterator[sa.Engine]:
    """Whoever owns the tables, on a database of this test's own, with the account that serves beside it."""
    name = f"owned_{uuid4().hex}"
    engine = open_engine(databases.new_database(databases.start_postgres(), name))
    databases.migrate(engine)
    with engine.begin() as connection:
        for grant in grants():
            connection.exec_driver_sql(grant)
    yield engine
    with engine.begin() as connection:
        for farewell in (f"DROP OWNED BY {SERVES}", f"DROP ROLE {SERVES}"):
            connection.exec_driver_sql(farewell)
    engine.dispose()


@pytest.fixture
def url(owner: sa.Engine) -> str:
    """How the account that serves gets to the database."""
    return owner.url.set(username=SERVES).render_as_string(hide_password=False)


@pytest.fixture
def lived_in(owner: sa.Engine) -> tuple[Cast, str]:
    with transaction(owner) as session:
        cast = a_cast(session)
        return cast, a_need(session, cast, state=NeedState.IN_CHECK).ref


@pytest.mark.proves("S65")
def test_the_account_that_serves_can_do_all_that_people_do(
    url: str, lived_in: tuple[Cast, str], tmp_path: Path
) -> None:
    cast, ref = lived_in
    portal = create_app(Settings(url, "a secret for tests", tmp_path, "http://localhost", 8000, False))
    portal.config["WTF_CSRF_ENABLED"] = False
    with closing(portal.extensions["worker"]) as worker, capture_logs() as logs:
        browser = portal.test_client()
        enter(browser, cast.dao, portal.extensions["engine"])
        assert [browser.get(path).status_code for path in ("/", f"/needs/{ref}", "/readyz")] == [200] * 3
        asked = {"text": "How many?", "language": "en"}
        assert browser.post(f"/needs/{ref}/discuss", data=asked).status_code == 302
        assert isinstance(worker, Worker)
        worker.call([work.Work(Job.RANK_ALL)])
    portal.extensions["engine"].dispose()
    assert logs == []


@pytest.mark.proves("S65", "S56")
def test_the_account_that_serves_can_do_nothing_else(url: str) -> None:
    engine = open_engine(url)
    refused = {}
    for statement in FORBIDDEN:
        with engine.connect() as connection, pytest.raises(ProgrammingError) as refusal:
            connection.exec_driver_sql(statement)
        refused[statement] = type(refusal.value.orig)
    engine.dispose()
    assert refused == dict.fromkeys(FORBIDDEN, InsufficientPrivilege)


@pytest.mark.proves("S65")
def test_no_statement_reaches_another_file(sqlite_engine: sa.Engine, tmp_path: Path) -> None:
    with (
        sqlite_engine.execution_options(writes=False).connect() as connection,
        pytest.raises(OperationalError, match="too many attached databases"),
    ):
        connection.exec_driver_sql(f"ATTACH '{tmp_path / 'other.sqlite'}' AS other")
