"""What we hold about one person, as a file of their own: readable by them, and by programs (docs/adr/0039)."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, or_, select

from matchmaker.actions import Action
from matchmaker.models import (
    Appointment,
    Attachment,
    Authenticator,
    History,
    Identity,
    Letter,
    LetterPreference,
    Message,
    Need,
    Offer,
    Passkey,
    PasswordLink,
    Person,
    Profile,
    Recusal,
    Search,
    Trail,
    Visit,
)
from matchmaker.queries import factors
from matchmaker.services import trail
from matchmaker.services.moves import require
from matchmaker.vocabulary import Event, Noun

ACCOUNT = ("ref", "name", "email", "role", "state", "language", "zone", "writes_in_steps", "two_steps_since")


@dataclass(frozen=True)
class Part:
    """The *columns* of those rows of *table* that are of a person."""

    name: str
    table: type[Any]
    of: Callable[[Person], ColumnElement[bool]]
    columns: tuple[str, ...]


def _by(table: type[Any], column: str) -> Callable[[Person], ColumnElement[bool]]:
    return lambda person: getattr(table, column) == person.id


def _profiles(person: Person) -> ColumnElement[bool]:
    """Those that they wrote: they belong to the organisation."""
    wrote = select(History.thing_id).where(
        History.noun == Noun.PROFILE, History.action == Action.WRITE_PROFILE, History.by_id == person.id
    )
    return col(Profile.id).in_(wrote)


def _witnessed(person: Person) -> ColumnElement[bool]:
    """What they did, and what was done to their account. Not what they were refused: it would tell what there is."""
    about = and_(col(Trail.noun) == "person", col(Trail.ref) == str(person.id))
    return and_(or_(col(Trail.by_id) == person.id, about), col(Trail.event) != Event.DENIAL)


PARTS = (
    Part("visits", Visit, _by(Visit, "person_id"), ("device", "begun_at", "seen_at")),
    Part("authenticator", Authenticator, _by(Authenticator, "person_id"), ("created_at",)),
    Part("passkeys", Passkey, _by(Passkey, "person_id"), ("made_at", "created_at")),
    Part("identities", Identity, _by(Identity, "person_id"), ("issuer", "subject", "bound_at")),
    Part("password_links", PasswordLink, _by(PasswordLink, "person_id"), ("until",)),
    Part(
        "letters",
        Letter,
        _by(Letter, "to_id"),
        ("created_at", "kind", "address", "language", "subject", "body", "pace", "sent_at", "stopped"),
    ),
    Part("letter_preferences", LetterPreference, _by(LetterPreference, "person_id"), ("about", "pace")),
    Part("searches", Search, _by(Search, "person_id"), ("ref", "name", "catalogue", "wanted", "created_at")),
    Part("profiles", Profile, _profiles, ("ref", "name", "text", "until", "created_at")),
    Part("needs_written", Need, _by(Need, "written_by_id"), ("ref", "title", "created_at")),
    Part("offers_written", Offer, _by(Offer, "written_by_id"), ("ref", "title", "created_at")),
    Part("messages", Message, _by(Message, "by_id"), ("at", "noun", "language", "text")),
    Part("files", Attachment, _by(Attachment, "by_id"), ("at", "name", "kind", "size")),
    Part(
        "appointments",
        Appointment,
        _by(Appointment, "person_id"),
        ("created_at", "role", "state", "changed_at"),
    ),
    Part("stands_back_from", Recusal, _by(Recusal, "person_id"), ("at", "reason")),
    Part("steps", History, _by(History, "by_id"), ("at", "noun", "action", "from_state", "to_state", "note")),
    Part("trail", Trail, _witnessed, ("at", "event", "result", "action", "noun")),
)


def export(session: Session, *, by: Person, now: datetime) -> str:
    """All that we hold about *by*, as JSON; that they took it is a row of the trail."""
    require(by, Action.EXPORT_ACCOUNT, by)
    account = {name: getattr(by, name) for name in (*ACCOUNT, "created_at", "changed_at")}
    account["organisation"] = by.organisation.name
    account["has_password"] = by.password is not None
    account["recovery_codes_left"] = factors.codes_left(session, by)
    held = {"written_at": now, "account": account} | {part.name: _rows(session, part, by) for part in PARTS}
    trail.note(
        session,
        trail.noted(Event.EXPORT, by=by, now=now, action=Action.EXPORT_ACCOUNT, thing=by, detail="json"),
    )
    return json.dumps(held, default=_text, ensure_ascii=False, indent=2)


def _rows(session: Session, part: Part, person: Person) -> list[dict[str, Any]]:
    key = list(part.table.__table__.primary_key)
    rows = select(*(getattr(part.table, name) for name in part.columns)).where(part.of(person)).order_by(*key)
    return [dict(zip(part.columns, row, strict=True)) for row in session.connection().execute(rows)]


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
