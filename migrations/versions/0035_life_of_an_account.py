"""When somebody was last here; and who looks after a thing stands in its history by their reference, not by a name.

An account that was not used for a year is warned of it after the upgrade, and has its month.
"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"

ASSIGNING = ("need.assign", "offer.assign", "match.assign")
SQLITE = "CREATE TRIGGER history_no_update BEFORE UPDATE ON history BEGIN SELECT RAISE(ABORT, 'history is append-only'); END"

BEFORE = "1970-01-01"
history = sa.table("history", sa.column("action"), sa.column("note"))
PERSON = ("id", "ref", "name", "state", "seen_on", "created_at", "changed_at")
person = sa.table("person", *map(sa.column, PERSON))
trail = sa.table("trail", *map(sa.column, ("by_id", "event", "result", "action", "ref", "at")))


def upgrade() -> None:
    _say_anew(person.c.name, person.c.ref)
    op.add_column("person", sa.Column("seen_on", sa.Date(), nullable=False, server_default=BEFORE))
    came = (trail.c.by_id == person.c.id) & (trail.c.event == "sign_in") & (trail.c.result == "done")
    last = sa.select(sa.func.max(trail.c.at)).where(came).scalar_subquery()
    seen = sa.func.date(sa.func.coalesce(last, person.c.created_at))
    op.execute(person.update().values(seen_on=seen))
    # Of who left before accounts had states only the trail says when: that day their two years began.
    handed_over = (trail.c.action == "person.hand_over") & (trail.c.ref == sa.cast(person.c.id, sa.String))
    left = sa.select(sa.func.max(trail.c.at)).where(handed_over).scalar_subquery()
    undated = (person.c.state == "left") & person.c.changed_at.is_(None)
    op.execute(person.update().where(undated).values(changed_at=left))


def downgrade() -> None:
    _say_anew(person.c.ref, person.c.name)
    op.drop_column("person", "seen_on")
    op.execute(person.update().where(person.c.state == "dormant").values(state="suspended"))
    op.execute(person.update().where(person.c.state == "erased").values(state="left"))


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
