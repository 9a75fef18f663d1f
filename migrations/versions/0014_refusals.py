"""Why the secretariat does not take up a need."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.add_column("need", sa.Column("refused_for", sa.String(length=32), nullable=True))


def downgrade() -> None:
    op.drop_column("need", "refused_for")
