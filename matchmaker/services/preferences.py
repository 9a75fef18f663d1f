"""How fast people want which letters, and what becomes of the letters that wait already."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time, timedelta

from sqlmodel import Session, col, select

from matchmaker import clock
from matchmaker.errors import NotFound
from matchmaker.models import Letter, LetterPreference, Person
from matchmaker.services import work
from matchmaker.vocabulary import LetterGroup, LetterKind, LetterStop, Pace, Role
from matchmaker.wording import say

# What stands in no group is essential, always at once: it asks for consent, for clearance, or for an answer.
KINDS: Mapping[LetterGroup, frozenset[LetterKind]] = {
    LetterGroup.ITEMS: frozenset(
        {
            LetterKind.DRAFT_WAITING,
            LetterKind.NEED_RECEIVED,
            LetterKind.NEED_PUBLISHED,
            LetterKind.OFFER_RECEIVED,
            LetterKind.OFFER_PUBLISHED,
            LetterKind.NEWS,
            LetterKind.OFFER_EXHAUSTED,
            LetterKind.OFFER_REPLENISHED,
        }
    ),
    LetterGroup.INTRODUCTIONS: frozenset(
        {
            LetterKind.INTRODUCTION,
            LetterKind.NOT_PROCEEDING,
            LetterKind.NO_LONGER_OPEN,
            LetterKind.CONTACT_UNDER_WAY,
            LetterKind.NOT_STARTED,
            LetterKind.YEAR_LATER,
            LetterKind.AGREEMENT_RECORDED,
            LetterKind.DELIVERY_STARTED,
            LetterKind.MATCH_CLOSED,
            LetterKind.CONTACT_CHANGED,
            LetterKind.POOL_STANDS,
            LetterKind.POOL_CHANGED,
            LetterKind.POOL_ENDED,
        }
    ),
    LetterGroup.MESSAGES: frozenset({LetterKind.MESSAGE}),
    LetterGroup.QUEUE: frozenset({LetterKind.INTEREST_SHOWN, LetterKind.QUEUE_WAITS}),
    LetterGroup.SEARCHES: frozenset({LetterKind.SEARCH_NEWS}),
    LetterGroup.PROFILES: frozenset({LetterKind.PROFILE_FITS}),
}
BOTH_SIDES = frozenset({Role.FOCAL_POINT, Role.DONOR_OFFICER})
READERS: Mapping[LetterGroup, frozenset[Role]] = {
    LetterGroup.ITEMS: BOTH_SIDES,
    LetterGroup.INTRODUCTIONS: BOTH_SIDES,
    LetterGroup.MESSAGES: BOTH_SIDES | {Role.CASE_OFFICER},
    LetterGroup.QUEUE: frozenset({Role.CASE_OFFICER}),
    LetterGroup.PROFILES: frozenset({Role.DONOR_OFFICER}),
    LetterGroup.SEARCHES: frozenset(Role) - {Role.VISITOR, Role.PORTAL},
}
GATHERED = (Pace.DAILY, Pace.WEEKLY)
# Before the working day begins in Geneva and New York, and within it in Asia.
DIGEST_HOUR = time(6, tzinfo=UTC)


def group_of(kind: LetterKind) -> LetterGroup | None:
    """The group that *kind* stands in; None for what is essential, and for a digest."""
    return next((group for group, kinds in KINDS.items() if kind in kinds), None)


def paces(session: Session, readers: Iterable[Person], kind: LetterKind) -> dict[int | None, Pace]:
    """How fast each of *readers* wants a letter of *kind*, by id."""
    wanted: dict[int | None, Pace] = dict.fromkeys((reader.id for reader in readers), Pace.AT_ONCE)
    if group := group_of(kind):
        chosen = select(LetterPreference.person_id, LetterPreference.pace).where(
            LetterPreference.about == group, col(LetterPreference.person_id).in_(wanted)
        )
        wanted |= dict(session.exec(chosen).all())
    return wanted


def of(session: Session, person: Person) -> dict[LetterGroup, Pace]:
    """What *person* chose, of every group that reaches their role."""
    rows = session.exec(select(LetterPreference).where(LetterPreference.person_id == person.id)).all()
    chosen = {row.about: row.pace for row in rows}
    return {
        group: chosen.get(group, Pace.AT_ONCE) for group, roles in READERS.items() if person.role in roles
    }


def slot(now: datetime) -> datetime:
    """The hour of digests that came last."""
    return clock.last(DIGEST_HOUR, now)


def due(pace: Pace, now: datetime) -> datetime:
    """When a letter of *now* goes out: at once, with the next day's digest, or with the next Monday's."""
    if pace not in GATHERED:
        return now
    following = slot(now) + timedelta(days=1)
    wait = (7 - following.weekday()) % 7 if pace == Pace.WEEKLY else 0
    return following + timedelta(days=wait)


def set_pace(letter: Letter, pace: Pace, now: datetime) -> None:
    """When *letter* goes out, if at all."""
    letter.pace, letter.due_at = pace, due(pace, now)
    letter.stopped = LetterStop.NOT_WANTED if pace == Pace.NEVER else None


def choose(session: Session, person: Person, chosen: Mapping[LetterGroup, Pace], *, now: datetime) -> None:
    """*person* wants letters this fast from now on; those that wait follow."""
    before = of(session, person)
    for group, pace in chosen.items():
        if group in before and pace != before[group]:
            session.merge(LetterPreference(person_id=person.id, about=group, pace=pace))
            _hurry(session, person, KINDS[group], pace, now)
    work.ask(session, work.Job.POST_LETTERS)


def _hurry(session: Session, person: Person, kinds: frozenset[LetterKind], pace: Pace, now: datetime) -> None:
    """Letters of *kinds* that wait, and are not in a digest yet, go at *pace*."""
    waiting = select(Letter).where(
        Letter.to_id == person.id,
        col(Letter.kind).in_(kinds),
        col(Letter.sent_at).is_(None),
        col(Letter.stopped).is_(None),
        col(Letter.digest_id).is_(None),
    )
    for letter in session.exec(waiting.with_for_update()).all():
        set_pace(letter, pace, now)


def groups_in(session: Session, letter: Letter) -> set[LetterGroup]:
    """What the letter is about: of a digest, whatever is in it."""
    enclosed = select(Letter.kind).where(Letter.digest_id == letter.id)
    kinds = session.exec(enclosed).all() if letter.kind == LetterKind.DIGEST else [letter.kind]
    return {group for kind in kinds if (group := group_of(kind))}


def stoppable(session: Session, letter: Letter) -> set[LetterGroup]:
    """What the reader of *letter* may ask to hear no more of. NotFound for an essential letter."""
    if groups := groups_in(session, letter):
        return groups
    raise NotFound(say("There is nothing here that you may read."))


def stop(session: Session, letter: Letter, *, now: datetime) -> None:
    """No more letters such as this one to its reader."""
    choose(session, letter.to, dict.fromkeys(stoppable(session, letter), Pace.NEVER), now=now)
