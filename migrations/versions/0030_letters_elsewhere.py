"""A letter may go to another address than its reader has: to a new one, and to the old one."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    op.add_column("letter", sa.Column("address", sa.String(length=254), nullable=True))


def downgrade() -> None:
    op.drop_column("letter", "address")
