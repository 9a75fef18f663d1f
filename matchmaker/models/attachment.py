"""Attachments: files that go with a need or an offer, or with what was said in a thread."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Relationship

from matchmaker.file_words import NAME_MAX, FileKind, Verdict
from matchmaker.models.columns import Versioned, word
from matchmaker.models.match import Match
from matchmaker.models.message import Message
from matchmaker.models.need import Need
from matchmaker.models.offer import Offer
from matchmaker.models.pool import Pool
from matchmaker.vocabulary import Visibility

REF_MAX = 32
BELONGING = " + ".join(
    f"(CASE WHEN {key} IS NULL THEN 0 ELSE 1 END)" for key in ("need_id", "offer_id", "match_id", "pool_id")
)


class Attachment(Versioned, table=True):
    """`ref`, drawn by lot, is its address and the name under which its bytes are kept (matchmaker/filing/store.py).

    `visibility` is its widest audience; a file is never read by whoever may not read what it belongs to. One that came
    with a message is read by those who read that thread. `verdict`: until the scanner has spoken nobody opens it.
    """

    __table_args__ = (
        CheckConstraint(f"{BELONGING} = 1", name="of_one_thing"),
        CheckConstraint(
            "need_id IS NOT NULL OR offer_id IS NOT NULL OR message_id IS NOT NULL", name="in_thread"
        ),
        CheckConstraint("size > 0", name="not_empty"),
    )

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True, max_length=REF_MAX)
    need_id: int | None = Field(default=None, foreign_key="need.id", index=True)
    offer_id: int | None = Field(default=None, foreign_key="offer.id", index=True)
    match_id: int | None = Field(default=None, foreign_key="match.id", index=True)
    pool_id: int | None = Field(default=None, foreign_key="pool.id", index=True)
    message_id: int | None = Field(default=None, foreign_key="message.id", index=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    by_id: int = Field(foreign_key="person.id")
    name: str = Field(max_length=NAME_MAX)
    kind: FileKind = Field(sa_type=word(FileKind))
    size: int
    visibility: Visibility = Field(default=Visibility.SECRETARIAT, sa_type=word(Visibility))
    verdict: Verdict = Field(default=Verdict.CLEAN, sa_type=word(Verdict))
    at: datetime

    need: Need | None = Relationship()
    offer: Offer | None = Relationship()
    match: Match | None = Relationship()
    pool: Pool | None = Relationship()
    message: Message | None = Relationship(back_populates="files")

    @property
    def about(self) -> Need | Offer | Match | Pool | None:
        """What it belongs to."""
        return self.need or self.offer or self.match or self.pool
