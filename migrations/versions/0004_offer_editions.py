"""What the engine asks of the published offers before every ranking, to be answered from an index alone."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_index(
        "ix_offer_state_edition", "offer", ["state", "id", "ref", "version", "changed_at"], unique=False
    )


def downgrade() -> None:
    op.drop_index("ix_offer_state_edition", table_name="offer")
