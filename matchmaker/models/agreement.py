"""What two sides agreed on, and what each says of it once it is delivered."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Text, UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from matchmaker.models.columns import LINE_MAX, TEXT_MAX, word
from matchmaker.models.match import Match
from matchmaker.models.need import Component
from matchmaker.outcomes import Extent, Side


class Agreement(SQLModel, table=True):
    """A specific activity. `value` is in whole units of `currency`; None means in kind.

    `components` are those that it covers now: none any more once its match has stopped.
    """

    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("value > 0", name="value_is_something"),
        CheckConstraint("places > 0", name="takes_a_place"),
    )

    id: int | None = Field(default=None, primary_key=True)
    match_id: int = Field(foreign_key="match.id", unique=True)
    activity: str = Field(max_length=LINE_MAX)
    starts_on: date
    ends_on: date
    value: int | None = None
    currency: str = Field(default="USD", max_length=3)
    places: int = 1
    recorded_by_id: int | None = Field(default=None, foreign_key="person.id")
    recorded_at: datetime

    match: Match = Relationship(back_populates="agreement")
    components: list[Component] = Relationship(sa_relationship_kwargs={"order_by": "Component.position"})


class Feedback(SQLModel, table=True):
    """The five questions, answered by one side; the words are shown to others only with its consent."""

    __table_args__ = (
        UniqueConstraint("match_id", "side"),
        CheckConstraint("useful BETWEEN 1 AND 5", name="useful_from_1_to_5"),
    )

    id: int | None = Field(default=None, primary_key=True)
    match_id: int = Field(foreign_key="match.id")
    side: Side = Field(sa_type=word(Side))
    as_agreed: Extent = Field(sa_type=word(Extent))
    timely: Extent = Field(sa_type=word(Extent))
    useful: int
    lasting: Extent = Field(sa_type=word(Extent))
    recommended: Extent = Field(sa_type=word(Extent))
    words: str = Field(default="", sa_type=Text, max_length=TEXT_MAX)
    may_publish: bool = False
    given_by_id: int | None = Field(default=None, foreign_key="person.id")
    given_at: datetime
