"""Steps of a need off its straight road; its page belongs to views/needs.py."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from matchmaker import clock
from matchmaker.actions import Action
from matchmaker.models import Need
from matchmaker.queries import needs
from matchmaker.services import steps
from matchmaker.web.access import allows, may
from matchmaker.web.forms.filled import Filled
from matchmaker.web.forms.note import read_merging, read_note, read_refusal
from matchmaker.web.session import session
from matchmaker.web.views.needs import page_of, shown

bp = Blueprint("steps", __name__, url_prefix="/needs")


@bp.post("/<ref>/hold")
@allows(Action.HOLD_NEED, Need)
def hold(need: Need) -> ResponseReturnValue:
    note, filled = read_note(request.form)
    if note is None:
        return page_of(need, filled, 422)
    steps.hold(session, need, note=note.note, by=current_user, now=clock.now())
    return shown(need, _("The need is on hold and hidden."))


@bp.post("/<ref>/resume")
@allows(Action.RESUME_NEED, Need)
def resume(need: Need) -> ResponseReturnValue:
    steps.resume(session, need, by=current_user, now=clock.now())
    return shown(need, _("The need is in the catalogue again."))


@bp.post("/<ref>/do-not-take-up")
@allows(Action.DO_NOT_TAKE_UP_NEED, Need)
def do_not_take_up(need: Need) -> ResponseReturnValue:
    why, filled = read_refusal(request.form)
    if why is None:
        return page_of(need, filled, 422)
    steps.do_not_take_up(session, need, reason=why.reason, note=why.note, by=current_user, now=clock.now())
    return shown(need, _("The State reads why, and may reply."))


@bp.post("/<ref>/reply")
@allows(Action.REPLY_NEED, Need)
def reply(need: Need) -> ResponseReturnValue:
    note, filled = read_note(request.form)
    if note is None:
        return page_of(need, filled, 422)
    steps.reply(session, need, note=note.note, by=current_user, now=clock.now())
    return shown(need, _("The secretariat looks at it again."))


@bp.post("/<ref>/merge")
@allows(Action.MERGE_NEED, Need)
def merge(need: Need) -> ResponseReturnValue:
    asked, filled = read_merging(request.form)
    into = asked and needs.by_ref(session, asked.into)
    if asked is None or into is None or not may("need.read", into):
        missing = {"into": _("There is no such need."), **filled.errors}
        return page_of(need, Filled(filled.values, missing), 422)
    steps.merge(session, need, into=into, note=asked.note, by=current_user, now=clock.now())
    return shown(need, _("The two are one need now. Both histories are kept."))


@bp.post("/<ref>/close")
@allows(Action.CLOSE_NEED, Need)
def close(need: Need) -> ResponseReturnValue:
    note, filled = read_note(request.form)
    if note is None:
        return page_of(need, filled, 422)
    steps.close(session, need, note=note.note, by=current_user, now=clock.now())
    return shown(need, _("The need is closed."))


@bp.post("/<ref>/reopen")
@allows(Action.REOPEN_NEED, Need)
def reopen(need: Need) -> ResponseReturnValue:
    note, filled = read_note(request.form)
    if note is None:
        return page_of(need, filled, 422)
    steps.reopen(session, need, note=note.note, by=current_user, now=clock.now())
    return shown(need, _("The need looks for offers again."))
