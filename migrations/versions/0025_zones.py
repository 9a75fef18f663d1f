"""By which clock somebody reads days and hours; none is that of their State."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    op.add_column("person", sa.Column("zone", sa.String(length=48), nullable=True))


def downgrade() -> None:
    op.drop_column("person", "zone")
