"""Steps of a need off its straight road: on hold, not taken up, joined with another, closed, and back."""

from datetime import datetime

from sqlmodel import Session

from matchmaker.actions import Action
from matchmaker.errors import BadInput
from matchmaker.models import Need, Person
from matchmaker.policy import can
from matchmaker.services import deadlines, ending, following, letters, work
from matchmaker.services.moves import move
from matchmaker.vocabulary import LetterKind, RefusalReason
from matchmaker.wording import say
from matchmaker.workflow.need import LIVE


def hold(session: Session, need: Need, *, note: str, by: Person, now: datetime) -> None:
    """Hidden for a while; nothing that is under way ends."""
    move(session, need, Action.HOLD_NEED, by=by, now=now, note=note)
    _tell(session, need, by=by, now=now)


def resume(session: Session, need: Need, *, by: Person, now: datetime) -> None:
    """Back into the catalogue, to where its agreements are."""
    move(session, need, Action.RESUME_NEED, by=by, now=now)
    following.follow(session, need, now=now)
    _tell(session, need, by=by, now=now)


def do_not_take_up(
    session: Session, need: Need, *, reason: RefusalReason, note: str, by: Person, now: datetime
) -> None:
    """The secretariat cannot take it up; the State reads why, and has the right to reply."""
    move(session, need, Action.DO_NOT_TAKE_UP_NEED, by=by, now=now, note=note)
    need.refused_for = reason
    ending.of_need(session, need, now=now)
    letters.to_focal_points(session, LetterKind.NEED_NOT_TAKEN_UP, need, now=now)
    work.ask(session, work.Job.RANK_NEED, need.id)


def reply(session: Session, need: Need, *, note: str, by: Person, now: datetime) -> None:
    """The State replies, and the need is checked once more."""
    move(session, need, Action.REPLY_NEED, by=by, now=now, note=note)
    need.refused_for = need.agreed_at = None
    need.check_by = deadlines.due(deadlines.Term.CHECK, now)
    letters.to_reviewer(session, LetterKind.MESSAGE, need, now=now)


def merge(session: Session, need: Need, *, into: Need, note: str, by: Person, now: datetime) -> None:
    """*need* says what *into* says better; both keep their history. BadInput for two that cannot be joined."""
    if into.id == need.id or into.state not in LIVE or not can(by, Action.READ_NEED, into):
        raise BadInput(say("Choose another need that is in the catalogue now."))
    if into.organisation_id != need.organisation_id:
        raise BadInput(say("Only needs of the same State can be joined."))
    move(session, need, Action.MERGE_NEED, by=by, now=now, note=note)
    need.merged_into_id = into.id
    ending.of_need(session, need, now=now)
    _tell(session, need, by=by, now=now)


def close(session: Session, need: Need, *, note: str, by: Person, now: datetime) -> None:
    """The secretariat's work on it is done."""
    move(session, need, Action.CLOSE_NEED, by=by, now=now, note=note)
    ending.of_need(session, need, now=now)
    _tell(session, need, by=by, now=now)


def reopen(session: Session, need: Need, *, note: str, by: Person, now: datetime) -> None:
    """It looks for offers again."""
    move(session, need, Action.REOPEN_NEED, by=by, now=now, note=note)
    _tell(session, need, by=by, now=now)


def _tell(session: Session, need: Need, *, by: Person, now: datetime) -> None:
    letters.news(session, need, by=by, now=now)
    work.ask(session, work.Job.RANK_NEED, need.id)
