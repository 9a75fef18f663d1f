"""The review queue is read in its order: what people brought up first, then the oldest, then the best."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.drop_index("ix_match_state_score", "match")
    order = ["state", sa.text("origin DESC"), "changed_at", sa.text("score DESC")]
    op.create_index("ix_match_queue", "match", order)


def downgrade() -> None:
    op.drop_index("ix_match_queue", "match")
    op.create_index("ix_match_state_score", "match", ["state", "score"])
