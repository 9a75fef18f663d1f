"""Making anonymous: what says who somebody is goes, what they made stays with their organisation (docs/adr/0039)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, delete, func, select, update

from matchmaker.actions import Action
from matchmaker.errors import IllegalTransition
from matchmaker.models import (
    Appointment,
    Authenticator,
    Identity,
    Letter,
    LetterPreference,
    Message,
    Need,
    Offer,
    Passkey,
    PasswordWish,
    Person,
    RecoveryCode,
    Recusal,
    Search,
    SearchHit,
)
from matchmaker.models.columns import LINE_MAX, TEXT_MAX
from matchmaker.policy import Actor
from matchmaker.queries import legacies
from matchmaker.services import password_links, visits
from matchmaker.services.moves import move, require
from matchmaker.vocabulary import LetterStop
from matchmaker.wording import Wording, mark, say
from matchmaker.workflow.person import PERSON

NOWHERE = "erased.invalid"  # RFC 2606: no mail ever goes to a name that ends so
SOMEBODY = mark("a former member of staff")
OF_THEM_ALONE: tuple[type[Any], ...] = (
    Authenticator,
    RecoveryCode,
    Passkey,
    Identity,
    LetterPreference,
    Recusal,
)


def shut_out(session: Session, person: Person) -> None:
    """No way in is left to *person*, and nothing that only served them: no visit, link, key, choice or search."""
    person.password = None
    person.two_steps_since = None
    person.fs_uniquifier = uuid4().hex
    visits.end_all(session, person)
    password_links.withdraw(session, person)
    for table in OF_THEM_ALONE:
        session.exec(delete(table).where(table.person_id == person.id))
    mine = select(Search.id).where(Search.person_id == person.id)
    session.exec(delete(SearchHit).where(col(SearchHit.search_id).in_(mine)))
    session.exec(delete(Search).where(col(Search.person_id) == person.id))


def erase(session: Session, person: Person, *, by: Actor, now: datetime) -> None:
    """Our tables no longer say who *person* was. IllegalTransition while work waits for them by name."""
    require(by, Action.ERASE_PERSON, person)
    PERSON.after(Action.ERASE_PERSON, person.state)  # first: whether work waits is told of nobody who is here
    if legacies.has_work(session, person):
        raise IllegalTransition(say("Work still waits for this person by name. Hand it over first."))
    move(session, person, Action.ERASE_PERSON, by=by, now=now)
    shut_out(session, person)
    _take_out_of_texts(session, person)
    _forget_letters(session, person)
    theirs = update(Appointment).where(col(Appointment.person_id) == person.id)
    session.exec(theirs.values(name=None, email=None, language=None))
    session.exec(delete(PasswordWish).where(func.lower(PasswordWish.email) == person.email))
    person.name, person.email, person.zone = "", nowhere(person.ref), None
    session.add(person)


def nowhere(ref: str) -> str:
    """The address of somebody of whom only *ref* is kept."""
    return f"{ref.lower()}@{NOWHERE}"


def _take_out_of_texts(session: Session, person: Person) -> None:
    """Their name and address in contacts of their organisation, and in what they themselves wrote in threads."""
    house = person.organisation_id
    contacts = [(kind, "contact", kind.organisation_id == house, LINE_MAX) for kind in (Need, Offer)]
    for kind, column, where, most in (
        *contacts,
        (Message, "text", col(Message.by_id) == person.id, TEXT_MAX),
    ):
        _replace(session, kind, column, where, person, most)


def _replace(
    session: Session, kind: type[Any], column: str, where: ColumnElement[bool], person: Person, most: int
) -> None:
    """By statements of their own: what they change is no newer for that."""
    said = legacies.mention(person)
    told = getattr(kind, column)
    rows: Iterable[Any] = session.exec(select(kind.id, kind.language, told).where(where)).all()
    for key, language, text in rows:
        without = said.sub(Wording(SOMEBODY).said_in(language), text)
        if without != text:
            session.exec(update(kind).where(kind.id == key).values({column: without[:most]}))


def _forget_letters(session: Session, person: Person) -> None:
    """They are deleted; of one that tells an occasion there stays that it was written, or it would be written anew."""
    theirs = col(Letter.to_id) == person.id
    session.exec(update(Letter).where(theirs).values(digest_id=None))
    session.exec(delete(Letter).where(theirs, col(Letter.occasion).is_(None)))
    emptied = {"subject": "", "body": "", "error": "", "address": None}
    session.exec(update(Letter).where(theirs).values(emptied))
    waiting = theirs & col(Letter.sent_at).is_(None)
    session.exec(update(Letter).where(waiting).values(stopped=LetterStop.NO_LONGER_DUE))
