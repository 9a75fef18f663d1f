"""The second step of signing in: an authenticator app, and codes on paper for the day when it is lost.

Each is used once. Whoever tries too often waits; the trail, which keeps every try, is what counts them.
"""

import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from unicodedata import decimal

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from passlib.exc import TokenError
from passlib.totp import TOTP
from sqlmodel import Session, col, delete, select, update

from matchmaker.actions import Action
from matchmaker.errors import IllegalTransition, TooManyTries
from matchmaker.models import Authenticator, Passkey, Person, RecoveryCode
from matchmaker.models.columns import ALPHABET
from matchmaker.models.factor import CODE_NAME
from matchmaker.policy import Actor
from matchmaker.queries import factors, people
from matchmaker.rules import VISITOR
from matchmaker.services import letters, strongbox, trail, visits
from matchmaker.services.moves import require
from matchmaker.vocabulary import Event, LetterKind, Result
from matchmaker.wording import Wording, say

STEP_S = (
    30  # RFC 6238: seconds for which an app shows the same digits; the step before and the next count too
)
MOST_WRONG = 5  # OWASP ASVS 5.0, 6.6.3: of a million codes three are right at a time
WITHIN = timedelta(minutes=15)
CODES = 10
CODE_LETTERS = 16  # the name and twelve more, 58 bits
GROUP = 4
# The least that OWASP advises: ten are made at a time, and unlike a password nobody has chosen them.
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
PAGE = "/second-step/"


def new_key() -> str:
    """The key of an app that is to be set up, in base 32: 160 bits."""
    return TOTP(new=True).base32_key


def address_of(key: str, person: Person) -> str:
    """What an app reads from the square, or on the same device from a link."""
    return TOTP(key, issuer="Matchmaker", label=person.email.replace(":", " ")).to_uri()


def shown(key: str, at: datetime) -> str:
    """The six digits that an app with *key* shows then."""
    return TOTP(key).generate(int(at.timestamp())).token


def enrol(
    session: Session, person: Person, key: str, typed: str, *, secret_key: str, now: datetime
) -> list[str] | None:
    """The app with *key* is the second step of *person* from now on, in place of one they had: the recovery codes
    to show, once. None if what the app shows is not what was *typed*.
    """
    step = _step_of(key, typed, now)
    if step is None:
        return None
    locked = strongbox.lock(key, secret_key)
    session.merge(Authenticator(person_id=person.id, locked=locked, last_step=step, created_at=now))
    told = say("An authenticator app was set up for your account.")
    change(session, person, Action.ENROL_AUTHENTICATOR, told, now=now)
    return _write_codes(session, person)


def relock(session: Session, keys: Sequence[str]) -> None:
    """The keys of all apps are locked with the last of *keys* from now on, which alone opens them."""
    for held in session.exec(select(Authenticator)):
        held.locked = strongbox.relocked(held.locked, keys)
        session.add(held)


def change(session: Session, person: Person, action: Action, told: Wording, *, now: datetime) -> None:
    """*person* passes the second step anew wherever they are signed in; the trail and a letter say why."""
    person.two_steps_since = now
    session.add(person)
    _note(session, person, action, now)
    _tell(session, person, told, now)


def first_codes(session: Session, person: Person) -> list[str]:
    """Ten recovery codes to show, once; none if *person* has some already."""
    return [] if factors.codes_left(session, person) else _write_codes(session, person)


def renew_codes(session: Session, person: Person, *, now: datetime) -> list[str]:
    """Ten other codes for *person*; those before open nothing any more."""
    _note(session, person, Action.RENEW_RECOVERY_CODES, now)
    told = say("New recovery codes were made for your account. The old ones open nothing any more.")
    _tell(session, person, told, now)
    return _write_codes(session, person)


def give_up(session: Session, person: Person, *, now: datetime) -> None:
    """*person* signs in with the password alone again, if their role lets them."""
    _note(session, person, Action.GIVE_UP_SECOND_STEP, now)
    _take_away(session, person, now)


def lift(session: Session, person: Person, *, by: Actor, now: datetime) -> None:
    """Of *person*, who has lost both telephone and codes. They are signed out everywhere, and told.

    IllegalTransition if they have none.
    """
    require(by, Action.LIFT_SECOND_STEP, person)
    if person.two_steps_since is None:
        raise IllegalTransition(say("They sign in with a password alone."))
    _note(session, person, Action.LIFT_SECOND_STEP, now, by=by)
    _take_away(session, person, now)
    visits.end_all(session, person)


def _take_away(session: Session, person: Person, now: datetime) -> None:
    for table in (Authenticator, Passkey, RecoveryCode):
        session.exec(delete(table).where(col(table.person_id) == person.id))
    person.two_steps_since = None
    session.add(person)
    _tell(session, person, say("The second step was taken away from your account."), now)


