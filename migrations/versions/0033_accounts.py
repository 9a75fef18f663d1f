"""How far an account is, and since when; whether somebody is let in follows from it."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"

person = sa.table("person", sa.column("active"), sa.column("state"))


def upgrade() -> None:
    op.add_column("person", sa.Column("state", sa.String(length=32), nullable=False, server_default="active"))
    op.add_column("person", sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(person.update().where(person.c.active == sa.false()).values(state="left"))
    op.drop_column("person", "active")


def downgrade() -> None:
    op.add_column("person", sa.Column("active", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.execute(person.update().where(person.c.state != "active").values(active=sa.false()))
    op.drop_column("person", "changed_at")
    op.drop_column("person", "state")
