"""By when a State agrees, by when it is to be confirmed that a need or an offer still holds, and what is unmet."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

COLUMNS = (("need", "agree_by"), ("need", "confirm_by"), ("need", "unmet_on"), ("offer", "confirm_by"))


def upgrade() -> None:
    for table, column in COLUMNS:
        op.add_column(table, sa.Column(column, sa.Date(), nullable=True))


def downgrade() -> None:
    for table, column in reversed(COLUMNS):
        op.drop_column(table, column)
