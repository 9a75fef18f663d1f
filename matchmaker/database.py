"""The way to the database: engine, session, and what SQLite and SQLModel do not do by themselves (docs/adr/0004)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import make_url
from sqlmodel import Session, SQLModel, create_engine

SQLITE_BUSY_MS = 5000  # as long as a person waits without complaint
POOL_WAIT_S = 10


def open_engine(url: str) -> Engine:
    """An engine for *url*: SQLite in WAL mode with foreign keys, or PostgreSQL through psycopg."""
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, pool_timeout=POOL_WAIT_S)
    engine = create_engine(url)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, see below
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        f"busy_timeout={SQLITE_BUSY_MS}",
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
