"""Letters are found by their occasion: the clock asks before each reminder whether it was written."""

from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_index(op.f("ix_letter_occasion"), "letter", ["occasion"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_letter_occasion"), table_name="letter")
