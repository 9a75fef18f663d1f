"""What a letter was written on the occasion of, so that a reminder is never written twice."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.add_column(sa.Column("occasion", sa.String(length=80), nullable=True))
        batch_op.create_unique_constraint(op.f("uq_letter_to_id_occasion"), ["to_id", "occasion"])


def downgrade() -> None:
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("uq_letter_to_id_occasion"), type_="unique")
        batch_op.drop_column("occasion")
