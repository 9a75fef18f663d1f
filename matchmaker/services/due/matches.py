"""What time asks of matches: answers that lapse, and how those fare who were introduced."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import ColumnElement, and_
from sqlmodel import Session, col

from matchmaker.actions import Action
from matchmaker.models import Match
from matchmaker.outcomes import TALKING, UNDER_AGREEMENT
from matchmaker.queries import people
from matchmaker.services import agreements, letters
from matchmaker.services.deadlines import DEADLINES, Term, began, day_everywhere, due
from matchmaker.services.due.chore import Chore, end_of, has_passed
from matchmaker.services.moves import PORTAL, move
from matchmaker.vocabulary import DeclineReason, LetterKind, MatchState, Role

CONTACT = (Term.CONTACT_FIRST, Term.CONTACT_SECOND, Term.CONTACT_THIRD)


def _is_asked() -> ColumnElement[bool]:
    return and_(col(Match.state) == MatchState.CONSENT_ASKED, col(Match.donor_accepted_at).is_(None))


def _reminding(
    name: str, asked: ColumnElement[bool], readers_of: Callable[[Match], tuple[int, Role]]
) -> Chore:
    """Remind one side before the question lapses; if the portal was asleep, it lapses so much later."""

    def lapses_soon(now: datetime) -> ColumnElement[bool]:
        return and_(_is_asked(), asked, col(Match.answer_by) <= due(Term.ANSWER_NOTICE, now))

    def remind(session: Session, match: Match, *, now: datetime, occasion: str) -> None:
        readers = people.of_organisation(session, *readers_of(match))
        if readers and match.answer_by:
            day = match.answer_by = max(match.answer_by, due(Term.ANSWER_NOTICE, now))
            parts = {"now": now, "occasion": occasion, "day": day}
            letters.write(session, LetterKind.ANSWER_WAITED_FOR, readers, about=match, **parts)

    return Chore(name, Match, lapses_soon, remind, tells=True)


def _has_lapsed(now: datetime) -> ColumnElement[bool]:
    return and_(_is_asked(), col(Match.answer_by) < day_everywhere(now))


def _lapse(session: Session, match: Match, *, now: datetime, occasion: str) -> None:
    lapse(session, match, now=now)


def lapse(
    session: Session, match: Match, *, now: datetime, reason: DeclineReason | None = None, note: str = ""
) -> None:
    """Nobody answered in time. The State hears that it does not go ahead if it had said yes; nobody else does."""
    move(session, match, Action.LAPSE_MATCH, by=PORTAL, now=now, note=note, private=True)
    agreements.end(session, match, reason or DeclineReason.OTHER, now=now)
    if match.requester_accepted_at is not None:
        letters.to_requester(session, LetterKind.NOT_PROCEEDING, match, now=now)


def _to_both(kind: LetterKind, **gaps: object) -> Callable[..., None]:
    def tell(session: Session, match: Match, *, now: datetime, occasion: str) -> None:
        letters.to_requester(session, kind, match, now=now, occasion=occasion, **gaps)
        letters.to_donor(session, kind, match, now=now, occasion=occasion, **gaps)

    return tell


def _asking_after(term: Term, until: Term | None) -> Chore:
    """Whoever was introduced so long ago is asked; after a long sleep of the portal by the last term only."""

    def talks(now: datetime) -> ColumnElement[bool]:
        passed = and_(col(Match.state).in_(TALKING), has_passed(Match.introduced_at, term, now))
        return and_(passed, col(Match.introduced_at) >= end_of(began(until, now))) if until else passed

    ask = _to_both(LetterKind.CONTACT_UNDER_WAY, days=DEADLINES[term].amount)
    return Chore(f"ask after contact, {DEADLINES[term].amount} days", Match, talks, ask, tells=True)


def _has_not_started(now: datetime) -> ColumnElement[bool]:
    return and_(col(Match.state).in_(UNDER_AGREEMENT), has_passed(Match.changed_at, Term.NOT_STARTED, now))


def _was_delivered_a_year_ago(now: datetime) -> ColumnElement[bool]:
    delivered = col(Match.state).in_((MatchState.DELIVERED, MatchState.CLOSED))
    unanswered = col(Match.still_in_use).is_(None)
    return and_(delivered, unanswered, has_passed(Match.delivered_at, Term.YEAR_LATER, now))


def _ask_whether_in_use(session: Session, match: Match, *, now: datetime, occasion: str) -> None:
    letters.to_requester(session, LetterKind.YEAR_LATER, match, now=now, occasion=occasion)


MATCH_CHORES = (
    _reminding(
        "remind requester",
        col(Match.requester_accepted_at).is_(None),
        lambda match: (match.need.organisation_id, Role.FOCAL_POINT),
    ),
    _reminding(
        "remind donor",
        col(Match.requester_accepted_at).is_not(None),
        lambda match: (match.offer.organisation_id, Role.DONOR_OFFICER),
    ),
    Chore("lapse match", Match, _has_lapsed, _lapse),
    *(_asking_after(term, until) for term, until in zip(CONTACT, (*CONTACT[1:], None), strict=True)),
    Chore("ask why not started", Match, _has_not_started, _to_both(LetterKind.NOT_STARTED), tells=True),
    Chore("ask whether in use", Match, _was_delivered_a_year_ago, _ask_whether_in_use, tells=True),
)
