"""From which organisations people of the secretariat stand back."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"


def upgrade() -> None:
    op.create_table(
        "recusal",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.ForeignKeyConstraint([f"{who}_id"], [f"{who}.id"], name=op.f(f"fk_recusal_{who}_id"))
            for who in ("person", "organisation")
        ),
        sa.PrimaryKeyConstraint("person_id", "organisation_id", name=op.f("pk_recusal")),
    )
    op.create_index(op.f("ix_recusal_organisation_id"), "recusal", ["organisation_id"], unique=False)


def downgrade() -> None:
    op.drop_table("recusal")
