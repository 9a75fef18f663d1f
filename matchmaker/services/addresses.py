"""Another address for a person: a letter to the new one holds a link, and only then does the old one hear of it.

The letter is the wish: what it asks is kept nowhere else. Its link is signed, and made only when it is sent.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session

from matchmaker.actions import Action
from matchmaker.errors import NotFound, TooManyTries
from matchmaker.models import Letter, Person
from matchmaker.queries import people
from matchmaker.queries.letters import last_of_address
from matchmaker.services import letters, password_links, trail
from matchmaker.services.signing import Purpose, opened
from matchmaker.vocabulary import Event, LetterKind
from matchmaker.wording import say

LASTS = timedelta(hours=1)
PAUSE = timedelta(minutes=5)  # between two letters: nobody's letter box is filled from here
PAGE = "/my-account/"
GONE = say("This link has been used, or is too old, or a newer one was sent. Ask for another one.")


def ask_for_change(session: Session, person: Person, address: str, *, now: datetime) -> None:
    """A letter to *address*, whose link makes it the one of *person*. Whether somebody else has it, nobody learns.

    Raises TooManyTries within PAUSE of the last.
    """
    last = last_of_address(session, person)
    if last is not None and last.kind == LetterKind.NEW_ADDRESS and now - last.created_at < PAUSE:
        raise TooManyTries(
            say("A letter was sent just now. Please wait five minutes before you ask for another.")
        )
    (letter,) = _write(session, LetterKind.NEW_ADDRESS, person, now)
    letter.address = address
    _note(session, person, Action.CHANGE_ADDRESS, now)


def asked_by(session: Session, person: Person, code: str, keys: Sequence[str], *, now: datetime) -> Letter:
    """The letter whose link holds *code*, if it is the newest of *person*; NotFound if it opens nothing any more."""
    ref = opened(Purpose.NEW_ADDRESS, code, keys)
    last = last_of_address(session, person)
    if (
        last is None
        or last.ref != ref
        or last.kind != LetterKind.NEW_ADDRESS
        or now - last.created_at >= LASTS
    ):
        raise NotFound(GONE)
    return last


def confirm(session: Session, person: Person, letter: Letter, *, now: datetime) -> None:
    """*person* has the address to which *letter* went. Both addresses are told. NotFound if somebody else has it."""
    new, old = letter.address or "", person.email
    if people.by_email(session, new) is not None:
        raise NotFound(GONE)
    person.email = new
    session.add(person)
    password_links.withdraw(session, person)  # it went to the old one
    for address in (None, old):
        (told,) = _write(session, LetterKind.ADDRESS_CHANGED, person, now)
        told.address = address
    _note(session, person, Action.CONFIRM_ADDRESS, now)


def is_open(session: Session, letter: Letter) -> bool:
    """Whether the link in *letter* still opens something, if it is not too old."""
    last = last_of_address(session, letter.to)
    return last is not None and last.id == letter.id


def _write(session: Session, kind: LetterKind, person: Person, now: datetime) -> list[Letter]:
    written = letters.write(session, kind, [person], about=None, page=PAGE, now=now)
    session.flush()
    return written


def _note(session: Session, person: Person, action: Action, now: datetime) -> None:
    trail.note(session, trail.noted(Event.MOVE, by=person, now=now, action=action, thing=person))
