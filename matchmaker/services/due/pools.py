"""What time asks of pools: questions that lapse, and pools that did not come about."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists
from sqlmodel import Session, col

from matchmaker.models import Invitation, Pool
from matchmaker.services import invitations, letters, pools
from matchmaker.services.deadlines import Term, day_everywhere, due
from matchmaker.services.due.chore import Chore
from matchmaker.services.moves import PORTAL
from matchmaker.vocabulary import InvitationState, LetterKind, PoolState


def _is_asked() -> ColumnElement[bool]:
    return col(Invitation.state) == InvitationState.ASKED


def _lapses_soon(now: datetime) -> ColumnElement[bool]:
    return and_(_is_asked(), col(Invitation.answer_by) <= due(Term.ANSWER_NOTICE, now))


def _remind(session: Session, asked: Invitation, *, now: datetime, occasion: str) -> None:
    """If the portal was asleep, the question lapses so much later."""
    day = asked.answer_by = max(asked.answer_by, due(Term.ANSWER_NOTICE, now))
    letters.to_invited(session, LetterKind.POOL_WAITED_FOR, asked, now=now, occasion=occasion, day=day)


def _has_lapsed(now: datetime) -> ColumnElement[bool]:
    return and_(_is_asked(), col(Invitation.answer_by) < day_everywhere(now))


def _lapse(session: Session, asked: Invitation, *, now: datetime, occasion: str) -> None:
    invitations.lapse(session, asked, now=now)


def _did_not_come_about(now: datetime) -> ColumnElement[bool]:
    """Not before the last day of every question, answered or not: an earlier end would tell of a refusal."""
    waited_for = exists().where(
        col(Invitation.pool_id) == Pool.id, col(Invitation.answer_by) >= day_everywhere(now)
    )
    return and_(col(Pool.state) == PoolState.PROPOSED, ~waited_for)


def _dissolve(session: Session, pool: Pool, *, now: datetime, occasion: str) -> None:
    pools.dissolve(session, pool, note="", by=PORTAL, now=now)


POOL_CHORES = (
    Chore("remind invited", Invitation, _lapses_soon, _remind, tells=True, mark="asked_on"),
    Chore("lapse invitation", Invitation, _has_lapsed, _lapse),
    Chore("dissolve pool", Pool, _did_not_come_about, _dissolve),
)
