"""Whether the secretariat vouches for an organisation, and since when."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.add_column("organisation", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    state = sa.Column("state", sa.String(length=32), nullable=False, server_default="unverified")
    op.add_column("organisation", state)
    op.add_column("organisation", sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    for column in ("changed_at", "state", "version"):
        op.drop_column("organisation", column)
