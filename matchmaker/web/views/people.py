"""People: whoever leaves hands their work over to a colleague."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, logout_user

from matchmaker import clock
from matchmaker.actions import Action
from matchmaker.models import Person
from matchmaker.queries import legacies
from matchmaker.queries import people as reading
from matchmaker.services import handover
from matchmaker.web.access import allows
from matchmaker.web.forms.filled import Filled
from matchmaker.web.session import READING, session
from matchmaker.web.words import name_of

bp = Blueprint("people", __name__, url_prefix="/people")


@bp.route("/<ref>/hand-over", methods=["GET", "POST"])
@allows(Action.HAND_OVER_PERSON, Person)
def hand_over(person: Person) -> ResponseReturnValue:
    if request.method in READING:
        return _page(person, Filled())
    chosen = request.form.get("to", "")
    to = next((one for one in reading.heirs(session, person) if one.email == chosen), None)
    if to is None:
        wrong = {"to": _("Please choose one of the answers offered.")}
        return _page(person, Filled({"to": chosen}, wrong), 422)
    own = person.id == current_user.id
    handover.hand_over(session, person, to=to, by=current_user, now=clock.now())
    if own:
        logout_user()
        flash(_("Your work is handed over, and you are signed out. Thank you for all of it."))
        return redirect(url_for("home.show"))
    flash(_("The work is handed over."))
    return redirect(url_for("organisations.show", ref=person.organisation.ref))


def _page(person: Person, filled: Filled, status: int = 200) -> ResponseReturnValue:
    own = person.id == current_user.id
    page = render_template(
        "people/hand_over.html",
        person=person,
        own=own,
        # Of confidential needs an administrator learns nothing, not even how many there are.
        legacy=legacies.legacy_of(session, person) if own else None,
        heirs=[(one.email, one.name, name_of(one.role)) for one in reading.heirs(session, person)],
        filled=filled,
    )
    return page, status
