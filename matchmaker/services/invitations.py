"""What one State says to an invitation into a pool: yes, no, nothing, or later that it leaves again."""

from datetime import datetime

from sqlmodel import Session

from matchmaker.actions import Action
from matchmaker.errors import IllegalTransition
from matchmaker.models import Invitation, Person
from matchmaker.services import pools
from matchmaker.services.moves import PORTAL, move, require
from matchmaker.vocabulary import OPEN_NEED_STATES, DeclineReason
from matchmaker.wording import say
from matchmaker.workflow.pool import POOL


def accept(session: Session, invitation: Invitation, *, by: Person, now: datetime) -> None:
    """The State would like to ask together with those who say yes as well."""
    if invitation.need.state not in OPEN_NEED_STATES:
        raise IllegalTransition(say("The need is no longer open."))
    move(session, invitation, Action.ACCEPT_INVITATION, by=by, now=now)
    pools.follow(session, invitation.pool, by=by, now=now)


def decline(
    session: Session, invitation: Invitation, *, reason: DeclineReason, note: str, by: Person, now: datetime
) -> None:
    """It would not. The reason stays with the secretariat, and that there was an answer, too."""
    move(session, invitation, Action.DECLINE_INVITATION, by=by, now=now, note=note, private=True)
    invitation.decline_reason = reason


def leave(session: Session, invitation: Invitation, *, by: Person, now: datetime) -> None:
    """It asks by itself again, without giving a reason."""
    move(session, invitation, Action.LEAVE_POOL, by=by, now=now)
    pools.follow(session, invitation.pool, by=by, now=now)


def ask_again(session: Session, invitation: Invitation, *, by: Person, now: datetime) -> None:
    """Whoever was silent, or has left, may have changed their mind. BadInput if the need cannot be pooled now."""
    require(by, Action.ASK_AGAIN, invitation)
    POOL.after(Action.INVITE_TO_POOL, invitation.pool.state)
    pools.require_free(session, invitation.need, by=by)
    move(session, invitation, Action.ASK_AGAIN, by=by, now=now)
    pools.ask(session, invitation, now=now)


def lapse(session: Session, invitation: Invitation, *, now: datetime) -> None:
    """Silence is no consent. Nobody else hears of it."""
    move(session, invitation, Action.LAPSE_INVITATION, by=PORTAL, now=now)
