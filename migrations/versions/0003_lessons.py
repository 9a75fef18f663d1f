"""What the engine was taught, proposed and adopted by people, each with the figures it was judged by."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "lesson",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column("engine", sa.String(length=16), nullable=False),
        sa.Column("before", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("replaced_id", sa.Integer(), nullable=True),
        sa.Column("weights", sa.JSON(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("taken_up", sa.Integer(), nullable=False),
        sa.Column("turned_down", sa.Integer(), nullable=False),
        sa.Column("exam_before", sa.Float(), nullable=False),
        sa.Column("exam_after", sa.Float(), nullable=False),
        sa.Column("pairs", sa.Integer(), nullable=False),
        sa.Column("right_before", sa.Integer(), nullable=False),
        sa.Column("right_after", sa.Integer(), nullable=False),
        sa.Column("needs", sa.Integer(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("learned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("exam_after >= exam_before", name=op.f("ck_lesson_exam_not_lost")),
        sa.CheckConstraint(
            "right_before <= pairs AND right_after <= pairs", name=op.f("ck_lesson_right_among_pairs")
        ),
        sa.ForeignKeyConstraint(["replaced_id"], ["lesson.id"], name=op.f("fk_lesson_replaced_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson")),
        sa.UniqueConstraint("ref", name=op.f("uq_lesson_ref")),
    )
    with op.batch_alter_table("lesson", schema=None) as batch_op:
        batch_op.create_index(
            "ix_lesson_adopted",
            ["engine"],
            unique=True,
            sqlite_where=sa.text("state = 'adopted'"),
            postgresql_where=sa.text("state = 'adopted'"),
        )


def downgrade() -> None:
    with op.batch_alter_table("lesson", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_lesson_adopted",
            sqlite_where=sa.text("state = 'adopted'"),
            postgresql_where=sa.text("state = 'adopted'"),
        )

    op.drop_table("lesson")
