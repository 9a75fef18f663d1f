"""What the secretariat does with a pair among itself: who looks after it, and what is taken back."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from matchmaker import clock
from matchmaker.actions import Action
from matchmaker.models import Match
from matchmaker.services import matches
from matchmaker.web.access import allows
from matchmaker.web.colleagues import chosen_colleague
from matchmaker.web.session import session
from matchmaker.web.views.matches import shown

bp = Blueprint("review", __name__, url_prefix="/matches")


@bp.post("/<ref>/assign")
@allows(Action.ASSIGN_MATCH, Match)
def assign(match: Match) -> ResponseReturnValue:
    matches.assign(session, match, to=chosen_colleague(), by=current_user, now=clock.now())
    return shown(match, _("Noted."))


@bp.post("/<ref>/unlist")
@allows(Action.UNLIST_MATCH, Match)
def unlist(match: Match) -> ResponseReturnValue:
    matches.unlist(session, match, by=current_user, now=clock.now())
    return shown(match, _("The pair is a suggestion again."))


@bp.post("/<ref>/reopen")
@allows(Action.REOPEN_MATCH, Match)
def reopen(match: Match) -> ResponseReturnValue:
    matches.reopen(session, match, by=current_user, now=clock.now())
    return shown(match, _("The pair is a suggestion again."))


@bp.post("/<ref>/take-back")
@allows(Action.TAKE_BACK_MATCH, Match)
def take_back(match: Match) -> ResponseReturnValue:
    matches.take_back(session, match, by=current_user, now=clock.now())
    return shown(match, _("The pair is on the shortlist again."))
