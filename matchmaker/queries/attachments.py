"""Reading attachments: one by its reference, those of a thing, and how much room they take."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func
from sqlmodel import Session, col, select

from matchmaker.models import Attachment, Match, Need, Offer, Pool

Thing = Need | Offer | Match | Pool


@dataclass(frozen=True)
class Room:
    """What files take up: how many there are, and their bytes."""

    files: int
    size: int


def by_ref(session: Session, ref: str, *, hold: bool = False) -> Attachment | None:
    rows = select(Attachment).where(Attachment.ref == ref)
    return session.exec(rows.with_for_update(of=Attachment) if hold else rows).first()


def belongs(kind: type[Thing], thing_id: int | None, *, said: bool = False) -> ColumnElement[bool]:
    """It is a file of this thing itself; or, *said*, one that came with a message in its thread."""
    columns = {
        Need: Attachment.need_id,
        Offer: Attachment.offer_id,
        Match: Attachment.match_id,
        Pool: Attachment.pool_id,
    }
    came = col(Attachment.message_id).is_not(None) if said else col(Attachment.message_id).is_(None)
    return and_(col(columns[kind]) == thing_id, came)


def of(session: Session, kind: type[Need | Offer], thing_id: int) -> Sequence[Attachment]:
    """The files of a need or an offer, oldest first."""
    rows = select(Attachment).where(belongs(kind, thing_id)).order_by(col(Attachment.id))
    return session.exec(rows).all()


def room_of(session: Session, thing: Thing, *, said: bool) -> Room:
    return _room(session, belongs(type(thing), thing.id, said=said))


def room_of_person(session: Session, person_id: int | None) -> Room:
    return _room(session, col(Attachment.by_id) == person_id)


def room_of_house(session: Session, organisation_id: int | None) -> Room:
    """Of all files that the people of one organisation have sent."""
    return _room(session, col(Attachment.organisation_id) == organisation_id)


def _room(session: Session, clause: ColumnElement[bool]) -> Room:
    taken = select(func.count(), func.coalesce(func.sum(Attachment.size), 0)).select_from(Attachment)
    files, size = session.exec(taken.where(clause)).one()
    return Room(files, int(size))
