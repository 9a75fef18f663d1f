"""The pair of need and offer, which is unique, finds a need's matches as well; nobody asks for those of a run."""

from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    op.drop_index("ix_match_need_id", "match")
    op.drop_index("ix_match_run_id", "match")


def downgrade() -> None:
    op.create_index("ix_match_need_id", "match", ["need_id"])
    op.create_index("ix_match_run_id", "match", ["run_id"])
