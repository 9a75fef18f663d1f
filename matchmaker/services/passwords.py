"""Passwords: which may be chosen, and how one is kept (docs/adr/0032)."""

import re
from collections.abc import Iterator
from datetime import datetime
from unicodedata import normalize

from argon2 import PasswordHasher
from sqlmodel import Session
from zxcvbn import zxcvbn

from matchmaker.actions import Action
from matchmaker.errors import BadInput
from matchmaker.models import Person
from matchmaker.services import account_letters, dormancy, letters, password_links, trail, visits
from matchmaker.vocabulary import AccountState, Event, LetterKind
from matchmaker.wording import Wording, say

LEAST, MOST = 12, 128  # characters
JUDGED = 72  # of the first characters; more take long to judge, and make nothing weaker
STRONG = 4  # of 0 to 4: about 10 thousand million guesses by somebody who knows how people choose
OURS = ("matchmaker", "cybercrime", "convention", "hanoi", "secretariat", "focal", "point", "donor")


def hashed(password: str) -> str:
    """As the table keeps it: Argon2id, of the form that Flask-Security compares with."""
    return PasswordHasher().hash(normalize("NFKD", password))


def fault(password: str, person: Person) -> Wording | None:
    """Why *person* cannot have *password*; None if they can. Nobody outside is asked."""
    length = len(normalize("NFKC", password))
    if length < LEAST:
        return say("A password has at least %(least)s characters: four words are easy to keep.", least=LEAST)
    if length > MOST:
        return say("A password has at most %(most)s characters.", most=MOST)
    known = [*OURS, *_words(person.name), *_words(person.organisation.name), *_words(person.email)]
    if zxcvbn(password[:JUDGED], user_inputs=known)["score"] < STRONG:
        return say(
            "This would be guessed: it is common, repeats itself, or is made of words about you. Better are four words."
        )
    return None


def _words(text: str) -> Iterator[str]:
    yield text
    yield from re.findall(r"\w{3,}", text)


def choose(session: Session, person: Person, password: str, *, action: Action, now: datetime) -> None:
    """*person* has another password, by the link or by the page of *action*: signed out everywhere, told by a letter.

    Raises BadInput for one they cannot have.
    """
    if wrong := fault(password, person):
        raise BadInput(wrong)
    if person.state == AccountState.DORMANT:
        dormancy.wake(session, person, now=now)
    person.password = hashed(password)
    session.add(person)
    visits.end_all(session, person)
    password_links.withdraw(session, person)
    about = {"about": None, "page": account_letters.FORGOTTEN}
    letters.write(session, LetterKind.ACCOUNT_CHANGED, [person], now=now, **about)
    row = trail.noted(Event.MOVE, by=person, now=now, action=action, thing=person)
    trail.note(session, row)
