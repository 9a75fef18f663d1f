"""What is said to an invitation; it stands on the page of its pool."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from matchmaker import clock
from matchmaker.actions import Action
from matchmaker.models import Invitation
from matchmaker.services import invitations
from matchmaker.web.access import allows, may
from matchmaker.web.forms.note import read_reason
from matchmaker.web.session import session
from matchmaker.web.views.pools import refused, shown

bp = Blueprint("invitations", __name__, url_prefix="/invitations")


@bp.post("/<ref>/accept")
@allows(Action.ACCEPT_INVITATION, Invitation)
def accept(invitation: Invitation) -> ResponseReturnValue:
    invitations.accept(session, invitation, by=current_user, now=clock.now())
    return shown(invitation.pool, _("Thank you. You hear from us when another State has said yes."))


@bp.post("/<ref>/decline")
@allows(Action.DECLINE_INVITATION, Invitation)
def decline(invitation: Invitation) -> ResponseReturnValue:
    why, filled = read_reason(request.form)
    if why is None:
        return refused(invitation.pool, filled, still=may("invitation.decline", invitation))
    invitations.decline(
        session, invitation, reason=why.reason, note=why.note, by=current_user, now=clock.now()
    )
    return shown(invitation.pool, _("You declined. Only the secretariat learns of it."))


@bp.post("/<ref>/leave")
@allows(Action.LEAVE_POOL, Invitation)
def leave(invitation: Invitation) -> ResponseReturnValue:
    invitations.leave(session, invitation, by=current_user, now=clock.now())
    return shown(invitation.pool, _("Your State has left. Your need stays as it is."))


@bp.post("/<ref>/ask-again")
@allows(Action.ASK_AGAIN, Invitation)
def ask_again(invitation: Invitation) -> ResponseReturnValue:
    invitations.ask_again(session, invitation, by=current_user, now=clock.now())
    return shown(invitation.pool, _("This State is asked again."))
