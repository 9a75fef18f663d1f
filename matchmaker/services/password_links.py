"""Links by which a person chooses a password: each works once, for a while, and only the newest of a person.

A wish for one is answered by the postman: whoever asks under an address learns in no way whether anybody has it.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, select

from matchmaker.labels import label
from matchmaker.models import Letter, PasswordLink, PasswordWish, Person
from matchmaker.queries import people
from matchmaker.services import letters, work
from matchmaker.services.account_letters import FORGOTTEN
from matchmaker.vocabulary import AccountState, LetterKind

LASTS: Mapping[LetterKind, timedelta] = {
    LetterKind.LINK_ASKED: timedelta(hours=1),
    LetterKind.INVITED: timedelta(hours=72),
}
PAUSE = timedelta(minutes=5)  # between two links: nobody's letter box is filled by somebody else's wishes


def wish(session: Session, email: str, *, now: datetime) -> None:
    """Somebody would like a new password under this address, whether anybody has it or not."""
    session.add(PasswordWish(email=email, asked_at=now))
    work.ask(session, work.Job.POST_LETTERS)


def answer_wishes(session: Session, *, now: datetime) -> None:
    """A link to whoever has one of the addresses that were given."""
    waiting = select(PasswordWish).order_by(col(PasswordWish.id)).with_for_update(skip_locked=True)
    for wished in session.exec(waiting).all():
        person = people.by_email(session, wished.email)
        if person is not None and may_choose(person) and not _has_just_had_one(session, person, now):
            send(session, person, LetterKind.LINK_ASKED, now=now)
        session.delete(wished)


def may_choose(person: Person) -> bool:
    """Whoever may come in, and whoever may wake their account."""
    return person.state in (AccountState.ACTIVE, AccountState.DORMANT)


def _has_just_had_one(session: Session, person: Person, now: datetime) -> bool:
    lately = select(Letter.id).where(
        Letter.to_id == person.id, Letter.kind == LetterKind.LINK_ASKED, Letter.created_at > now - PAUSE
    )
    return session.exec(lately.limit(1)).first() is not None


def send(session: Session, person: Person, kind: LetterKind, *, now: datetime) -> None:
    """A letter with a link for *person*; whatever link they had before opens nothing any more."""
    withdraw(session, person)
    about = {"about": None, "page": FORGOTTEN, "role": label(person.role)}
    (letter,) = letters.write(session, kind, [person], now=now, **about)
    session.add(PasswordLink(person_id=person.id, letter_ref=letter.ref, until=now + LASTS[kind]))
    session.flush()


def withdraw(session: Session, person: Person) -> None:
    """No link of *person* opens anything any more."""
    session.exec(delete(PasswordLink).where(col(PasswordLink.person_id) == person.id))


def whose(session: Session, letter_ref: str, *, now: datetime, hold: bool = False) -> Person | None:
    """Who may choose a password by the link in this letter; None if nobody may, or not any more."""
    found = select(PasswordLink).where(PasswordLink.letter_ref == letter_ref, PasswordLink.until > now)
    link = session.exec(found.with_for_update() if hold else found).first()
    person = session.get(Person, link.person_id) if link else None
    return person if person is not None and may_choose(person) else None


def opens(session: Session, letter: Letter) -> bool:
    """Whether the link in *letter* is still the one of its reader."""
    link = session.get(PasswordLink, letter.to_id)
    return link is not None and link.letter_ref == letter.ref
