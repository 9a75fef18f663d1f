"""What time asks of needs."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists
from sqlmodel import Session, col

from matchmaker.actions import Action
from matchmaker.models import Match, Need
from matchmaker.services import letters
from matchmaker.services.deadlines import Term, day_everywhere
from matchmaker.services.due.chore import Chore, has_passed
from matchmaker.services.due.confirming import confirming
from matchmaker.services.due.drafting import drafting
from matchmaker.services.work import Job
from matchmaker.vocabulary import MATCHABLE_NEED_STATES, LetterKind, MatchState, NeedState

ENDED = (MatchState.DISMISSED, MatchState.DECLINED, MatchState.LAPSED)


def _waits_for_agreement(now: datetime) -> ColumnElement[bool]:
    asked = and_(col(Need.state) == NeedState.NO_OBJECTION, col(Need.agreed_at).is_(None))
    return and_(asked, col(Need.agree_by) < day_everywhere(now))


def _remind_to_agree(session: Session, need: Need, *, now: datetime, occasion: str) -> None:
    letters.to_focal_points(session, LetterKind.AGREEMENT_WAITED_FOR, need, now=now, occasion=occasion)


def _is_unmet(now: datetime) -> ColumnElement[bool]:
    """It has looked for offers for so long, and none is left that may serve it."""
    hopeful = exists().where(col(Match.need_id) == Need.id, col(Match.state).not_in(ENDED))
    searching = and_(col(Need.state).in_(MATCHABLE_NEED_STATES), col(Need.unmet_on).is_(None))
    return and_(searching, has_passed(Need.changed_at, Term.UNMET, now), ~hopeful)


def _mark_unmet(session: Session, need: Need, *, now: datetime, occasion: str) -> None:
    need.unmet_on = now.date()
    letters.to_focal_points(session, LetterKind.NEED_UNMET, need, now=now)


NEED_CHORES = (
    drafting(Need, NeedState.DRAFT),
    Chore("remind to agree", Need, _waits_for_agreement, _remind_to_agree, tells=True, mark="agree_by"),
    *confirming(
        Need, MATCHABLE_NEED_STATES, letters.to_focal_points, Action.MARK_NEED_UNCONFIRMED, Job.RANK_NEED
    ),
    Chore("mark as unmet", Need, _is_unmet, _mark_unmet),
)
