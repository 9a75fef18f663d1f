"""History: one row per move, never changed."""

from datetime import datetime

from sqlalchemy import Index, Text
from sqlmodel import Field, Relationship, SQLModel

from matchmaker.actions import Action
from matchmaker.models.columns import TEXT_MAX, word
from matchmaker.models.person import Person
from matchmaker.vocabulary import Noun, Role


class History(SQLModel, table=True):
    """`private` notes stay with the secretariat; the move itself is seen by whoever may read the history."""

    __table_args__ = (Index("ix_history_noun_thing", "noun", "thing_id"),)

    id: int | None = Field(default=None, primary_key=True)
    noun: Noun = Field(sa_type=word(Noun))
    thing_id: int
    action: Action = Field(sa_type=word(Action))
    from_state: str = Field(max_length=32)
    to_state: str = Field(max_length=32)
    by_id: int | None = Field(default=None, foreign_key="person.id")
    by_role: Role = Field(sa_type=word(Role))
    note: str = Field(default="", sa_type=Text, max_length=TEXT_MAX)
    private: bool = False
    at: datetime

    by: Person | None = Relationship()
