"""My account: who somebody is here, another address for their letters and for signing in, and another password."""

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from matchmaker import clock
from matchmaker.actions import Action
from matchmaker.queries import people
from matchmaker.services import addresses, passwords, personal_data
from matchmaker.services.account_drafts import is_address
from matchmaker.web import second_step
from matchmaker.web.access import allows
from matchmaker.web.accounts.again import is_password_of
from matchmaker.web.forms.filled import Filled
from matchmaker.web.languages import said
from matchmaker.web.session import READING, session

bp = Blueprint("account", __name__, url_prefix="/my-account")


@bp.get("/")
@allows(Action.READ_ACCOUNT)
def show() -> ResponseReturnValue:
    return render_template(
        "account/show.html",
        colleagues=people.colleagues(session, current_user),
        recusals=people.recusals(session, current_user),
    )


@bp.route("/change-address", methods=["GET", "POST"])
@allows(Action.CHANGE_ADDRESS)
def change_address() -> ResponseReturnValue:
    if request.method in READING:
        return render_template("account/change_address.html", filled=Filled())
    address = request.form.get("email", "").strip().lower()
    if wrong := _wrong_with(address):
        return render_template("account/change_address.html", filled=Filled({"email": address}, wrong))
    addresses.ask_for_change(session, current_user, address, now=clock.now())
    flash(
        _(
            "A letter is on its way to the new address. Its link works once, for an hour; until then nothing changes."
        )
    )
    return redirect(url_for("account.show"))


def _wrong_with(address: str) -> dict[str, str]:
    """Field -> what is wrong: with an address that no letter reaches, or with the password."""
    if not is_address(address):
        return {"email": _("Please give an address such as name@example.org.")}
    if not is_password_of(current_user, Action.CHANGE_ADDRESS):
        return {"password": _("This is not your password.")}
    return {}


@bp.route("/confirm-address/<code>", methods=["GET", "POST"])
@allows(Action.CONFIRM_ADDRESS)
def confirm_address(code: str) -> ResponseReturnValue:
    """A button, and not the link alone: programs that guard letter boxes open links, too."""
    keys, now = current_app.extensions["settings"].keys, clock.now()
    letter = addresses.asked_by(session, current_user, code, keys, now=now)
    if request.method in READING:
        return render_template("account/confirm_address.html", address=letter.address)
    addresses.confirm(session, current_user, letter, now=now)
    flash(_("This is your address now. Sign in with it next time."))
    return redirect(url_for("account.show"))


@bp.route("/change-password", methods=["GET", "POST"])
@allows(Action.CHANGE_SIGN_IN)
def change_password() -> ResponseReturnValue:
    """They stay signed in here, under a new key, and nowhere else."""
    if request.method in READING:
        return _choosing(Filled())
    if wrong := _wrong_with_passwords():
        return _choosing(Filled({}, wrong))
    person = current_user._get_current_object()
    passwords.choose(session, person, request.form["new"], action=Action.CHANGE_SIGN_IN, now=clock.now())
    second_step.let_in(person)
    flash(_("Your password is changed, and you are signed out everywhere else."))
    return redirect(url_for("account.show"))


@bp.route("/export", methods=["GET", "POST"])
@allows(Action.EXPORT_ACCOUNT)
def export() -> ResponseReturnValue:
    """The password once more: whoever finds a browser open takes nothing home."""
    if request.method in READING:
        return render_template("account/export.html", filled=Filled())
    if not is_password_of(current_user, Action.EXPORT_ACCOUNT):
        wrong = {"password": _("This is not your password.")}
        return render_template("account/export.html", filled=Filled({}, wrong))
    person = current_user._get_current_object()
    answer = Response(personal_data.export(session, by=person, now=clock.now()), mimetype="application/json")
    answer.headers["Content-Disposition"] = "attachment; filename=my-data.json"
    return answer


def _choosing(filled: Filled) -> ResponseReturnValue:
    return render_template("account/change_password.html", filled=filled, least=passwords.LEAST)


def _wrong_with_passwords() -> dict[str, str]:
    """Field -> what is wrong: with the one so far, with the new one, or with the new one once more."""
    if not is_password_of(current_user, Action.CHANGE_SIGN_IN):
        return {"password": _("This is not your password.")}
    new = request.form.get("new", "")
    if fault := passwords.fault(new, current_user):
        return {"new": said(fault)}
    return {} if new == request.form.get("again", "") else {"again": _("The two are not the same.")}
