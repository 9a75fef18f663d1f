"""A pool: similar needs of several States, asked for together; and what each State has said to that."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field, Relationship

from matchmaker.models.columns import TEXT_MAX, TITLE_MAX, Versioned, new_reference, word
from matchmaker.models.need import Need
from matchmaker.models.organisation import Organisation
from matchmaker.vocabulary import DeclineReason, InvitationState, PoolState

OPEN = text("state IN ('asked', 'joined')")


class Pool(Versioned, table=True):
    """`title` and `purpose`, in `language`, are the secretariat's: every State that is asked reads them."""

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(default_factory=lambda: new_reference("T"), unique=True, max_length=16)
    state: PoolState = Field(default=PoolState.PROPOSED, sa_type=word(PoolState))
    title: str = Field(max_length=TITLE_MAX)
    purpose: str = Field(sa_type=Text, max_length=TEXT_MAX)
    language: str = Field(max_length=8)
    proposed_by_id: int | None = Field(default=None, foreign_key="person.id")
    created_at: datetime
    changed_at: datetime

    invitations: list["Invitation"] = Relationship(
        back_populates="pool", sa_relationship_kwargs={"order_by": "Invitation.id"}
    )

    @property
    def joined(self) -> list["Invitation"]:
        """Of the States that have said yes."""
        return [one for one in self.invitations if one.state == InvitationState.JOINED]

    @property
    def answer_by(self) -> date:
        """The last day on which anybody may have been waited for."""
        return max(one.answer_by for one in self.invitations)


class Invitation(Versioned, table=True):
    """One need of one State, asked into a pool. A State asks with one need, and a need in one pool at a time."""

    __table_args__ = (
        UniqueConstraint("pool_id", "organisation_id"),
        CheckConstraint("(state = 'declined') = (decline_reason IS NOT NULL)", name="declined_with_reason"),
        CheckConstraint("answer_by > asked_on", name="answered_after_asked"),
        Index("ix_invitation_open", "need_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
    )

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(default_factory=lambda: new_reference("I"), unique=True, max_length=16)
    pool_id: int | None = Field(default=None, foreign_key="pool.id", nullable=False)
    need_id: int = Field(foreign_key="need.id")
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    state: InvitationState = Field(default=InvitationState.ASKED, sa_type=word(InvitationState))
    asked_on: date
    answer_by: date
    decline_reason: DeclineReason | None = Field(default=None, sa_type=word(DeclineReason))
    changed_at: datetime

    pool: Pool = Relationship(back_populates="invitations")
    need: Need = Relationship()
    organisation: Organisation = Relationship()
