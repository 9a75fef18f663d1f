"""The second step of signing in: giving it, setting it up, new codes on paper, and doing without again.

A wrong try is answered with 200, as on the sign-in page: only so is it kept in the transaction that counted it.
"""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from matchmaker import clock
from matchmaker.actions import Action
from matchmaker.models import Person
from matchmaker.queries import factors as reading
from matchmaker.queries import passkeys as keys
from matchmaker.services import factors, strongbox
from matchmaker.web import second_step
from matchmaker.web.access import allows
from matchmaker.web.accounts.again import is_password_of
from matchmaker.web.back import page_wanted
from matchmaker.web.forms.filled import Filled
from matchmaker.web.second_step import Owed
from matchmaker.web.session import READING, session
from matchmaker.web.squares import square_of

KEY_LASTS_S = 3600  # as long as somebody may need to find an app for their telephone

bp = Blueprint("factors", __name__, url_prefix="/second-step")


@bp.get("/")
@allows(Action.READ_SECOND_STEP)
def show() -> ResponseReturnValue:
    return _shown(Filled())


def _shown(filled: Filled) -> ResponseReturnValue:
    return render_template(
        "factors/show.html",
        app_since=reading.app_since(session, current_user),
        passkeys=keys.of_person(session, current_user),
        codes_left=reading.codes_left(session, current_user),
        filled=filled,
    )


@bp.route("/prove", methods=["GET", "POST"])
@allows(Action.PROVE_SECOND_STEP)
def prove() -> ResponseReturnValue:
    person = second_step.half_way()
    if person is None or second_step.owed(person) != Owed.CODE:
        return redirect(url_for("desk.show"))
    if request.method in READING:
        return _asking(person, Filled())
    typed = request.form.get("code", "")
    if factors.prove(session, person, typed, secret_key=_secret(), now=clock.now()):
        second_step.let_in(person)
        return redirect(page_wanted())
    wrong = _("This is not right. An app shows new digits every thirty seconds, and each code is good once.")
    return _asking(person, Filled({}, {"code": wrong}))


def _asking(person: Person, filled: Filled) -> ResponseReturnValue:
    return render_template("factors/prove.html", person=person, filled=filled)


@bp.route("/enrol", methods=["GET", "POST"])
@allows(Action.ENROL_AUTHENTICATOR)
def enrol() -> ResponseReturnValue:
    person = second_step.here()
    if person is None or second_step.owed(person) == Owed.CODE:
        return redirect(second_step.way_in())
    key = _key_shown_to(person)
    if request.method in READING or key is None:
        gone = _("This page was open for too long. Please begin again with the square shown now.")
        wrong = {} if request.method in READING else {"code": gone}
        return _square(person, factors.new_key(), wrong)
    if not is_password_of(person, Action.ENROL_AUTHENTICATOR):
        return _square(person, key, {"password": _("This is not your password.")})
    typed = request.form.get("code", "")
    codes = factors.enrol(session, person, key, typed, secret_key=_secret(), now=clock.now())
    if codes is None:
        wrong = _("This is not what the app shows now. Is the clock of your telephone right?")
        return _square(person, key, {"code": wrong})
    second_step.let_in(person)
    flash(_("The second step is set up."))
    return render_template("factors/codes.html", codes=codes, further=page_wanted())


def _key_shown_to(person: Person) -> str | None:
    """The key that the form brings back, if it was shown to *person* and not too long ago."""
    told = strongbox.unlock(request.form.get("locked", ""), _secret(), within_s=KEY_LASTS_S) or ""
    shown_to, _space, key = told.partition(" ")
    return key if shown_to == person.ref else None


def _square(person: Person, key: str, wrong: dict[str, str]) -> ResponseReturnValue:
    address = factors.address_of(key, person)
    return render_template(
        "factors/enrol.html",
        filled=Filled({}, wrong),
        locked_key=strongbox.lock(f"{person.ref} {key}", _secret()),
        key=[key[at : at + factors.GROUP] for at in range(0, len(key), factors.GROUP)],
        square=square_of(address),
        address=address,
        must=not second_step.may_do_without(person),
    )


@bp.post("/renew-codes")
@allows(Action.RENEW_RECOVERY_CODES)
def renew_codes() -> ResponseReturnValue:
    if current_user.two_steps_since is None:
        return redirect(url_for("factors.show"))
    if not is_password_of(current_user, Action.RENEW_RECOVERY_CODES):
        return _shown(Filled({}, {"password": _("This is not your password.")}))
    codes = factors.renew_codes(session, current_user, now=clock.now())
    return render_template("factors/codes.html", codes=codes, further=url_for("factors.show"))


@bp.route("/give-up", methods=["GET", "POST"])
@allows(Action.GIVE_UP_SECOND_STEP)
def give_up() -> ResponseReturnValue:
    if request.method in READING:
        return render_template("factors/give_up.html", filled=Filled())
    if not is_password_of(current_user, Action.GIVE_UP_SECOND_STEP):
        wrong = {"password": _("This is not your password.")}
        return render_template("factors/give_up.html", filled=Filled({}, wrong))
    factors.give_up(session, current_user, now=clock.now())
    flash(_("You sign in with your password alone again."))
    return redirect(url_for("factors.show"))


def _secret() -> str:
    return current_app.extensions["settings"].secret_key
