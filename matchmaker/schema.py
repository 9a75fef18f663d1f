"""Which schema a database has, which one this program needs, and the way from one to the other."""

from functools import cache
from pathlib import Path

import alembic.command
import alembic.config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

CHECKOUT = Path(__file__).resolve().parent.parent
ALEMBIC = CHECKOUT / "pyproject.toml"  # names the folder of the migrations


class WrongSchema(Exception):
    """A database of another program than this one; the message says what to do."""


@cache
def _revisions() -> tuple[str, ...]:
    """Every revision that this program knows, the newest first."""
    return tuple(one.revision for one in ScriptDirectory.from_config(_config()).walk_revisions())


def newest() -> str:
    return _revisions()[0]


def found(engine: Engine) -> str:
    """The revision of the database; empty where there is no schema yet."""
    with engine.execution_options(writes=False).connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() or ""


def require_newest(engine: Engine) -> None:
    """WrongSchema for a database of an older or newer program: it may hold what this one would spoil."""
    stands = found(engine)
    if stands != newest():
        _refuse_newer(stands)
        raise WrongSchema(
            f"The database has {stands or 'no schema yet'}; this program needs {newest()}. "
            "Run `matchmaker migrate`."
        )


def upgrade(engine: Engine) -> None:
    """Bring the database to the newest schema, in one transaction: killed on the way, it is as it was."""
    _refuse_newer(found(engine))
    config = _config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        alembic.command.upgrade(config, "head")


def _refuse_newer(stands: str) -> None:
    if stands and stands not in _revisions():
        raise WrongSchema(
            f"The database has {stands}, which this program does not know: it is of a newer one. "
            "Run that program, or bring back a copy from before."
        )


def _config() -> alembic.config.Config:
    if not ALEMBIC.is_file():
        raise WrongSchema(f"The migrations belong to the checkout: there is no {ALEMBIC}.")
    return alembic.config.Config(toml_file=ALEMBIC)
