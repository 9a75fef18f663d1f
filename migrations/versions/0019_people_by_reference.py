"""People have references of their own, drawn by lot, so that a page can be about one of them."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
person = sa.table("person", sa.column("id"), sa.column("ref"))


def upgrade() -> None:
    op.add_column("person", sa.Column("ref", sa.String(length=16), nullable=False, server_default=""))
    connection = op.get_bind()
    drawn: set[str] = set()
    for number in connection.scalars(sa.select(person.c.id)).all():
        while (ref := "P-" + "".join(secrets.choice(ALPHABET) for _ in range(6))) in drawn:
            pass
        drawn.add(ref)
        connection.execute(person.update().where(person.c.id == number).values(ref=ref))
    op.create_index(op.f("ix_person_ref"), "person", ["ref"], unique=True)


def downgrade() -> None:
    op.drop_index(op.f("ix_person_ref"), table_name="person")
    op.drop_column("person", "ref")
