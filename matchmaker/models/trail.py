"""The audit trail: one row for each event, chained to the one before, never changed (docs/adr/0017)."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from matchmaker.models.columns import LINE_MAX, word
from matchmaker.models.concept import NAME_MAX
from matchmaker.vocabulary import Event, Result, Role


class Trail(SQLModel, table=True):
    """Numbers and references only: no text of anybody, and no key to another table, so that a row outlives
    whom and what it speaks of. `before` and `hash`: see matchmaker/chain.py.
    """

    __table_args__ = (Index("ix_trail_by_id", "by_id"), Index("ix_trail_ref", "ref"))

    seq: int | None = Field(default=None, primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime
    event: Event = Field(sa_type=word(Event))
    result: Result = Field(sa_type=word(Result))
    by_id: int | None = None
    by_role: Role = Field(sa_type=word(Role))
    action: str = Field(default="", max_length=32)
    noun: str = Field(default="", max_length=16)
    ref: str = Field(default="", max_length=NAME_MAX)
    detail: str = Field(default="", max_length=LINE_MAX)
    before: str = Field(max_length=64)
    hash: str = Field(max_length=64)
