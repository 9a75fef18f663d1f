"""Announcements: administrators write a line for everybody, change it, and end it before its day."""

from datetime import datetime

from sqlmodel import Session

from matchmaker.actions import Action
from matchmaker.models import Announcement, Person
from matchmaker.services.announcement_drafts import AnnouncementDraft
from matchmaker.services.moves import move, record, require

COLUMNS = ("texts", "starts_on", "ends_on", "signed_in_only")


def write(
    session: Session, draft: AnnouncementDraft, *, by: Person, now: datetime, key: str | None = None
) -> Announcement:
    """It is shown from its first day on; *key* is the mark of the form on which it was written."""
    require(by, Action.WRITE_ANNOUNCEMENT, None)
    columns = {name: getattr(draft, name) for name in COLUMNS}
    announcement = Announcement(key=key, created_at=now, changed_at=now, **columns)
    was = announcement.state
    record(session, announcement, Action.WRITE_ANNOUNCEMENT, was=was, by=by, now=now)
    return announcement


def edit(
    session: Session, announcement: Announcement, draft: AnnouncementDraft, *, by: Person, now: datetime
) -> None:
    move(session, announcement, Action.EDIT_ANNOUNCEMENT, by=by, now=now)
    for name in COLUMNS:
        setattr(announcement, name, getattr(draft, name))


def end(session: Session, announcement: Announcement, *, by: Person, now: datetime) -> None:
    """It is shown no more."""
    move(session, announcement, Action.END_ANNOUNCEMENT, by=by, now=now)
