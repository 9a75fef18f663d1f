"""The outbox: taking letters out, one by one, and noting what became of each.

A letter is taken by moving its `due_at` on, in a transaction of its own, before anything is sent: whoever else looks
meanwhile does not find it, and if the sender is killed it is due again after `LEASE`.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select, update

from matchmaker import policy
from matchmaker.actions import Action
from matchmaker.errors import Conflict
from matchmaker.models import Letter
from matchmaker.models.columns import LINE_MAX
from matchmaker.queries import matches, needs, offers, organisations, people, pools, profiles, searches
from matchmaker.services import addresses, letters, password_links, trail, work
from matchmaker.services.moves import require
from matchmaker.vocabulary import Event, LetterKind, LetterStop, Pace
from matchmaker.wording import say

LEASE = timedelta(minutes=15)  # several times what one letter takes when every step of the talk times out
FIRST_WAIT = timedelta(minutes=2)
LONGEST_WAIT = timedelta(hours=1)  # so that after a long silence of the mail server nobody waits much longer
# First word of a path -> how the thing under it is found, and who may read it.
THINGS: Mapping[str, tuple[Callable[[Session, str], Any], Action]] = {
    "needs": (needs.by_ref, Action.READ_NEED),
    "offers": (offers.by_ref, Action.READ_OFFER),
    "matches": (matches.by_ref, Action.READ_MATCH),
    "pools": (pools.by_ref, Action.READ_POOL),
    "profiles": (profiles.by_ref, Action.READ_PROFILE),
    "my-searches": (searches.by_ref, Action.READ_SEARCH),
    "organisations": (organisations.by_ref, Action.READ_ORGANISATIONS),
    "people": (people.by_ref, Action.READ_PERSON),
}
ABOUT_ONESELF = frozenset(
    {
        LetterKind.TAKEN_OVER,
        LetterKind.SECOND_STEP_CHANGED,
        LetterKind.ADDRESS_CHANGED,
        LetterKind.IDENTITY_BOUND,
        LetterKind.ACCOUNT_CHANGED,
        LetterKind.ACCOUNT_SLEEPS,
        LetterKind.COLLEAGUE_JOINED,
    }
)
# What a letter counts -> how much of it its reader may still read.
COUNTED: Mapping[LetterKind, Callable[..., int]] = {
    LetterKind.SEARCH_NEWS: searches.number_told,
    LetterKind.PROFILE_FITS: profiles.number_told,
}


def claim(session: Session, *, now: datetime) -> Letter | None:
    """The letter that is due longest, taken; None if there is none. What is no longer due is set aside on the way."""
    due = select(Letter).where(
        Letter.pace == Pace.AT_ONCE,
        col(Letter.sent_at).is_(None),
        col(Letter.stopped).is_(None),
        Letter.due_at <= now,
    )
    first = due.options(selectinload(Letter.to)).order_by(col(Letter.due_at), col(Letter.id)).limit(1)  # type: ignore[arg-type]  # a relationship at class level
    while letter := session.exec(first.with_for_update(skip_locked=True)).first():
        letter.tries += 1
        letter.due_at = now + LEASE
        if brought_in_step(session, letter):
            return letter
        letter.stopped = LetterStop.NO_LONGER_DUE
    return None


def brought_in_step(session: Session, letter: Letter) -> bool:
    """Whether the letter still goes: its reader is here, and may read the page that it leads to. What it counts is
    counted anew, so that it tells of no more than its reader may read."""
    if letter.kind == LetterKind.DIGEST:
        return letter.to.active and bool(enclosed(session, letter))
    if letter.kind == LetterKind.QUEUE_WAITS:
        return letter.to.active and policy.can(letter.to, Action.READ_QUEUE)
    if letter.kind in ABOUT_ONESELF:
        return letter.to.active
    if letter.kind == LetterKind.NEW_ADDRESS:
        return letter.to.active and addresses.is_open(session, letter)
    if letter.kind in password_links.LASTS:
        return password_links.may_choose(letter.to) and password_links.opens(session, letter)
    _, place, ref = letter.path.split("/")[:3]
    find, reading = THINGS[place]
    thing = find(session, ref)
    may_read = letter.to.active and thing is not None and policy.can(letter.to, reading, thing)
    return may_read and (letter.kind not in COUNTED or _counted_anew(session, letter, thing))


def _counted_anew(session: Session, letter: Letter, thing: Any) -> bool:
    """Whether anything is left to tell of."""
    number = COUNTED[letter.kind](session, thing, at=letter.created_at)
    letters.say_anew(letter, number=number, name=thing.name)
    return number > 0


def enclosed(session: Session, digest: Letter) -> Sequence[Letter]:
    """The letters in a digest, oldest first; those that are no longer due are set aside."""
    rows = select(Letter).where(Letter.digest_id == digest.id, col(Letter.stopped).is_(None))
    held = session.exec(rows.options(selectinload(Letter.to)).order_by(col(Letter.id))).all()  # type: ignore[arg-type]  # a relationship at class level
    for letter in held:
        if not brought_in_step(session, letter):
            letter.stopped = LetterStop.NO_LONGER_DUE
    return [letter for letter in held if letter.stopped is None]


def note_sent(session: Session, letter_id: int, *, now: datetime) -> None:
    """The mail server has taken the letter, with all that is in it: whatever was noted meanwhile, it is sent."""
    letter, inside = col(Letter.id) == letter_id, col(Letter.digest_id) == letter_id
    for row in (letter, inside & col(Letter.stopped).is_(None)):
        session.exec(update(Letter).where(row).values(sent_at=now, stopped=None, error=""))


def put_off(session: Session, letter_id: int, *, tries: int, error: str, now: datetime) -> None:
    """To be tried again: after 2, 4, 8 … minutes, at most an hour."""
    wait = min(FIRST_WAIT * 2 ** min(tries - 1, 10), LONGEST_WAIT)
    _note(session, letter_id, tries, due_at=now + wait, error=_line(error))


def set_aside(session: Session, letter_id: int, *, tries: int, error: str) -> None:
    """Not to be tried again by itself: the secretariat looks at it."""
    _note(session, letter_id, tries, stopped=LetterStop.REFUSED, error=_line(error))


def _note(session: Session, letter_id: int, tries: int, **columns: Any) -> None:
    """Write what became of one try, unless somebody else has taken the letter since."""
    row = update(Letter).where(
        col(Letter.id) == letter_id, col(Letter.tries) == tries, col(Letter.sent_at).is_(None)
    )
    session.exec(row.values(**columns))


def _line(text: str) -> str:
    """What a mail server says, as one line that fits: it may send anything."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:LINE_MAX]


def send_again(session: Session, letter: Letter, *, by: policy.Actor, now: datetime) -> None:
    """Staff have put right what was wrong: the letter that was set aside is due. Conflict if it is not set aside."""
    require(by, Action.SEND_LETTER_AGAIN, letter)
    if letter.stopped != LetterStop.REFUSED:
        raise Conflict(say("Somebody else has changed this since you opened the page. Look at it again."))
    letter.stopped = None
    letter.tries, letter.due_at = 0, now
    work.ask(session, work.Job.POST_LETTERS)
    row = trail.noted(Event.MOVE, by=by, now=now, action=Action.SEND_LETTER_AGAIN, thing=letter)
    trail.note(session, row)
