"""An offer: what a donor gives, to whom, how much of it, until when."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from matchmaker.models.columns import LINE_MAX, TEXT_MAX, TITLE_MAX, Versioned, new_reference, word
from matchmaker.models.organisation import Organisation
from matchmaker.vocabulary import BudgetBand, CapacityUnit, OfferState, TagKind, Visibility

if TYPE_CHECKING:
    from matchmaker.models.match import Match


class Offer(Versioned, table=True):
    """Topics, modalities, languages, reach (countries, regions, groups; none = every State) and covers are tags.

    `confirm_by`: the donor has been asked whether it still holds.
    """

    __table_args__ = (
        CheckConstraint(
            "state IN ('draft', 'withdrawn') OR submitted_at IS NOT NULL", name="submitted_has_date"
        ),
        CheckConstraint(
            "state NOT IN ('published', 'exhausted') OR published_at IS NOT NULL", name="published_has_date"
        ),
        CheckConstraint("capacity >= 0", name="capacity_counted"),
        CheckConstraint("capacity_used BETWEEN 0 AND capacity", name="capacity_not_exceeded"),
        CheckConstraint("lead_time_weeks BETWEEN 0 AND 520", name="lead_time_in_weeks"),
        CheckConstraint("valid_until >= valid_from", name="ends_after_start"),
        # All that the catalogue asks of a row that it does not show.
        Index(
            "ix_offer_listed", "state", "published_at", "id", "visibility", "organisation_id", "submitted_at"
        ),
        # All that the engine asks before every ranking: it never reads the long rows themselves for that.
        Index("ix_offer_state_edition", "state", "id", "ref", "version", "changed_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(default_factory=lambda: new_reference("F"), unique=True, max_length=16)
    key: str | None = Field(default=None, unique=True, max_length=80)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    written_by_id: int | None = Field(default=None, foreign_key="person.id")
    state: OfferState = Field(default=OfferState.DRAFT, sa_type=word(OfferState))

    language: str = Field(default="en", max_length=8)
    title: str = Field(default="", max_length=TITLE_MAX)
    description: str = Field(default="", sa_type=Text, max_length=TEXT_MAX)
    not_covered: str = Field(default="", sa_type=Text, max_length=TEXT_MAX)
    conditions: str = Field(default="", sa_type=Text, max_length=TEXT_MAX)
    capacity: int = 1
    capacity_used: int = 0
    capacity_unit: CapacityUnit = Field(default=CapacityUnit.PROJECTS, sa_type=word(CapacityUnit))
    budget_band: BudgetBand | None = Field(default=None, sa_type=word(BudgetBand))
    currency: str = Field(default="USD", max_length=3)
    valid_from: date | None = None
    valid_until: date | None = None
    lead_time_weeks: int | None = None
    cofunding: bool = False
    triangular: bool = False
    safeguards: str = Field(default="", max_length=TEXT_MAX, sa_type=Text)
    references: str = Field(default="", max_length=TEXT_MAX, sa_type=Text)
    contact: str = Field(default="", max_length=LINE_MAX)
    visibility: Visibility = Field(default=Visibility.PUBLIC, sa_type=word(Visibility))

    created_at: datetime
    changed_at: datetime
    submitted_at: datetime | None = None
    check_by: date | None = None
    reviewed_by_id: int | None = Field(default=None, foreign_key="person.id")
    assignee_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    published_at: datetime | None = None
    confirmed_at: datetime | None = None
    confirm_by: date | None = None

    organisation: Organisation = Relationship()
    tags: list["OfferTag"] = Relationship(sa_relationship_kwargs={"cascade": "all, delete-orphan"})
    introductions: list["Match"] = Relationship(
        sa_relationship_kwargs={
            "viewonly": True,
            "primaryjoin": "and_(Offer.id == Match.offer_id, Match.introduced_at.is_not(None))",
        }
    )

    def codes(self, kind: TagKind) -> list[str]:
        """The codes of one kind, in alphabetical order."""
        return sorted(tag.code for tag in self.tags if tag.kind == kind)

    @property
    def topics(self) -> list[str]:
        return self.codes(TagKind.TOPIC)

    @property
    def modalities(self) -> list[str]:
        return self.codes(TagKind.MODALITY)

    @property
    def languages(self) -> list[str]:
        return self.codes(TagKind.LANGUAGE)

    @property
    def capacity_left(self) -> int:
        return self.capacity - self.capacity_used


class OfferTag(SQLModel, table=True):
    """One code of an offer."""

    __tablename__ = "offer_tag"
    __table_args__ = (
        UniqueConstraint("offer_id", "kind", "code"),
        Index("ix_offer_tag_kind_code", "kind", "code"),
    )

    id: int | None = Field(default=None, primary_key=True)
    offer_id: int | None = Field(default=None, foreign_key="offer.id", nullable=False)
    kind: TagKind = Field(sa_type=word(TagKind))
    code: str = Field(max_length=12)
