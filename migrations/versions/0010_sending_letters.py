"""Sending letters: when each is due, how often it was tried, why it is not sent; and who wants what how fast."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

WAITS = sa.text("sent_at IS NULL AND stopped IS NULL")


def upgrade() -> None:
    op.create_table(
        "letter_preference",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=32), nullable=False),
        sa.Column("pace", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_letter_preference_person_id")),
        sa.PrimaryKeyConstraint("person_id", "about", name=op.f("pk_letter_preference")),
    )
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.add_column(sa.Column("pace", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("tries", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("error", sa.String(length=300), nullable=True))
        batch_op.add_column(sa.Column("stopped", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("digest_id", sa.Integer(), nullable=True))
    op.execute("UPDATE letter SET pace = 'at_once', due_at = created_at, tries = 0, error = ''")
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.alter_column("pace", existing_type=sa.String(length=32), nullable=False)
        batch_op.alter_column("due_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        batch_op.alter_column("tries", existing_type=sa.Integer(), nullable=False)
        batch_op.alter_column("error", existing_type=sa.String(length=300), nullable=False)
        batch_op.create_foreign_key(op.f("fk_letter_digest_id"), "letter", ["digest_id"], ["id"])
        batch_op.create_check_constraint(
            op.f("ck_letter_sent_or_stopped"), "sent_at IS NULL OR stopped IS NULL"
        )
        batch_op.create_index(batch_op.f("ix_letter_digest_id"), ["digest_id"], unique=False)
        batch_op.create_index(
            "ix_letter_waiting",
            ["due_at", "id"],
            unique=False,
            sqlite_where=WAITS,
            postgresql_where=WAITS,
        )


def downgrade() -> None:
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.drop_index("ix_letter_waiting", sqlite_where=WAITS, postgresql_where=WAITS)
        batch_op.drop_index(batch_op.f("ix_letter_digest_id"))
        batch_op.drop_constraint(op.f("ck_letter_sent_or_stopped"), type_="check")
        batch_op.drop_constraint(op.f("fk_letter_digest_id"), type_="foreignkey")
        batch_op.drop_column("digest_id")
        batch_op.drop_column("stopped")
        batch_op.drop_column("error")
        batch_op.drop_column("tries")
        batch_op.drop_column("due_at")
        batch_op.drop_column("pace")
    op.drop_table("letter_preference")
