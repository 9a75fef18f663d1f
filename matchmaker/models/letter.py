"""Letters: the outbox. A letter is written in the same transaction as the deed that it tells of."""

from datetime import datetime

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from matchmaker.models.columns import LINE_MAX, TEXT_MAX, new_reference, word
from matchmaker.models.person import Person
from matchmaker.vocabulary import LetterKind

OCCASION_MAX = 80


class Letter(SQLModel, table=True):
    """Worded in the reader's language when written; never restricted content, only a link.

    A letter with an `occasion` (such as "match 7: answer by 2026-12-14") goes to each reader once, however often
    it is written; one without tells of a deed, which happens once by itself.
    """

    __table_args__ = (UniqueConstraint("to_id", "occasion"),)

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(default_factory=lambda: new_reference("L"), unique=True, max_length=16)
    kind: LetterKind = Field(sa_type=word(LetterKind))
    to_id: int = Field(foreign_key="person.id", index=True)
    language: str = Field(max_length=8)
    subject: str = Field(max_length=LINE_MAX)
    body: str = Field(sa_type=Text, max_length=TEXT_MAX)
    path: str = Field(max_length=64)
    occasion: str | None = Field(default=None, max_length=OCCASION_MAX)
    created_at: datetime
    sent_at: datetime | None = None

    to: Person = Relationship()
