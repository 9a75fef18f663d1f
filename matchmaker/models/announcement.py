"""Announcements: what administrators say to everybody, at the top of every page."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Index
from sqlmodel import Field

from matchmaker.models.columns import Versioned, new_reference, word
from matchmaker.vocabulary import AnnouncementState


class Announcement(Versioned, table=True):
    """`texts`: language -> a line, in English at least. Shown from `starts_on` to `ends_on`, days of universal time."""

    __table_args__ = (
        CheckConstraint("starts_on <= ends_on", name="ends_after_start"),
        Index("ix_announcement_state", "state", "ends_on"),
    )

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(default_factory=lambda: new_reference("B"), unique=True, max_length=16)
    key: str | None = Field(default=None, unique=True, max_length=80)
    state: AnnouncementState = Field(default=AnnouncementState.STANDING, sa_type=word(AnnouncementState))
    texts: dict[str, str] = Field(sa_type=JSON)
    starts_on: date
    ends_on: date
    signed_in_only: bool
    created_at: datetime
    changed_at: datetime

    def text_in(self, language: str) -> tuple[str, str]:
        """The line in *language*, or where there is none in English, with the language that it is in."""
        known = language if language in self.texts else "en"
        return self.texts[known], known
