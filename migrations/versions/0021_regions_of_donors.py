"""In which region a donor is at home: the picture shows from where to where assistance goes."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.add_column("organisation", sa.Column("region", sa.String(length=3), nullable=True))


def downgrade() -> None:
    op.drop_column("organisation", "region")
