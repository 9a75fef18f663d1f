"""A match: one need and one offer, why they fit, and how far the two sides have come."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Optional

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel, col

from matchmaker.models.columns import LINE_MAX, Versioned, new_reference, word
from matchmaker.models.need import Need
from matchmaker.models.offer import Offer
from matchmaker.outcomes import ContactAnswer, Extent
from matchmaker.vocabulary import DeclineReason, MatchState, Origin

if TYPE_CHECKING:
    from matchmaker.models.agreement import Agreement


class Match(Versioned, table=True):
    """`reasons` is the engine's explanation as JSON, never changed in place: a new ranking assigns a new one."""

    __table_args__ = (
        UniqueConstraint("need_id", "offer_id"),  # which is also the index by need
        CheckConstraint("released_by_id <> reviewed_by_id", name="four_eyes"),
        CheckConstraint(
            "donor_accepted_at IS NULL OR requester_accepted_at IS NOT NULL", name="requester_first"
        ),
        CheckConstraint(
            "state NOT IN ('introduced', 'exploring', 'agreed', 'part_agreed', 'in_delivery', 'delivered', 'closed')"
            " OR (donor_accepted_at IS NOT NULL AND introduced_at IS NOT NULL)",
            name="introduced_after_consent",
        ),
        CheckConstraint(
            "state NOT IN ('dismissed', 'declined', 'lapsed') OR decline_reason IS NOT NULL",
            name="ended_with_reason",
        ),
        CheckConstraint(
            "state IN ('suggested', 'dismissed') OR reviewed_by_id IS NOT NULL", name="reviewed_by_somebody"
        ),
        CheckConstraint("score >= 0", name="score_not_negative"),
    )

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(default_factory=lambda: new_reference("M"), unique=True, max_length=16)
    need_id: int = Field(foreign_key="need.id")
    offer_id: int = Field(foreign_key="offer.id", index=True)
    state: MatchState = Field(default=MatchState.SUGGESTED, sa_type=word(MatchState))
    origin: Origin = Field(default=Origin.ENGINE, sa_type=word(Origin))
    score: float = 0.0
    band: str = Field(default="possible", max_length=16)
    reasons: list[Any] = Field(default_factory=list, sa_type=JSON)
    engine_version: str = Field(default="", max_length=32)
    run_id: int | None = Field(default=None, foreign_key="ranking_run.id")

    interest_note: str = Field(default="", max_length=LINE_MAX)
    reviewed_by_id: int | None = Field(default=None, foreign_key="person.id")
    released_by_id: int | None = Field(default=None, foreign_key="person.id")
    assignee_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    answer_by: date | None = None
    requester_accepted_at: datetime | None = None
    donor_accepted_at: datetime | None = None
    introduced_at: datetime | None = None
    contact_answer: ContactAnswer | None = Field(default=None, sa_type=word(ContactAnswer))
    contact_answered_at: datetime | None = None
    received_at: datetime | None = None
    reported_at: datetime | None = None
    delivered_at: datetime | None = None
    still_in_use: Extent | None = Field(default=None, sa_type=word(Extent))
    decline_reason: DeclineReason | None = Field(default=None, sa_type=word(DeclineReason))
    created_at: datetime
    changed_at: datetime

    need: Need = Relationship()
    offer: Offer = Relationship()
    agreement: Optional["Agreement"] = Relationship(
        back_populates="match", sa_relationship_kwargs={"uselist": False}
    )


# The order of the review queue, which may hold thousands.
Index(
    "ix_match_queue",
    col(Match.state),
    col(Match.origin).desc(),
    col(Match.changed_at),
    col(Match.score).desc(),
)


class RankingRun(SQLModel, table=True):
    """One run of the engine: what was compared, with which version of it.

    `whole`: every need with every offer. Such a run is written down when it begins; `aborted_at`: when it was
    found that it will never end, because its process was killed or another run has taken its place.
    """

    __tablename__ = "ranking_run"
    __table_args__ = (CheckConstraint("finished_at >= started_at", name="finished_after_start"),)

    id: int | None = Field(default=None, primary_key=True)
    engine_version: str = Field(max_length=32)
    needs: int
    offers: int
    suggestions: int = 0
    whole: bool = False
    started_at: datetime
    finished_at: datetime | None = None
    aborted_at: datetime | None = None
