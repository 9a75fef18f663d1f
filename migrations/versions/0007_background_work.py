"""Work that was asked for and is not done yet, and which runs were whole and which aborted."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "asked_work",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job", sa.String(length=32), nullable=False),
        sa.Column("thing_id", sa.Integer(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(job = 'rank_all') = (thing_id IS NULL)", name=op.f("ck_asked_work_about_something")
        ),
        sa.CheckConstraint("(tries = 0) = (not_before IS NULL)", name=op.f("ck_asked_work_begun_waits")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asked_work")),
    )
    op.add_column("ranking_run", sa.Column("whole", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("ranking_run", sa.Column("aborted_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("ranking_run", "aborted_at")
    op.drop_column("ranking_run", "whole")
    op.drop_table("asked_work")
