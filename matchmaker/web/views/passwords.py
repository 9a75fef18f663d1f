"""Passwords: asking for a link to choose a new one, and choosing it (docs/adr/0032)."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker import clock
from matchmaker.actions import Action
from matchmaker.models import Person
from matchmaker.models.columns import EMAIL_MAX
from matchmaker.services import password_links, passwords, signing
from matchmaker.services.signing import Purpose
from matchmaker.web.access import allows
from matchmaker.web.accounts import known_browsers, limits
from matchmaker.web.errors import page
from matchmaker.web.forms.filled import Filled
from matchmaker.web.languages import said
from matchmaker.web.session import READING, session

bp = Blueprint("passwords", __name__, url_prefix="/password")


@bp.route("/ask", methods=["GET", "POST"])
@allows(Action.ASK_FOR_LINK)
def ask() -> ResponseReturnValue:
    """The answer is the same whether anybody has the address or not, and so is the work that it takes."""
    if request.method in READING:
        return _asking(Filled())
    typed = request.form.get("email", "")
    email = typed.strip()
    if not 3 <= len(email) <= EMAIL_MAX or "@" not in email:
        return _asking(
            Filled({"email": typed}, {"email": _("Please give an address such as name@example.org.")}), 422
        )
    if until := limits.of_wish():
        return limits.told(_asking(Filled({"email": email}, {"email": limits.sentence(until)})), until)
    password_links.wish(session, email, now=clock.now())
    flash(
        _(
            "If somebody has this address here, a letter is on its way to it. Its link works once, for an hour."
        )
    )
    return redirect(url_for("security.login"))


def _asking(filled: Filled, status: int = 200) -> ResponseReturnValue:
    return render_template("passwords/ask.html", filled=filled), status


@bp.route("/choose/<code>", methods=["GET", "POST"])
@allows(Action.USE_LINK)
def choose(code: str) -> ResponseReturnValue:
    """Whoever chooses is not signed in by that: the sign-in page asks for all that it always asks for."""
    person = _reader_of(code)
    if person is None:
        told = _("This link has been used, or is too old, or a newer one was sent. Ask for another one.")
        return page(404, told, ask_at=url_for("passwords.ask"))
    if request.method in READING:
        return _choosing(person, Filled())
    password = request.form.get("password", "")
    if wrong := passwords.fault(password, person):
        return _choosing(person, Filled({}, {"password": said(wrong)}), 422)
    if password != request.form.get("again", ""):
        return _choosing(person, Filled({}, {"again": _("The two are not the same.")}), 422)
    passwords.choose(session, person, password, action=Action.USE_LINK, now=clock.now())
    flash(_("Your password is set. You can sign in with it now."))
    return known_browsers.remember(redirect(url_for("security.login")), person)


def _choosing(person: Person, filled: Filled, status: int = 200) -> ResponseReturnValue:
    page = render_template("passwords/choose.html", person=person, filled=filled, least=passwords.LEAST)
    return page, status


def _reader_of(code: str) -> Person | None:
    """Who was sent *code*; None if it opens nothing. Of two who use it at once it opens nothing to the second."""
    ref = signing.opened(Purpose.ACCOUNT_LINK, code, current_app.extensions["settings"].keys)
    hold = request.method not in READING
    return password_links.whose(session, ref, now=clock.now(), hold=hold) if ref else None
