"""Searches that people save, what each has found so far, and when it was last looked through."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.create_table(
        "search",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("catalogue", sa.String(length=32), nullable=False),
        sa.Column("wanted", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_search_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search")),
        sa.UniqueConstraint("person_id", "name", name=op.f("uq_search_person_id_name")),
        sa.UniqueConstraint("ref", name=op.f("uq_search_ref")),
    )
    op.create_index(op.f("ix_search_looked_at"), "search", ["looked_at"], unique=False)
    op.create_table(
        "search_hit",
        sa.Column("search_id", sa.Integer(), nullable=False),
        sa.Column("thing_id", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["search_id"], ["search.id"], name=op.f("fk_search_hit_search_id")),
        sa.PrimaryKeyConstraint("search_id", "thing_id", name=op.f("pk_search_hit")),
    )


def downgrade() -> None:
    op.drop_table("search_hit")
    op.drop_index(op.f("ix_search_looked_at"), table_name="search")
    op.drop_table("search")
