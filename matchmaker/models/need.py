"""A need: what a State asks for, with its components, working languages and named donors."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Optional

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from matchmaker.models.columns import LINE_MAX, TEXT_MAX, TITLE_MAX, Versioned, new_reference, word
from matchmaker.models.organisation import Organisation
from matchmaker.vocabulary import BudgetBand, NeedState, RefusalReason, TagKind, Urgency, Visibility

if TYPE_CHECKING:
    from matchmaker.models.match import Match

MOST_COMPONENTS = 6


def text(limit: int = TEXT_MAX) -> str:
    return Field(default="", sa_type=Text, max_length=limit)


class Need(Versioned, table=True):
    """Empty texts and dates are allowed in a draft only; the services see to completeness before clearance.

    `confirm_by`: the State has been asked whether it still holds; `unmet_on`: since when nothing suitable is known.
    """

    __table_args__ = (
        CheckConstraint(
            "state IN ('draft', 'clearance', 'withdrawn') OR submitted_at IS NOT NULL",
            name="submitted_has_date",
        ),
        CheckConstraint(
            "state IN ('draft', 'clearance', 'returned', 'withdrawn') OR cleared_at IS NOT NULL",
            name="cleared_before_submitted",
        ),
        CheckConstraint(
            "state NOT IN ('published', 'in_matching', 'matched', 'in_delivery', 'delivered')"
            " OR published_at IS NOT NULL",
            name="published_has_date",
        ),
        CheckConstraint("(state = 'merged') = (merged_into_id IS NOT NULL)", name="merged_into_another"),
        CheckConstraint("latest_end >= earliest_start", name="ends_after_start"),
        CheckConstraint("beneficiary_count >= 0", name="beneficiaries_counted"),
        CheckConstraint("women_share BETWEEN 0 AND 100", name="women_share_percent"),
        Index("ix_need_state_published", "state", "published_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(default_factory=lambda: new_reference("N"), unique=True, max_length=16)
    key: str | None = Field(default=None, unique=True, max_length=80)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    written_by_id: int | None = Field(default=None, foreign_key="person.id")
    state: NeedState = Field(default=NeedState.DRAFT, sa_type=word(NeedState))

    language: str = Field(default="en", max_length=8)
    title: str = Field(default="", max_length=TITLE_MAX)
    institution: str = Field(default="", max_length=LINE_MAX)
    problem: str = text()
    expected_result: str = text()
    beneficiaries: str = Field(default="", max_length=LINE_MAX)
    beneficiary_count: int | None = None
    women_share: int | None = None
    previous_assistance: str = text()
    strategy_link: str = Field(default="", max_length=LINE_MAX)
    budget_band: BudgetBand | None = Field(default=None, sa_type=word(BudgetBand))
    currency: str = Field(default="USD", max_length=3)
    earliest_start: date | None = None
    latest_end: date | None = None
    urgency: Urgency = Field(default=Urgency.NORMAL, sa_type=word(Urgency))
    urgency_reason: str = Field(default="", max_length=LINE_MAX)
    preferred_partners: str = Field(default="", max_length=LINE_MAX)
    excluded_partners: str = Field(default="", max_length=LINE_MAX)
    contact: str = Field(default="", max_length=LINE_MAX)

    visibility: Visibility = Field(default=Visibility.PUBLIC_SUMMARY, sa_type=word(Visibility))
    contact_visibility: Visibility = Field(default=Visibility.SECRETARIAT, sa_type=word(Visibility))
    budget_visibility: Visibility = Field(default=Visibility.DONORS, sa_type=word(Visibility))
    assistance_visibility: Visibility = Field(default=Visibility.DONORS, sa_type=word(Visibility))
    shows_country: bool = False
    public_summary: str = text()

    created_at: datetime
    changed_at: datetime
    cleared_at: datetime | None = None
    cleared_by_id: int | None = Field(default=None, foreign_key="person.id")
    submitted_at: datetime | None = None
    check_by: date | None = None
    reviewed_by_id: int | None = Field(default=None, foreign_key="person.id")
    agree_by: date | None = None
    assignee_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    agreed_at: datetime | None = None
    published_at: datetime | None = None
    confirmed_at: datetime | None = None
    confirm_by: date | None = None
    unmet_on: date | None = None
    refused_for: RefusalReason | None = Field(default=None, sa_type=word(RefusalReason))
    merged_into_id: int | None = Field(default=None, foreign_key="need.id")

    organisation: Organisation = Relationship()
    components: list["Component"] = Relationship(
        sa_relationship_kwargs={"order_by": "Component.position", "cascade": "all, delete-orphan"}
    )
    tags: list["NeedTag"] = Relationship(sa_relationship_kwargs={"cascade": "all, delete-orphan"})
    named_donors: list["NamedDonor"] = Relationship(sa_relationship_kwargs={"cascade": "all, delete-orphan"})
    merged_into: Optional["Need"] = Relationship(sa_relationship_kwargs={"remote_side": "Need.id"})
    introductions: list["Match"] = Relationship(
        sa_relationship_kwargs={
            "viewonly": True,
            "primaryjoin": "and_(Need.id == Match.need_id, Match.introduced_at.is_not(None))",
        }
    )

    @property
    def country(self) -> str:
        return self.organisation.country or ""

    @property
    def open_components(self) -> list["Component"]:
        """Those that no agreement covers."""
        return [part for part in self.components if part.agreement_id is None]

    @property
    def topics(self) -> list[str]:
        return list(dict.fromkeys(part.topic for part in self.components if part.topic))

    @property
    def modalities(self) -> list[str]:
        return list(dict.fromkeys(part.modality for part in self.components if part.modality))

    @property
    def languages(self) -> list[str]:
        return sorted(tag.code for tag in self.tags if tag.kind == TagKind.LANGUAGE)

    @property
    def named_donor_keys(self) -> list[str]:
        return sorted(donor.organisation.key for donor in self.named_donors)

    @property
    def named_donor_ids(self) -> frozenset[int]:
        return frozenset(donor.organisation_id for donor in self.named_donors)


class Component(SQLModel, table=True):
    """One part of a need that an offer may cover by itself; open as long as no agreement covers it."""

    __tablename__ = "need_component"
    __table_args__ = (
        UniqueConstraint("need_id", "position"),
        CheckConstraint(f"position BETWEEN 1 AND {MOST_COMPONENTS}", name="position_in_need"),
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
    )

    id: int | None = Field(default=None, primary_key=True)
    need_id: int | None = Field(default=None, foreign_key="need.id", nullable=False)
    position: int
    topic: str = Field(default="", max_length=8, index=True)
    modality: str = Field(default="", max_length=8, index=True)
    quantity: str = Field(default="", max_length=LINE_MAX)
    starts_on: date | None = None
    ends_on: date | None = None
    own_contribution: str = Field(default="", max_length=LINE_MAX)
    agreement_id: int | None = Field(default=None, foreign_key="agreement.id", index=True)


class NeedTag(SQLModel, table=True):
    """A working language of the need."""

    __tablename__ = "need_tag"
    __table_args__ = (
        UniqueConstraint("need_id", "kind", "code"),
        Index("ix_need_tag_kind_code", "kind", "code"),
    )

    id: int | None = Field(default=None, primary_key=True)
    need_id: int | None = Field(default=None, foreign_key="need.id", nullable=False)
    kind: TagKind = Field(sa_type=word(TagKind))
    code: str = Field(max_length=8)


class NamedDonor(SQLModel, table=True):
    """A donor to whom a `named_donors` need is shown."""

    __tablename__ = "need_named_donor"
    __table_args__ = (UniqueConstraint("need_id", "organisation_id"),)

    id: int | None = Field(default=None, primary_key=True)
    need_id: int | None = Field(default=None, foreign_key="need.id", nullable=False)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)

    organisation: Organisation = Relationship()
