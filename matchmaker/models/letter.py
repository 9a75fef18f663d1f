"""Letters: the outbox. A letter is written in the same transaction as the deed that it tells of."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field, Relationship, SQLModel

from matchmaker.models.columns import LINE_MAX, TEXT_MAX, new_reference, word
from matchmaker.models.person import Person
from matchmaker.vocabulary import LetterGroup, LetterKind, LetterStop, Pace

OCCASION_MAX = 80
WAITS = "sent_at IS NULL AND stopped IS NULL"


class Letter(SQLModel, table=True):
    """Worded in the reader's language when written; never restricted content, only a link.

    A letter with an `occasion` (such as "match 7: answer by 2026-12-14") goes to each reader once, however often
    it is written; one without tells of a deed, which happens once by itself.

    It is sent at `due_at` or later. Whoever sends it moves `due_at` on first, so that nobody else takes it meanwhile,
    and counts the try; `error` is what the mail server said last. A letter inside a digest is sent with it.
    `address`: where it goes, if not to the address that its reader has when it is sent.
    """

    __table_args__ = (
        UniqueConstraint("to_id", "occasion"),
        CheckConstraint("sent_at IS NULL OR stopped IS NULL", name="sent_or_stopped"),
        Index("ix_letter_waiting", "due_at", "id", sqlite_where=text(WAITS), postgresql_where=text(WAITS)),
    )

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(default_factory=lambda: new_reference("L"), unique=True, max_length=16)
    kind: LetterKind = Field(sa_type=word(LetterKind))
    to_id: int = Field(foreign_key="person.id", index=True)
    address: str | None = Field(default=None, max_length=254)
    language: str = Field(max_length=8)
    subject: str = Field(max_length=LINE_MAX)
    body: str = Field(sa_type=Text, max_length=TEXT_MAX)
    path: str = Field(max_length=64)
    occasion: str | None = Field(default=None, max_length=OCCASION_MAX, index=True)
    created_at: datetime
    pace: Pace = Field(default=Pace.AT_ONCE, sa_type=word(Pace))
    due_at: datetime
    tries: int = 0
    error: str = Field(default="", max_length=LINE_MAX)
    sent_at: datetime | None = None
    stopped: LetterStop | None = Field(default=None, sa_type=word(LetterStop))
    digest_id: int | None = Field(default=None, foreign_key="letter.id", index=True)

    to: Person = Relationship()


class LetterPreference(SQLModel, table=True):
    """How fast a person wants the letters of one group; without a row, at once."""

    __tablename__ = "letter_preference"

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    about: LetterGroup = Field(sa_type=word(LetterGroup), primary_key=True)
    pace: Pace = Field(sa_type=word(Pace))
