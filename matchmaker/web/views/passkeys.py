"""Passkeys: making one, signing in with one, and doing without one again. All three are the browser's work and ours.

A wrong try is answered with 200, as on the sign-in page.
"""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from matchmaker import clock
from matchmaker.actions import Action
from matchmaker.models import Passkey, Person
from matchmaker.services import passkeys
from matchmaker.services.passkeys import Site
from matchmaker.web import second_step
from matchmaker.web.access import allows
from matchmaker.web.accounts.again import is_password_of
from matchmaker.web.accounts.devices import device_of
from matchmaker.web.back import page_wanted
from matchmaker.web.forms.filled import Filled
from matchmaker.web.second_step import Owed
from matchmaker.web.session import READING, session

bp = Blueprint("passkeys", __name__, url_prefix="/passkeys")


@bp.route("/add", methods=["GET", "POST"])
@allows(Action.ADD_PASSKEY)
def add() -> ResponseReturnValue:
    """First the password; whoever gave it is asked for the passkey itself."""
    person = second_step.here()
    if person is None or second_step.owed(person) == Owed.CODE:
        return redirect(second_step.way_in())
    if request.method in READING:
        return _asking_for_password()
    if answer := request.form.get("answer", ""):
        return _added(person, answer)
    if not is_password_of(person, Action.ADD_PASSKEY):
        return _asking_for_password(_("This is not your password."))
    asked = passkeys.ask_for_new(session, person, _site(), now=clock.now())
    return render_template("passkeys/make.html", asked=asked)


def _asking_for_password(wrong: str = "") -> ResponseReturnValue:
    return render_template("passkeys/add.html", filled=Filled({}, {"password": wrong} if wrong else {}))


def _added(person: Person, answer: str) -> ResponseReturnValue:
    made_at = device_of(request.user_agent.string)
    codes = passkeys.add(session, person, answer, _site(), made_at=made_at, now=clock.now())
    if codes is None:
        return _asking_for_password(_("This did not work, or took too long. Please begin again."))
    second_step.let_in(person)
    flash(_("The passkey is added. Next time you need no password."))
    if codes:
        return render_template("passkeys/codes.html", codes=codes, further=page_wanted())
    return redirect(url_for("factors.show"))


@bp.route("/use", methods=["GET", "POST"])
@allows(Action.USE_PASSKEY)
def use() -> ResponseReturnValue:
    wrong = ""
    if request.method not in READING:
        person = passkeys.use(session, request.form.get("answer", ""), _site(), now=clock.now())
        if person is not None:
            second_step.let_in(person)
            return redirect(page_wanted())
        wrong = _("This passkey opens no account here, or it took too long. Please try again.")
    return render_template("passkeys/use.html", asked=passkeys.ask(_site(), now=clock.now()), wrong=wrong)


@bp.route("/<ref>/remove", methods=["GET", "POST"])
@allows(Action.REMOVE_PASSKEY, Passkey)
def remove(key: Passkey) -> ResponseReturnValue:
    filled = Filled()
    if request.method not in READING:
        if is_password_of(current_user, Action.REMOVE_PASSKEY):
            passkeys.remove(session, key, by=current_user, now=clock.now())
            second_step.let_in(key.person)
            flash(_("The passkey is removed."))
            return redirect(url_for("factors.show"))
        filled = Filled({}, {"password": _("This is not your password.")})
    return render_template("passkeys/remove.html", key=key, filled=filled)


def _site() -> Site:
    settings = current_app.extensions["settings"]
    return passkeys.site_at(settings.base_url, settings.secret_key)
