"""Appointments: a role in the secretariat that one administrator has proposed, for another to decide."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from matchmaker import clock
from matchmaker.actions import Action
from matchmaker.models import Appointment
from matchmaker.queries import history
from matchmaker.services import appointments
from matchmaker.vocabulary import Noun
from matchmaker.web.access import allows
from matchmaker.web.forms.filled import Filled
from matchmaker.web.forms.note import read_note
from matchmaker.web.session import session
from matchmaker.web.stories import history_rows

bp = Blueprint("appointments", __name__, url_prefix="/appointments")


@bp.get("/<ref>")
@allows(Action.READ_APPOINTMENT, Appointment)
def show(appointment: Appointment) -> ResponseReturnValue:
    return _page(appointment, Filled())


def _page(appointment: Appointment, filled: Filled, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "appointments/show.html",
        appointment=appointment,
        history_rows=history_rows(history.of(session, Noun.APPOINTMENT, appointment.id)),
        filled=filled,
    )
    return page, status


def _shown(appointment: Appointment, words: str) -> ResponseReturnValue:
    flash(words)
    return redirect(url_for("appointments.show", ref=appointment.ref))


@bp.post("/<ref>/confirm")
@allows(Action.CONFIRM_APPOINTMENT, Appointment)
def confirm(appointment: Appointment) -> ResponseReturnValue:
    appointments.confirm(session, appointment, by=current_user, now=clock.now())
    return _shown(appointment, _("The role is confirmed, and theirs from now on."))


@bp.post("/<ref>/refuse")
@allows(Action.REFUSE_APPOINTMENT, Appointment)
def refuse(appointment: Appointment) -> ResponseReturnValue:
    note, filled = read_note(request.form)
    if note is None:
        return _page(appointment, filled, 422)
    appointments.refuse(session, appointment, note=note.note, by=current_user, now=clock.now())
    return _shown(appointment, _("The role is refused."))


@bp.post("/<ref>/take-back")
@allows(Action.TAKE_BACK_APPOINTMENT, Appointment)
def take_back(appointment: Appointment) -> ResponseReturnValue:
    appointments.take_back(session, appointment, by=current_user, now=clock.now())
    return _shown(appointment, _("The proposal is taken back."))
