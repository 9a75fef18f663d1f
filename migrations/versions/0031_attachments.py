"""Files attached to needs and offers, and to what is said in threads."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"

KEYS = ("need_id", "offer_id", "match_id", "pool_id", "message_id")
BELONGING = " + ".join(f"(CASE WHEN {key} IS NULL THEN 0 ELSE 1 END)" for key in KEYS[:4])


def upgrade() -> None:
    op.create_table(
        "attachment",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        *(sa.Column(key, sa.Integer(), nullable=True) for key in KEYS),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("visibility", sa.String(length=32), nullable=False),
        sa.Column("verdict", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(f"{BELONGING} = 1", name=op.f("ck_attachment_of_one_thing")),
        sa.CheckConstraint(
            "need_id IS NOT NULL OR offer_id IS NOT NULL OR message_id IS NOT NULL",
            name=op.f("ck_attachment_in_thread"),
        ),
        sa.CheckConstraint("size > 0", name=op.f("ck_attachment_not_empty")),
        *(
            sa.ForeignKeyConstraint(
                [key], [f"{key.removesuffix('_id')}.id"], name=op.f(f"fk_attachment_{key}")
            )
            for key in (*KEYS, "organisation_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_attachment_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.UniqueConstraint("ref", name=op.f("uq_attachment_ref")),
    )
    for column in (*KEYS, "organisation_id"):
        op.create_index(op.f(f"ix_attachment_{column}"), "attachment", [column], unique=False)


def downgrade() -> None:
    op.drop_table("attachment")
