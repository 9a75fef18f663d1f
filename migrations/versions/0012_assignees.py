"""Who of the secretariat looks after a need, an offer or a match."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

NOUNS = ("need", "offer", "match")
need, offer = (
    sa.table(noun, sa.column("state"), sa.column("assignee_id"), sa.column("reviewed_by_id"))
    for noun in NOUNS[:2]
)


def upgrade() -> None:
    for noun in NOUNS:
        # Not add_column: SQLite takes the reference only together with its column.
        op.execute(
            sa.text(
                f'ALTER TABLE "{noun}" ADD COLUMN assignee_id INTEGER'
                f" CONSTRAINT fk_{noun}_assignee_id_person REFERENCES person (id)"
            )
        )
        op.create_index(f"ix_{noun}_assignee_id", noun, ["assignee_id"], unique=False)
    for noun in (need, offer):
        checked = noun.update().where(noun.c.state == "in_check")
        op.execute(checked.values(assignee_id=noun.c.reviewed_by_id))


def downgrade() -> None:
    for noun in NOUNS:
        op.drop_index(f"ix_{noun}_assignee_id", table_name=noun)
        op.drop_column(noun, "assignee_id")
