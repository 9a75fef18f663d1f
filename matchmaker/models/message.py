"""Messages: what the two sides of a thread say to each other, in their own words, never changed."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Index, Text, UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from matchmaker.models.columns import TEXT_MAX, word
from matchmaker.models.person import Person
from matchmaker.vocabulary import Noun, Role

if TYPE_CHECKING:
    from matchmaker.models.attachment import Attachment


class Message(SQLModel, table=True):
    """One message in the thread of a need, an offer or a match: whoever may read that thread reads it.

    `key` is the mark of the form that it was typed into: sent twice, it is still one message.
    """

    __table_args__ = (UniqueConstraint("by_id", "key"), Index("ix_message_noun_thing", "noun", "thing_id"))

    id: int | None = Field(default=None, primary_key=True)
    key: str | None = Field(default=None, max_length=80)
    noun: Noun = Field(sa_type=word(Noun))
    thing_id: int
    by_id: int = Field(foreign_key="person.id")
    by_role: Role = Field(sa_type=word(Role))
    language: str = Field(max_length=8)
    text: str = Field(sa_type=Text, max_length=TEXT_MAX)
    at: datetime

    by: Person = Relationship()
    files: list["Attachment"] = Relationship(
        back_populates="message", sa_relationship_kwargs={"order_by": "Attachment.id"}
    )
