"""Roles in the secretariat, proposed by one administrator and decided by another."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"

WAITING = sa.text("state = 'waiting'")


def upgrade() -> None:
    op.create_table(
        "appointment",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "person_id IS NOT NULL OR email IS NOT NULL", name=op.f("ck_appointment_of_somebody")
        ),
        sa.CheckConstraint(
            "(state = 'waiting') = (decided_by_id IS NULL)", name=op.f("ck_appointment_decided_by_somebody")
        ),
        sa.CheckConstraint(
            "state = 'waiting' OR (state = 'taken_back') = (decided_by_id = proposed_by_id)",
            name=op.f("ck_appointment_two_administrators"),
        ),
        sa.CheckConstraint(
            "person_id != proposed_by_id AND (decided_by_id IS NULL OR person_id != decided_by_id)",
            name=op.f("ck_appointment_of_somebody_else"),
        ),
        *(
            sa.ForeignKeyConstraint([key], ["person.id"], name=op.f(f"fk_appointment_{key}"))
            for key in ("person_id", "proposed_by_id", "decided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
        sa.UniqueConstraint("ref", name=op.f("uq_appointment_ref")),
    )
    for who in ("person_id", "email"):
        op.create_index(
            op.f(f"ix_appointment_{who}"),
            "appointment",
            [who],
            unique=True,
            sqlite_where=WAITING,
            postgresql_where=WAITING,
        )


def downgrade() -> None:
    op.drop_table("appointment")
