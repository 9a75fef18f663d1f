"""Visits: being signed in, kept on our side, so that it can be ended on our side (docs/adr/0027).

The browser holds a random key; we keep its hash, so that whoever reads our tables can be nobody by them.
"""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256

from sqlmodel import Session, col, delete, or_, update

from matchmaker.actions import Action
from matchmaker.models import Person, Visit
from matchmaker.models.visit import DEVICE_MAX
from matchmaker.services import trail
from matchmaker.services.moves import require
from matchmaker.vocabulary import Event, Role

KEY_BYTES = 32  # 256 bits: nobody finds one by trying
SEEN_EVERY = timedelta(minutes=5)  # a visit is not written anew at each click
LONGEST = timedelta(hours=12)  # a working day, however busy
IDLE = timedelta(hours=2)
IDLE_OF_STAFF = timedelta(minutes=30)  # who sees more leaves less behind on a desk
IDLES: Mapping[Role, timedelta] = dict.fromkeys(
    (Role.CASE_OFFICER, Role.RELEASER, Role.AUDITOR, Role.ADMINISTRATOR), IDLE_OF_STAFF
)


def hashed(key: str) -> str:
    return sha256(key.encode()).hexdigest()


def idle_of(person: Person) -> timedelta:
    """How long *person* may do nothing and stay signed in."""
    return IDLES.get(person.role, IDLE)


def lasts(visit: Visit, *, now: datetime) -> bool:
    """Whether whoever holds its key is still signed in."""
    seen, begun = now - visit.seen_at, now - visit.begun_at
    return visit.person.active and seen < idle_of(visit.person) and begun < LONGEST


def begin(session: Session, person: Person, *, device: str, now: datetime) -> str:
    """The key of a new visit of *person*; what has run out of their others is cleared away."""
    over = or_(col(Visit.seen_at) <= now - idle_of(person), col(Visit.begun_at) <= now - LONGEST)
    session.exec(delete(Visit).where(col(Visit.person_id) == person.id, over))
    _note_here(session, person, now)
    key = secrets.token_urlsafe(KEY_BYTES)
    about = {"device": device[:DEVICE_MAX], "begun_at": now, "seen_at": now}
    session.add(Visit(key_hash=hashed(key), person_id=person.id, **about))
    return key


def _note_here(session: Session, person: Person, now: datetime) -> None:
    """Not by the row itself: it is no newer for that to whoever is changing it."""
    stale = (col(Person.id) == person.id) & (col(Person.seen_on) < now.date())
    session.exec(update(Person).where(stale).values(seen_on=now.date()))


def is_news(visit: Visit, *, now: datetime) -> bool:
    """Whether that it is seen *now* is worth writing down."""
    return now - visit.seen_at >= SEEN_EVERY


def see(session: Session, visit_id: int | None, *, now: datetime) -> None:
    """Not by the row itself: it is no newer for that to whoever is ending it."""
    session.exec(update(Visit).where(col(Visit.id) == visit_id).values(seen_at=now))


def leave(session: Session, visit: Visit) -> None:
    """Whoever holds its key signs out."""
    session.exec(delete(Visit).where(col(Visit.id) == visit.id))


def end(session: Session, visit: Visit, *, by: Person, now: datetime) -> None:
    """Sign *by* out at another browser."""
    require(by, Action.END_VISIT, visit)
    leave(session, visit)
    trail.note(session, trail.noted(Event.MOVE, by=by, now=now, action=Action.END_VISIT, thing=visit))


def end_others(session: Session, here: Visit, *, by: Person, now: datetime) -> None:
    """Sign *by* out everywhere but *here*."""
    session.exec(delete(Visit).where(col(Visit.person_id) == by.id, col(Visit.id) != here.id))
    trail.note(session, trail.noted(Event.MOVE, by=by, now=now, action=Action.END_OTHER_VISITS, thing=by))


def end_all(session: Session, person: Person) -> None:
    """Sign *person* out everywhere: what they may do, or how they prove who they are, is another from now on."""
    session.exec(delete(Visit).where(col(Visit.person_id) == person.id))
