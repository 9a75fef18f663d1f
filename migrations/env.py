"""How Alembic runs here: on the connection it is handed, or on the one the settings name."""

from typing import Any

import sqlalchemy as sa
from alembic import context
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

import matchmaker.models  # noqa: F401  # registers the tables
from matchmaker.database import open_engine
from matchmaker.settings import read_settings


def render_item(kind: str, thing: Any, autogen: Any) -> str | bool:
    """Migrations speak plain SQLAlchemy, so that they outlive our helpers and SQLModel's types."""
    if kind != "type":
        return False
    if isinstance(thing, sa.Enum):
        return "sa.String(length=32)"
    if isinstance(thing, AutoString):
        return f"sa.String(length={thing.length})" if thing.length else "sa.String()"
    if isinstance(thing, sa.types.TypeDecorator) and isinstance(thing.impl_instance, sa.DateTime):
        return "sa.DateTime(timezone=True)"
    return False


def run(connection: sa.Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_item=render_item,
        render_as_batch=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


handed = context.config.attributes.get("connection")
if handed is not None:
    run(handed)
else:
    with open_engine(read_settings().database_url).connect() as own:
        run(own)
        own.commit()
