"""A match after the introduction: talks, the agreement, its delivery, and what each side says of it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from matchmaker import clock
from matchmaker.actions import Action
from matchmaker.models import Match
from matchmaker.outcomes import ContactAnswer
from matchmaker.services import agreements
from matchmaker.web.access import allows, may
from matchmaker.web.back import on_from_list
from matchmaker.web.forms.agreement import (
    filled_from,
    questions_of_agreement,
    questions_of_feedback,
    read_agreement,
    read_contact,
    read_feedback,
    read_use,
)
from matchmaker.web.forms.filled import Filled
from matchmaker.web.forms.note import read_reason
from matchmaker.web.session import session
from matchmaker.web.views.matches import page

bp = Blueprint("agreements", __name__, url_prefix="/matches")


def _shown(match: Match, said: str) -> ResponseReturnValue:
    return on_from_list(url_for("matches.show", ref=match.ref), match.ref, said)


@bp.post("/<ref>/explore")
@allows(Action.EXPLORE_MATCH, Match)
def explore(match: Match) -> ResponseReturnValue:
    agreements.explore(session, match, by=current_user, now=clock.now())
    return _shown(match, _("It is noted that the two are in contact."))


@bp.post("/<ref>/answer-contact")
@allows(Action.ANSWER_CONTACT, Match)
def answer_contact(match: Match) -> ResponseReturnValue:
    said, filled = read_contact(request.form)
    if said is None:
        return page(match, filled, 422)
    agreements.answer_contact(session, match, said, by=current_user, now=clock.now())
    if said.answer == ContactAnswer.AGREED and may("match.record_agreement", match):
        flash(_("Good. Please say what you have agreed on."))
        return redirect(url_for("agreements.record_agreement", ref=match.ref))
    return _shown(match, _("Thank you for the answer."))


@bp.post("/<ref>/stop")
@allows(Action.STOP_MATCH, Match)
def stop(match: Match) -> ResponseReturnValue:
    why, filled = read_reason(request.form)
    if why is None:
        return page(match, filled, 422)
    agreements.stop(session, match, reason=why.reason, note=why.note, by=current_user, now=clock.now())
    return _shown(match, _("It has ended. Only the secretariat reads your reason."))


@bp.route("/<ref>/record-agreement", methods=["GET", "POST"])
@allows(Action.RECORD_AGREEMENT, Match)
def record_agreement(match: Match) -> ResponseReturnValue:
    if request.method == "GET":
        return _agreement(match, filled_from(match))
    draft, filled = read_agreement(request.form)
    if draft is None:
        return _agreement(match, filled, 422)
    agreements.record_agreement(session, match, draft, by=current_user, now=clock.now())
    return _shown(match, _("The agreement is recorded. Both sides are told."))


def _agreement(match: Match, filled: Filled, status: int = 200) -> ResponseReturnValue:
    return render_template(
        "agreements/record_agreement.html", match=match, filled=filled, questions=questions_of_agreement()
    ), status


@bp.post("/<ref>/start-delivery")
@allows(Action.START_DELIVERY_OF_MATCH, Match)
def start_delivery(match: Match) -> ResponseReturnValue:
    agreements.start_delivery(session, match, by=current_user, now=clock.now())
    return _shown(match, _("It is noted that delivery has begun."))


@bp.post("/<ref>/report-delivery")
@allows(Action.REPORT_DELIVERY, Match)
def report_delivery(match: Match) -> ResponseReturnValue:
    agreements.report_delivery(session, match, by=current_user, now=clock.now())
    return _shown(match, _("Thank you. It counts as delivered when both sides have said so."))


@bp.post("/<ref>/confirm-receipt")
@allows(Action.CONFIRM_RECEIPT, Match)
def confirm_receipt(match: Match) -> ResponseReturnValue:
    agreements.confirm_receipt(session, match, by=current_user, now=clock.now())
    return _shown(match, _("Thank you. It counts as delivered when both sides have said so."))


@bp.route("/<ref>/give-feedback", methods=["GET", "POST"])
@allows(Action.GIVE_FEEDBACK, Match)
def give_feedback(match: Match) -> ResponseReturnValue:
    if request.method == "GET":
        return _feedback(match, Filled())
    draft, filled = read_feedback(request.form)
    if draft is None:
        return _feedback(match, filled, 422)
    agreements.give_feedback(session, match, draft, by=current_user, now=clock.now())
    return _shown(match, _("Thank you for your answers."))


def _feedback(match: Match, filled: Filled, status: int = 200) -> ResponseReturnValue:
    return render_template(
        "agreements/give_feedback.html", match=match, filled=filled, questions=questions_of_feedback()
    ), status


@bp.post("/<ref>/report-use")
@allows(Action.REPORT_USE, Match)
def report_use(match: Match) -> ResponseReturnValue:
    use, filled = read_use(request.form)
    if use is None:
        return page(match, filled, 422)
    agreements.report_use(session, match, in_use=use.in_use, note=use.note, by=current_user, now=clock.now())
    return _shown(match, _("Thank you for the answer."))


@bp.post("/<ref>/close")
@allows(Action.CLOSE_MATCH, Match)
def close(match: Match) -> ResponseReturnValue:
    agreements.close(session, match, by=current_user, now=clock.now())
    return _shown(match, _("The match is closed."))
