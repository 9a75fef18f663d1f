"""The texts that a search looks through are read where they stand: their folded copies go."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

COPIES = (("need", "words"), ("need", "public_words"), ("offer", "words"))


def upgrade() -> None:
    for table, copy in COPIES:
        op.drop_column(table, copy)


def downgrade() -> None:
    """The copies come back empty: each is written anew when its text is saved."""
    for table, copy in COPIES:
        op.add_column(table, sa.Column(copy, sa.Text(), nullable=False, server_default=""))
