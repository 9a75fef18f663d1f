"""Passwords: wishes and links for new ones; how often somebody has tried to sign in."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    op.create_table(
        "password_wish",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_password_wish")),
    )
    op.create_table(
        "password_link",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("letter_ref", sa.String(length=16), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_password_link_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_password_link")),
        sa.UniqueConstraint("letter_ref", name=op.f("uq_password_link_letter_ref")),
    )
    op.create_table(
        "tries",
        sa.Column("key", sa.String(length=96), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_tries")),
    )
    op.create_index(op.f("ix_tries_until"), "tries", ["until"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_tries_until"), table_name="tries")
    op.drop_table("tries")
    op.drop_table("password_link")
    op.drop_table("password_wish")
