"""Files: attached to a need, an offer or a message, and removed. Bytes go to the store, all else into a row.

The bytes are written before the row is committed, and outlive it: what has no row is swept away later (sweep), so that
a process that is killed at any moment leaves no row without its bytes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import Session, col, select

from matchmaker.actions import Action
from matchmaker.errors import BadInput, RefusedFile
from matchmaker.file_words import Verdict
from matchmaker.filing.inspecting import Upload
from matchmaker.filing.store import Store, new_name
from matchmaker.models import Attachment, Message, Need, Offer, Organisation, Person
from matchmaker.queries import attachments as reading
from matchmaker.queries.attachments import Thing
from matchmaker.services.moves import life_of, record, require
from matchmaker.services.work import ask
from matchmaker.vocabulary import Job, Visibility
from matchmaker.wording import say

MB = 1024 * 1024
MOST_OF_A_THING = 10  # files: more than a reader opens
MOST_OF_A_THREAD = 50  # files: of a year of work together
ROOM_OF_A_PERSON = 100 * MB
ROOM_OF_A_HOUSE = 250 * MB
AUDIENCES = (Visibility.PUBLIC, Visibility.DONORS, Visibility.SECRETARIAT)
UNWANTED_AFTER = timedelta(hours=1)  # bytes without a row: longer than any request takes to commit


@dataclass(frozen=True)
class Parcel:
    """A file that was looked at, and the store in which it shall lie; `held`: until the scanner has spoken."""

    upload: Upload
    store: Store
    held: bool = False


def attach(
    session: Session,
    thing: Need | Offer,
    parcel: Parcel,
    *,
    visibility: Visibility,
    by: Person,
    now: datetime,
) -> Attachment:
    """Add a file to what is still its writers' to edit; as an edit does, it undoes the clearance of a need.

    RefusedFile if there is no room for it.
    """
    action = Action.ATTACH_TO_NEED if isinstance(thing, Need) else Action.ATTACH_TO_OFFER
    require(by, action, thing)
    life_of(thing).after(action, thing.state)
    if visibility not in AUDIENCES:
        raise BadInput(say("Please choose one of the answers offered."))
    attachment = keep(session, thing, parcel, by=by, now=now)
    attachment.visibility = visibility
    _changed(session, thing, action, by=by, now=now)
    return attachment


def remove(session: Session, attachment: Attachment, *, by: Person, now: datetime) -> None:
    """Take a file away as long as what it belongs to is its writers' to edit."""
    require(by, Action.REMOVE_ATTACHMENT, attachment)
    thing = attachment.need or attachment.offer
    edit = Action.ATTACH_TO_NEED if attachment.need else Action.ATTACH_TO_OFFER
    life_of(thing).after(edit, thing.state)
    session.delete(attachment)
    _changed(session, thing, Action.REMOVE_ATTACHMENT, by=by, now=now)


def forget(session: Session, thing: Need | Offer) -> None:
    """A draft that nobody received is given up, and its files with it."""
    session.connection().execute(delete(Attachment).where(reading.belongs(type(thing), thing.id)))


def judge(session: Session, attachment_id: int | None, *, virus: str) -> None:
    """The scanner has spoken: the file is given out, or its bytes are swept away and its name stays."""
    attachment = session.get(Attachment, attachment_id)
    if attachment is not None:  # else it was removed meanwhile
        attachment.verdict = Verdict.INFECTED if virus else Verdict.CLEAN


def sweep(session: Session, store: Store, *, now: datetime) -> int:
    """Remove the bytes of rows that were removed or never committed, and of those with a virus; how many those were."""
    found = list(store.names_before(now - UNWANTED_AFTER))
    rows = select(Attachment.ref).where(
        col(Attachment.ref).in_(found), Attachment.verdict != Verdict.INFECTED
    )
    wanted = set(session.exec(rows).all())
    unwanted = [name for name in found if name not in wanted]
    for name in unwanted:
        store.remove(name)
    return len(unwanted)


def keep(
    session: Session,
    thing: Thing,
    parcel: Parcel,
    *,
    message: Message | None = None,
    by: Person,
    now: datetime,
) -> Attachment:
    """Its bytes in the store, all else in a row: of *thing* itself, or of what is said in its thread.

    RefusedFile if there is no room for it.
    """
    upload = parcel.upload
    _require_room(session, thing, len(upload.content), said=message is not None, by=by)
    belonging = {str(life_of(thing).noun): thing, "message": message}
    who = {"organisation_id": by.organisation_id, "by_id": by.id, "at": now}
    what = {"name": upload.name, "kind": upload.kind, "size": len(upload.content)}
    attachment = Attachment(ref=new_name(), **what, **who, **belonging)
    parcel.store.keep(attachment.ref, upload.content)
    session.add(attachment)
    if parcel.held:
        attachment.verdict = Verdict.WAITING
        session.flush()
        ask(session, Job.SCAN_FILE, attachment.id)
    return attachment


def _changed(session: Session, thing: Need | Offer, action: Action, *, by: Person, now: datetime) -> None:
    if isinstance(thing, Need):
        thing.cleared_at = thing.cleared_by_id = None
    thing.changed_at = now
    record(session, thing, action, was=thing.state, by=by, now=now)
    session.flush()


def _require_room(session: Session, thing: Thing, size: int, *, said: bool, by: Person) -> None:
    """RefusedFile if the place, the person or their house is full; who sends one at the same moment waits here."""
    house = select(Organisation.id).where(Organisation.id == by.organisation_id)
    session.exec(house.with_for_update(key_share=True)).one()
    most = MOST_OF_A_THREAD if said else MOST_OF_A_THING
    if reading.room_of(session, thing, said=said).files >= most:
        raise RefusedFile(say("There are already %(most)s files here, and there may be no more.", most=most))
    if reading.room_of_person(session, by.id).size + size > ROOM_OF_A_PERSON:
        raise RefusedFile(
            say(
                "Your files have reached %(most)s MB, and there may be no more."
                " Remove some that nobody needs, or ask the secretariat.",
                most=ROOM_OF_A_PERSON // MB,
            )
        )
    if reading.room_of_house(session, by.organisation_id).size + size > ROOM_OF_A_HOUSE:
        raise RefusedFile(
            say(
                "The files of your organisation have reached %(most)s MB, and there may be no more."
                " Remove some that nobody needs, or ask the secretariat.",
                most=ROOM_OF_A_HOUSE // MB,
            )
        )
