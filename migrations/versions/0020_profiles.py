"""Standing profiles of donors, and the needs that were found to fit them."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.create_table(
        "profile",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("least", sa.String(length=32), nullable=True),
        sa.Column("most", sa.String(length=32), nullable=True),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("compared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("engine_version", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_profile_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profile")),
        sa.UniqueConstraint("key", name=op.f("uq_profile_key")),
        sa.UniqueConstraint("ref", name=op.f("uq_profile_ref")),
    )
    op.create_index(op.f("ix_profile_organisation_id"), "profile", ["organisation_id"], unique=False)
    op.create_table(
        "profile_tag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(["profile_id"], ["profile.id"], name=op.f("fk_profile_tag_profile_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profile_tag")),
        sa.UniqueConstraint("profile_id", "kind", "code", name=op.f("uq_profile_tag_profile_id_kind_code")),
    )
    op.create_table(
        "profile_fit",
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("fits", sa.Boolean(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("band", sa.String(length=16), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_profile_fit_need_id")),
        sa.ForeignKeyConstraint(["profile_id"], ["profile.id"], name=op.f("fk_profile_fit_profile_id")),
        sa.PrimaryKeyConstraint("profile_id", "need_id", name=op.f("pk_profile_fit")),
    )
    op.create_index("ix_profile_fit_need_id", "profile_fit", ["need_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_profile_fit_need_id", table_name="profile_fit")
    op.drop_table("profile_fit")
    op.drop_table("profile_tag")
    op.drop_index(op.f("ix_profile_organisation_id"), table_name="profile")
    op.drop_table("profile")
