"""Reading announcements: those of today for everybody, all of them for administrators."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, select

from matchmaker.models import Announcement
from matchmaker.queries.paging import Page, page_of
from matchmaker.vocabulary import AnnouncementState

MOST_SHOWN = 3  # at once: whoever reads more of them reads none


def by_ref(session: Session, ref: str, *, hold: bool = False) -> Announcement | None:
    rows = select(Announcement).where(Announcement.ref == ref)
    return session.exec(rows.with_for_update() if hold else rows).first()


def by_key(session: Session, key: str | None) -> Announcement | None:
    """The one that was written on the form with this mark."""
    return session.exec(select(Announcement).where(Announcement.key == key)).first() if key else None


def newest_first(session: Session, page: int) -> Page[Announcement]:
    return page_of(session, select(Announcement).order_by(col(Announcement.id).desc()), page)


def shown(session: Session, day: date, *, signed_in: bool) -> Sequence[Announcement]:
    """Those that stand on *day* for whoever is *signed_in* or not, the newest first."""
    rows = select(Announcement).where(
        Announcement.state == AnnouncementState.STANDING,
        col(Announcement.starts_on) <= day,
        col(Announcement.ends_on) >= day,
    )
    if not signed_in:
        rows = rows.where(~col(Announcement.signed_in_only))
    return session.exec(rows.order_by(col(Announcement.id).desc()).limit(MOST_SHOWN)).all()
