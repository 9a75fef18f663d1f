"""Visits: who is signed in, and at which browser. Whoever is signed in now signs in once more."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    op.create_table(
        "visit",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=16), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(length=60), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_visit_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_visit_key_hash")),
        sa.UniqueConstraint("ref", name=op.f("uq_visit_ref")),
    )
    op.create_index(op.f("ix_visit_person_id"), "visit", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_visit_person_id"), table_name="visit")
    op.drop_table("visit")
