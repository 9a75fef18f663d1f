"""The way to the database: engine, session, and what SQLite and SQLModel do not do by themselves (docs/adr/0004)."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import make_url
from sqlmodel import Session, SQLModel, create_engine

WAIT_S = 5  # for a lock, a connection, a server: as long as a person waits without complaint
QUIET = {"hide_parameters": True}  # an error ends in the log, and the values of a row are nothing for the log


def open_engine(url: str) -> Engine:
    """An engine for *url*: SQLite in WAL mode with foreign keys, or PostgreSQL through psycopg.

    A file that is not there is not made: an empty portal in the place of a lost one would look like loss.
    """
    if make_url(url).get_backend_name() != "sqlite":
        patience = {"connect_timeout": WAIT_S, "options": f"-c lock_timeout={WAIT_S}s"}
        return create_engine(url, pool_pre_ping=True, connect_args=patience, pool_timeout=WAIT_S, **QUIET)
    engine = create_engine(url, **QUIET, **({"pool_timeout": WAIT_S} if file_of(url) else {}))
    event.listen(engine, "do_connect", _open_what_is_there)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def make_file(url: str) -> None:
    """An empty file where *url* names one of SQLite's that is not there yet."""
    path = file_of(url)
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)


def file_of(url: str) -> Path | None:
    """The file that *url* names; None on a server, and in memory."""
    parts = make_url(url)
    return Path(parts.database) if parts.get_backend_name() == "sqlite" and parts.database else None


def _open_what_is_there(dialect: Any, record: Any, where: list[Any], how: dict[str, Any]) -> None:
    if where[0] != ":memory:":
        where[0] = f"{Path(where[0]).absolute().as_uri()}?mode=rw"
        how["uri"] = True


def _prepare_sqlite(connection: Any, record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, see below
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)  # no statement reaches another file
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={WAIT_S * 1000}",
        "trusted_schema=OFF",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    # A deferred transaction that turns into a writer fails at once when another one writes;
    # an immediate one waits its turn. Readers stay deferred, so they never wait.
    writes = connection.get_execution_options().get("writes", True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def open_session(engine: Engine | Connection, *, writes: bool) -> Session:
    """A session that validates what it flushes. The caller commits and closes."""
    session = Session(engine.execution_options(writes=writes), expire_on_commit=False)
    event.listen(session, "before_flush", _validate)
    return session


@contextmanager
def transaction(engine: Engine | Connection) -> Iterator[Session]:
    """A writing session, committed at the end or rolled back whole."""
    with open_session(engine, writes=True) as session:
        yield session
        session.commit()


@contextmanager
def snapshot(engine: Engine) -> Iterator[Session]:
    """A reading session that sees one moment, however long it reads and whoever writes meanwhile."""
    on_a_server = engine.dialect.name == "postgresql"  # on SQLite every reading transaction is like that
    steady = engine.execution_options(isolation_level="REPEATABLE READ") if on_a_server else engine
    with open_session(steady, writes=False) as session:
        yield session


def _validate(session: Session, context: Any, instances: Any) -> None:
    """SQLModel does not validate tables: do it here. A parent that is still pending gets its key later."""
    for thing in (*session.new, *session.dirty):
        kind = type(thing)
        columns = {name: getattr(thing, name) for name in kind.model_fields}
        try:
            # Not model_validate, which fills a row of the table with what it read: forty times as slow.
            kind.__pydantic_validator__.validate_python(columns, self_instance=kind.__new__(kind))
        except ValidationError as error:
            if any(not _pending_key(kind, problem["loc"]) for problem in error.errors()):
                raise


def _pending_key(table: type[SQLModel], where: tuple[Any, ...]) -> bool:
    column = table.__table__.columns.get(str(where[0]))  # type: ignore[attr-defined]  # set by the metaclass
    return column is not None and bool(column.foreign_keys)
