"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("country", sa.String(length=3), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(kind = 'state') = (country IS NOT NULL)", name=op.f("ck_organisation_state_has_country")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("country", name=op.f("uq_organisation_country")),
        sa.UniqueConstraint("key", name=op.f("uq_organisation_key")),
        sa.UniqueConstraint("ref", name=op.f("uq_organisation_ref")),
    )
    op.create_table(
        "ranking_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engine_version", sa.String(length=32), nullable=False),
        sa.Column("needs", sa.Integer(), nullable=False),
        sa.Column("offers", sa.Integer(), nullable=False),
        sa.Column("suggestions", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("finished_at >= started_at", name=op.f("ck_ranking_run_finished_after_start")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ranking_run")),
    )
    op.create_table(
        "person",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("password", sa.String(length=255), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_person_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_person_fs_uniquifier")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("noun", sa.String(length=32), nullable=False),
        sa.Column("thing_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("from_state", sa.String(length=32), nullable=False),
        sa.Column("to_state", sa.String(length=32), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_role", sa.String(length=32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_history_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history")),
    )
    with op.batch_alter_table("history", schema=None) as batch_op:
        batch_op.create_index("ix_history_noun_thing", ["noun", "thing_id"], unique=False)

    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("path", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["to_id"], ["person.id"], name=op.f("fk_letter_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("ref", name=op.f("uq_letter_ref")),
    )
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_to_id"), ["to_id"], unique=False)

    op.create_table(
        "need",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("institution", sa.String(length=300), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("expected_result", sa.Text(), nullable=False),
        sa.Column("beneficiaries", sa.String(length=300), nullable=False),
        sa.Column("beneficiary_count", sa.Integer(), nullable=True),
        sa.Column("women_share", sa.Integer(), nullable=True),
        sa.Column("previous_assistance", sa.Text(), nullable=False),
        sa.Column("strategy_link", sa.String(length=300), nullable=False),
        sa.Column("budget_band", sa.String(length=32), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("earliest_start", sa.Date(), nullable=True),
        sa.Column("latest_end", sa.Date(), nullable=True),
        sa.Column("urgency", sa.String(length=32), nullable=False),
        sa.Column("urgency_reason", sa.String(length=300), nullable=False),
        sa.Column("preferred_partners", sa.String(length=300), nullable=False),
        sa.Column("excluded_partners", sa.String(length=300), nullable=False),
        sa.Column("contact", sa.String(length=300), nullable=False),
        sa.Column("visibility", sa.String(length=32), nullable=False),
        sa.Column("contact_visibility", sa.String(length=32), nullable=False),
        sa.Column("budget_visibility", sa.String(length=32), nullable=False),
        sa.Column("assistance_visibility", sa.String(length=32), nullable=False),
        sa.Column("shows_country", sa.Boolean(), nullable=False),
        sa.Column("public_summary", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("public_words", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cleared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cleared_by_id", sa.Integer(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("check_by", sa.Date(), nullable=True),
        sa.Column("reviewed_by_id", sa.Integer(), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(state = 'merged') = (merged_into_id IS NOT NULL)", name=op.f("ck_need_merged_into_another")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'clearance', 'returned', 'withdrawn') OR cleared_at IS NOT NULL",
            name=op.f("ck_need_cleared_before_submitted"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'clearance', 'withdrawn') OR submitted_at IS NOT NULL",
            name=op.f("ck_need_submitted_has_date"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('published', 'in_matching', 'matched', 'in_delivery', 'delivered') OR published_at IS NOT NULL",
            name=op.f("ck_need_published_has_date"),
        ),
        sa.CheckConstraint("beneficiary_count >= 0", name=op.f("ck_need_beneficiaries_counted")),
        sa.CheckConstraint("latest_end >= earliest_start", name=op.f("ck_need_ends_after_start")),
        sa.CheckConstraint("women_share BETWEEN 0 AND 100", name=op.f("ck_need_women_share_percent")),
        sa.ForeignKeyConstraint(["cleared_by_id"], ["person.id"], name=op.f("fk_need_cleared_by_id")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["need.id"], name=op.f("fk_need_merged_into_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_need_organisation_id")
        ),
        sa.ForeignKeyConstraint(["reviewed_by_id"], ["person.id"], name=op.f("fk_need_reviewed_by_id")),
        sa.ForeignKeyConstraint(["written_by_id"], ["person.id"], name=op.f("fk_need_written_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need")),
        sa.UniqueConstraint("key", name=op.f("uq_need_key")),
        sa.UniqueConstraint("ref", name=op.f("uq_need_ref")),
    )
    with op.batch_alter_table("need", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_need_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index("ix_need_state_published", ["state", "published_at"], unique=False)

    op.create_table(
        "offer",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("not_covered", sa.Text(), nullable=False),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("capacity_used", sa.Integer(), nullable=False),
        sa.Column("capacity_unit", sa.String(length=32), nullable=False),
        sa.Column("budget_band", sa.String(length=32), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("lead_time_weeks", sa.Integer(), nullable=True),
        sa.Column("cofunding", sa.Boolean(), nullable=False),
        sa.Column("triangular", sa.Boolean(), nullable=False),
        sa.Column("safeguards", sa.Text(), nullable=False),
        sa.Column("references", sa.Text(), nullable=False),
        sa.Column("contact", sa.String(length=300), nullable=False),
        sa.Column("visibility", sa.String(length=32), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("check_by", sa.Date(), nullable=True),
        sa.Column("reviewed_by_id", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('draft', 'withdrawn') OR submitted_at IS NOT NULL",
            name=op.f("ck_offer_submitted_has_date"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('published', 'exhausted') OR published_at IS NOT NULL",
            name=op.f("ck_offer_published_has_date"),
        ),
        sa.CheckConstraint("capacity >= 0", name=op.f("ck_offer_capacity_counted")),
        sa.CheckConstraint(
            "capacity_used BETWEEN 0 AND capacity", name=op.f("ck_offer_capacity_not_exceeded")
        ),
        sa.CheckConstraint("lead_time_weeks BETWEEN 0 AND 520", name=op.f("ck_offer_lead_time_in_weeks")),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_offer_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_offer_organisation_id")
        ),
        sa.ForeignKeyConstraint(["reviewed_by_id"], ["person.id"], name=op.f("fk_offer_reviewed_by_id")),
        sa.ForeignKeyConstraint(["written_by_id"], ["person.id"], name=op.f("fk_offer_written_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
        sa.UniqueConstraint("key", name=op.f("uq_offer_key")),
        sa.UniqueConstraint("ref", name=op.f("uq_offer_ref")),
    )
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offer_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index("ix_offer_state_published", ["state", "published_at"], unique=False)

    op.create_table(
        "match",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=16), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("origin", sa.String(length=32), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("band", sa.String(length=16), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("engine_version", sa.String(length=32), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("interest_note", sa.String(length=300), nullable=False),
        sa.Column("reviewed_by_id", sa.Integer(), nullable=True),
        sa.Column("released_by_id", sa.Integer(), nullable=True),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("requester_accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("donor_accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("introduced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decline_reason", sa.String(length=32), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('suggested', 'dismissed') OR reviewed_by_id IS NOT NULL",
            name=op.f("ck_match_reviewed_by_somebody"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('dismissed', 'declined', 'lapsed') OR decline_reason IS NOT NULL",
            name=op.f("ck_match_ended_with_reason"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('introduced', 'exploring', 'agreed', 'part_agreed', 'in_delivery', 'delivered', 'closed') OR (donor_accepted_at IS NOT NULL AND introduced_at IS NOT NULL)",
            name=op.f("ck_match_introduced_after_consent"),
        ),
        sa.CheckConstraint(
            "donor_accepted_at IS NULL OR requester_accepted_at IS NOT NULL",
            name=op.f("ck_match_requester_first"),
        ),
        sa.CheckConstraint("released_by_id <> reviewed_by_id", name=op.f("ck_match_four_eyes")),
        sa.CheckConstraint("score >= 0", name=op.f("ck_match_score_not_negative")),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_match_need_id")),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_match_offer_id")),
        sa.ForeignKeyConstraint(["released_by_id"], ["person.id"], name=op.f("fk_match_released_by_id")),
        sa.ForeignKeyConstraint(["reviewed_by_id"], ["person.id"], name=op.f("fk_match_reviewed_by_id")),
        sa.ForeignKeyConstraint(["run_id"], ["ranking_run.id"], name=op.f("fk_match_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match")),
        sa.UniqueConstraint("need_id", "offer_id", name=op.f("uq_match_need_id_offer_id")),
        sa.UniqueConstraint("ref", name=op.f("uq_match_ref")),
    )
    with op.batch_alter_table("match", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_match_need_id"), ["need_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_match_offer_id"), ["offer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_match_run_id"), ["run_id"], unique=False)
        batch_op.create_index("ix_match_state_score", ["state", "score"], unique=False)

    op.create_table(
        "need_component",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=8), nullable=False),
        sa.Column("modality", sa.String(length=8), nullable=False),
        sa.Column("quantity", sa.String(length=300), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("own_contribution", sa.String(length=300), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_need_component_ends_after_start")),
        sa.CheckConstraint("position BETWEEN 1 AND 6", name=op.f("ck_need_component_position_in_need")),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_need_component_need_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_component")),
        sa.UniqueConstraint("need_id", "position", name=op.f("uq_need_component_need_id_position")),
    )
    with op.batch_alter_table("need_component", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_need_component_modality"), ["modality"], unique=False)
        batch_op.create_index(batch_op.f("ix_need_component_topic"), ["topic"], unique=False)

    op.create_table(
        "need_named_donor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_need_named_donor_need_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_need_named_donor_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_named_donor")),
        sa.UniqueConstraint(
            "need_id", "organisation_id", name=op.f("uq_need_named_donor_need_id_organisation_id")
        ),
    )
    with op.batch_alter_table("need_named_donor", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_need_named_donor_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "need_tag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_need_tag_need_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_tag")),
        sa.UniqueConstraint("need_id", "kind", "code", name=op.f("uq_need_tag_need_id_kind_code")),
    )
    with op.batch_alter_table("need_tag", schema=None) as batch_op:
        batch_op.create_index("ix_need_tag_kind_code", ["kind", "code"], unique=False)

    op.create_table(
        "offer_tag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_offer_tag_offer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_tag")),
        sa.UniqueConstraint("offer_id", "kind", "code", name=op.f("uq_offer_tag_offer_id_kind_code")),
    )
    with op.batch_alter_table("offer_tag", schema=None) as batch_op:
        batch_op.create_index("ix_offer_tag_kind_code", ["kind", "code"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("offer_tag", schema=None) as batch_op:
        batch_op.drop_index("ix_offer_tag_kind_code")

    op.drop_table("offer_tag")
    with op.batch_alter_table("need_tag", schema=None) as batch_op:
        batch_op.drop_index("ix_need_tag_kind_code")

    op.drop_table("need_tag")
    with op.batch_alter_table("need_named_donor", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_need_named_donor_organisation_id"))

    op.drop_table("need_named_donor")
    with op.batch_alter_table("need_component", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_need_component_topic"))
        batch_op.drop_index(batch_op.f("ix_need_component_modality"))

    op.drop_table("need_component")
    with op.batch_alter_table("match", schema=None) as batch_op:
        batch_op.drop_index("ix_match_state_score")
        batch_op.drop_index(batch_op.f("ix_match_run_id"))
        batch_op.drop_index(batch_op.f("ix_match_offer_id"))
        batch_op.drop_index(batch_op.f("ix_match_need_id"))

    op.drop_table("match")
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.drop_index("ix_offer_state_published")
        batch_op.drop_index(batch_op.f("ix_offer_organisation_id"))

    op.drop_table("offer")
    with op.batch_alter_table("need", schema=None) as batch_op:
        batch_op.drop_index("ix_need_state_published")
        batch_op.drop_index(batch_op.f("ix_need_organisation_id"))

    op.drop_table("need")
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_letter_to_id"))

    op.drop_table("letter")
    with op.batch_alter_table("history", schema=None) as batch_op:
        batch_op.drop_index("ix_history_noun_thing")

    op.drop_table("history")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_organisation_id"))

    op.drop_table("person")
    op.drop_table("ranking_run")
    op.drop_table("organisation")
