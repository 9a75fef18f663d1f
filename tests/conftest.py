"""What every test may ask for: a database of each kind, a session, the cast, a fixed hour."""

import logging
import os
import signal
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import structlog
from sqlmodel import Session

from matchmaker import journal
from matchmaker.database import open_engine, open_session
from matchmaker.settings import Settings
from tests import databases
from tests.browser_fixtures import chromium
from tests.cast import Cast, a_cast

__all__ = ["chromium"]  # one browser for a worker, whichever folder asks first: two cannot be driven at once


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--long", action="store_true", help="also what takes long: thousands of random steps, fifty deaths"
    )
    parser.addoption(
        "--minutes", type=float, help="how long what goes on for hours (tests/hours) goes on this time"
    )
    parser.addoption(
        "--draw", action="store_true", help="keep the pictures of pages instead of comparing them"
    )


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        # Whoever ends a run, however politely, ends its server with it.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        databases.choose_postgres_folder()
    sa.event.listen(sa.Pool, "checkout", _do_not_wait_for_the_disk)


def _do_not_wait_for_the_disk(connection: Any, record: Any, proxy: Any) -> None:
    """Rows of tests are worth nothing after the run."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous=OFF")


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        databases.stop_postgres()


@pytest.fixture(scope="session")
def sqlite_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.Engine]:
    """A migrated SQLite file of this worker's own."""
    yield from _migrated(f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'matchmaker.sqlite'}")


@pytest.fixture(scope="session")
def postgresql_engine() -> Iterator[sa.Engine]:
    """A migrated PostgreSQL database of this worker's own, on the server of the run."""
    name = os.environ.get("PYTEST_XDIST_WORKER", "only")
    yield from _migrated(databases.new_database(databases.start_postgres(), name))


def _migrated(url: str) -> Iterator[sa.Engine]:
    engine = open_engine(url)
    databases.migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> sa.Engine:
    """A migrated, empty database: every test that asks for it runs on SQLite and on PostgreSQL.

    One engine serves all tests of a worker, so that each statement is compiled once.
    """
    kept: sa.Engine = request.getfixturevalue(f"{request.param}_engine")
    databases.empty_tables(kept)
    return kept


@pytest.fixture
def session(engine: sa.Engine) -> Iterator[Session]:
    """A writing session, rolled back at the end unless the test commits."""
    with open_session(engine, writes=True) as opened:
        yield opened


@pytest.fixture
def settings(engine: sa.Engine, tmp_path: Path) -> Settings:
    """Settings of a portal on this test's database, writing below this test's folder."""
    return Settings(
        database_url=engine.url.render_as_string(hide_password=False),
        secret_key="a secret for tests, of no use anywhere else",
        var=tmp_path / "var",
        base_url="http://localhost",
        port=8000,
        demo=False,
        inline=True,
    )


@pytest.fixture
def journaled() -> Iterator[None]:
    """The log is written as where the portal is served."""
    before, handlers, level = structlog.get_config(), logging.root.handlers[:], logging.root.level
    journal.begin()
    yield
    structlog.configure(**before)
    logging.basicConfig(level=level, handlers=handlers, force=True)


@pytest.fixture(scope="session")
def noon() -> datetime:
    """Sunday, 22 November 2026, noon: the hour of every test."""
    return datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def cast(session: Session, noon: datetime) -> Cast:
    """Everybody, written to the database of this test."""
    return a_cast(session, now=noon)
