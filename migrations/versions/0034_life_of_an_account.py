"""Who looks after a thing stands in its history by their reference: a name could not be taken out again."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"

ASSIGNING = ("need.assign", "offer.assign", "match.assign")
SQLITE = "CREATE TRIGGER history_no_update BEFORE UPDATE ON history BEGIN SELECT RAISE(ABORT, 'history is append-only'); END"

history = sa.table("history", sa.column("action"), sa.column("note"))
person = sa.table("person", sa.column("id"), sa.column("ref"), sa.column("name"))


def upgrade() -> None:
    _say_anew(person.c.name, person.c.ref)


def downgrade() -> None:
    _say_anew(person.c.ref, person.c.name)


def _say_anew(known: sa.ColumnElement[str], meant: sa.ColumnElement[str]) -> None:
    """In the notes of ASSIGNING what is *known* of a person gives way to what is *meant*."""
    found = sa.select(meant).where(known == history.c.note).order_by(person.c.id).limit(1).scalar_subquery()
    assigned = history.c.action.in_(ASSIGNING) & history.c.note.in_(sa.select(known))
    on_a_server = op.get_bind().dialect.name == "postgresql"
    op.execute(
        "ALTER TABLE history DISABLE TRIGGER history_append_only"
        if on_a_server
        else "DROP TRIGGER history_no_update"
    )
    op.execute(history.update().where(assigned).values(note=found))
    op.execute("ALTER TABLE history ENABLE TRIGGER history_append_only" if on_a_server else SQLITE)
