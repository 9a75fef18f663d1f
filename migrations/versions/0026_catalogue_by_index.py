"""What the catalogue of offers asks of the rows that it does not show stands in one index."""

from alembic import op

revision = "0026"
down_revision = "0025"

LISTED = ["state", "published_at", "id", "visibility", "organisation_id", "submitted_at"]


def upgrade() -> None:
    op.drop_index("ix_offer_state_published", table_name="offer")
    op.create_index("ix_offer_listed", "offer", LISTED, unique=False)


def downgrade() -> None:
    op.drop_index("ix_offer_listed", table_name="offer")
    op.create_index("ix_offer_state_published", "offer", ["state", "published_at"], unique=False)
