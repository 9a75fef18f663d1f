"""Standing profiles: what a donor could give, to whom and until when, before there is an offer."""

from datetime import date, datetime

from sqlalchemy import Index, Text, UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from matchmaker.models.columns import TEXT_MAX, Versioned, new_reference, word
from matchmaker.models.search import NAME_MAX
from matchmaker.vocabulary import BudgetBand, ProfileState, TagKind


class Profile(Versioned, table=True):
    """Of one organisation, and read by its officers alone. Topics, modalities, languages and reach are tags.

    `least` and `most`: the sizes of needs that it looks for. `compared_at`, `engine_version`: when it was last
    compared with needs, and by which version of the engine.
    """

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(default_factory=lambda: new_reference("D"), unique=True, max_length=16)
    key: str | None = Field(default=None, unique=True, max_length=80)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    state: ProfileState = Field(default=ProfileState.STANDING, sa_type=word(ProfileState))
    language: str = Field(default="en", max_length=8)
    name: str = Field(max_length=NAME_MAX)
    text: str = Field(default="", sa_type=Text, max_length=TEXT_MAX)
    least: BudgetBand | None = Field(default=None, sa_type=word(BudgetBand))
    most: BudgetBand | None = Field(default=None, sa_type=word(BudgetBand))
    until: date
    created_at: datetime
    changed_at: datetime
    compared_at: datetime | None = None
    engine_version: str = Field(default="", max_length=32)

    tags: list["ProfileTag"] = Relationship(sa_relationship_kwargs={"cascade": "all, delete-orphan"})

    def codes(self, kind: TagKind) -> list[str]:
        """The codes of one kind, in alphabetical order."""
        return sorted(tag.code for tag in self.tags if tag.kind == kind)


class ProfileTag(SQLModel, table=True):
    """One code of a profile."""

    __tablename__ = "profile_tag"
    __table_args__ = (UniqueConstraint("profile_id", "kind", "code"),)

    id: int | None = Field(default=None, primary_key=True)
    profile_id: int | None = Field(default=None, foreign_key="profile.id", nullable=False)
    kind: TagKind = Field(sa_type=word(TagKind))
    code: str = Field(max_length=12)


class ProfileFit(SQLModel, table=True):
    """A need that was found to fit a profile. Not told: what fitted when the profile was written.

    `fits`: it still does; one that does not is kept, so that it is never told twice.
    """

    __tablename__ = "profile_fit"
    __table_args__ = (Index("ix_profile_fit_need_id", "need_id"),)

    profile_id: int = Field(foreign_key="profile.id", primary_key=True)
    need_id: int = Field(foreign_key="need.id", primary_key=True)
    fits: bool = True
    score: float
    band: str = Field(max_length=16)
    told_at: datetime | None = None
