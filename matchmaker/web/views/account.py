"""My account: who somebody is here, and another address for their letters and for signing in."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from matchmaker import clock
from matchmaker.actions import Action
from matchmaker.models.columns import EMAIL_MAX
from matchmaker.services import addresses
from matchmaker.web.access import allows
from matchmaker.web.accounts.again import is_password_of
from matchmaker.web.forms.filled import Filled
from matchmaker.web.session import READING, session

bp = Blueprint("account", __name__, url_prefix="/my-account")


@bp.get("/")
@allows(Action.READ_ACCOUNT)
def show() -> ResponseReturnValue:
    return render_template("account/show.html")


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
    name, _at, host = address.partition("@")
    if not name or not host or len(address) > EMAIL_MAX or len(address.split()) > 1:
        return {"email": _("Please give an address such as name@example.org.")}
    if not is_password_of(current_user, Action.CHANGE_ADDRESS):
        return {"password": _("This is not your password.")}
    return {}


@bp.route("/confirm-address/<code>", methods=["GET", "POST"])
@allows(Action.CONFIRM_ADDRESS)
def confirm_address(code: str) -> ResponseReturnValue:
    """A button, and not the link alone: programs that guard letter boxes open links, too."""
    secret, now = current_app.extensions["settings"].secret_key, clock.now()
    letter = addresses.asked_by(session, current_user, code, secret, now=now)
    if request.method in READING:
        return render_template("account/confirm_address.html", address=letter.address)
    addresses.confirm(session, current_user, letter, now=now)
    flash(_("This is your address now. Sign in with it next time."))
    return redirect(url_for("account.show"))