def prove(session: Session, person: Person, typed: str, *, secret_key: str, now: datetime) -> bool:
    """Whether *typed* is what *person*'s app shows, or one of their recovery codes. It is good once.

    Raises TooManyTries, whatever was typed, after MOST_WRONG that were wrong.
    """
    require_few_tries(session, person, now=now)
    code = _plain(typed)
    if len(code) == CODE_LETTERS:
        right = _use_recovery_code(session, person, code, now)
    else:
        right = _use_app(session, person, code, secret_key, now)
    if right:
        _note(session, person, Action.PROVE_SECOND_STEP, now)
    else:
        note_wrong(session, person, Action.PROVE_SECOND_STEP, now=now)
    return right


def require_few_tries(session: Session, person: Person, *, now: datetime) -> None:
    """TooManyTries after MOST_WRONG. Of two who try at once the second waits until the first is counted."""
    people.by_ref(session, person.ref, hold=True)
    if factors.wrong_since(session, person, now - WITHIN) >= MOST_WRONG:
        raise TooManyTries(
            say("Too many tries were wrong. Please wait a quarter of an hour, then try again.")
        )


def note_wrong(session: Session, person: Person, action: Action, *, now: datetime) -> None:
    """It counts, once the transaction is kept. Who tried is known to nobody."""
    about = {"action": action, "thing": person, "result": Result.REFUSED}
    trail.note(session, trail.noted(Event.SECOND_STEP, by=VISITOR, now=now, **about))


def _note(
    session: Session, person: Person, action: Action, now: datetime, *, by: Actor | None = None
) -> None:
    row = trail.noted(Event.SECOND_STEP, by=by or person, now=now, action=action, thing=person)
    trail.note(session, row)


def _tell(session: Session, person: Person, what: Wording, now: datetime) -> None:
    letters.write(
        session, LetterKind.SECOND_STEP_CHANGED, [person], about=None, page=PAGE, now=now, what=what
    )


def _plain(typed: str) -> str:
    """A code without what people put between its letters, its digits as the app sends them in any language."""
    signs = "".join(sign for sign in typed.upper() if sign.isalnum())
    return "".join(str(decimal(sign)) if sign.isdecimal() else sign for sign in signs)


def _step_of(key: str, typed: str, now: datetime) -> int | None:
    """The number of the thirty seconds in which an app with *key* shows *typed*: these, those before or the next."""
    try:
        match = TOTP(key).match(_plain(typed), time=int(now.timestamp()), window=STEP_S)
    except (TokenError, ValueError):
        return None
    return match.counter


def _use_app(session: Session, person: Person, code: str, secret_key: str, now: datetime) -> bool:
    held = factors.authenticator_of(session, person)
    key = strongbox.unlock(held.locked, secret_key) if held else None
    step = _step_of(key, code, now) if key else None
    if step is None:
        return False
    # Asked and written in one statement: the same code in two windows opens one.
    used = update(Authenticator).where(
        col(Authenticator.person_id) == person.id, col(Authenticator.last_step) < step
    )
    return session.exec(used.values(last_step=step)).rowcount == 1


def _use_recovery_code(session: Session, person: Person, code: str, now: datetime) -> bool:
    kept = factors.code_under(session, person, code[:CODE_NAME])
    if kept is None or not _is(kept.hashed, code[CODE_NAME:]):
        return False
    used = delete(RecoveryCode).where(
        col(RecoveryCode.person_id) == person.id, col(RecoveryCode.name) == kept.name
    )
    if session.exec(used).rowcount != 1:
        return False
    left = factors.codes_left(session, person)
    told = say("A recovery code was used to sign in to your account. Codes left: %(left)s.", left=left)
    _tell(session, person, told, now)
    return True


def _is(hashed: str, secret: str) -> bool:
    try:
        return HASHER.verify(hashed, secret)
    except VerifyMismatchError:
        return False


def _write_codes(session: Session, person: Person) -> list[str]:
    """Ten new codes of *person*, as they are shown; kept is only what tells whether one is right."""
    session.exec(delete(RecoveryCode).where(col(RecoveryCode.person_id) == person.id))
    codes = {code[:CODE_NAME]: code for code in _draw()}
    for name, code in codes.items():
        hashed = HASHER.hash(code[CODE_NAME:])
        session.add(RecoveryCode(person_id=person.id, name=name, hashed=hashed))
    return [
        "-".join(code[at : at + GROUP] for at in range(0, CODE_LETTERS, GROUP)) for code in codes.values()
    ]


def _draw() -> Iterator[str]:
    names: set[str] = set()
    while len(names) < CODES:
        code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LETTERS))
        if code[:CODE_NAME] not in names:
            names.add(code[:CODE_NAME])
            yield code
