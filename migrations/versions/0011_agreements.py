"""What two sides agreed on, which components it covers, and what each says of it once it is delivered."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def new_in_match() -> list[sa.Column]:
    return [
        sa.Column("contact_answer", sa.String(length=32), nullable=True),
        sa.Column("contact_answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("still_in_use", sa.String(length=32), nullable=True),
    ]


def checks_of_components() -> tuple[sa.CheckConstraint, ...]:
    """SQLite makes the table anew to add a foreign key, and does not read its checks off the old one."""
    return (
        sa.CheckConstraint("position BETWEEN 1 AND 6", name=op.f("ck_need_component_position_in_need")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_need_component_ends_after_start")),
    )


def upgrade() -> None:
    for column in new_in_match():
        op.add_column("match", column)
    op.create_table(
        "agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("match_id", sa.Integer(), nullable=False),
        sa.Column("activity", sa.String(length=300), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_agreement_ends_after_start")),
        sa.CheckConstraint("value > 0", name=op.f("ck_agreement_value_is_something")),
        sa.CheckConstraint("places > 0", name=op.f("ck_agreement_takes_a_place")),
        sa.ForeignKeyConstraint(["match_id"], ["match.id"], name=op.f("fk_agreement_match_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["person.id"], name=op.f("fk_agreement_recorded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint("match_id", name=op.f("uq_agreement_match_id")),
    )
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("match_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=32), nullable=False),
        sa.Column("as_agreed", sa.String(length=32), nullable=False),
        sa.Column("timely", sa.String(length=32), nullable=False),
        sa.Column("useful", sa.Integer(), nullable=False),
        sa.Column("lasting", sa.String(length=32), nullable=False),
        sa.Column("recommended", sa.String(length=32), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("may_publish", sa.Boolean(), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("useful BETWEEN 1 AND 5", name=op.f("ck_feedback_useful_from_1_to_5")),
        sa.ForeignKeyConstraint(["given_by_id"], ["person.id"], name=op.f("fk_feedback_given_by_id")),
        sa.ForeignKeyConstraint(["match_id"], ["match.id"], name=op.f("fk_feedback_match_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
        sa.UniqueConstraint("match_id", "side", name=op.f("uq_feedback_match_id_side")),
    )
    with op.batch_alter_table("need_component", table_args=checks_of_components()) as batch_op:
        batch_op.add_column(sa.Column("agreement_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_need_component_agreement_id"), "agreement", ["agreement_id"], ["id"]
        )
        batch_op.create_index(batch_op.f("ix_need_component_agreement_id"), ["agreement_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("need_component", table_args=checks_of_components()) as batch_op:
        batch_op.drop_index(batch_op.f("ix_need_component_agreement_id"))
        batch_op.drop_constraint(batch_op.f("fk_need_component_agreement_id"), type_="foreignkey")
        batch_op.drop_column("agreement_id")
    op.drop_table("feedback")
    op.drop_table("agreement")
    for column in new_in_match():
        op.drop_column("match", column.name)
