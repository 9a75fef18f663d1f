"""Signing in with a password: what the audit trail is told of it, and where it may lead."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import g, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_security import LoginForm, logout_user
from werkzeug.exceptions import BadRequest
from wtforms import Form

from matchmaker import clock
from matchmaker.queries import people
from matchmaker.rules import VISITOR
from matchmaker.services import trail
from matchmaker.services.trail import Noted
from matchmaker.vocabulary import Event, Result
from matchmaker.web.accounts import known_browsers, limits, visits
from matchmaker.web.back import is_ours
from matchmaker.web.forms.filled import Filled
from matchmaker.web.session import session

WAIT = "sign_in_waits"  # until when this request has to wait, if it has
View = Callable[[], ResponseReturnValue]


class SignInForm(LoginForm):
    """Nobody stays signed in for longer than a visit lasts."""

    remember = None

    def validate(self, **more: Any) -> bool:
        """Whoever has tried too often is told so, whatever they have typed this time."""
        if until := g.get(WAIT):
            self.form_errors.append(limits.sentence(until))
            return False
        return super().validate(**more)


def witnessed(sign_in: View) -> View:
    """*sign_in*, with a row of the audit trail for each result. Whoever is somebody already becomes who they say."""

    @wraps(sign_in)
    def signing_in() -> ResponseReturnValue:
        return attempt(sign_in) if request.method == "POST" else sign_in()

    return signing_in


def attempt(sign_in: View) -> ResponseReturnValue:
    address = request.form.get("email", "")
    counted = limits.of_sign_in(address)
    until = g.sign_in_waits = limits.take(counted)
    if current_user.is_authenticated and not until:
        visits.leave()
        logout_user()
    answer = sign_in()
    trail.note(session, result(address))
    if until:
        return limits.told(answer, until)
    if not current_user.is_authenticated:
        return answer
    limits.give_back(counted)
    return known_browsers.remember(answer, current_user)


def result(address: str) -> Noted:
    """Who signed in; or whose account was tried, and under which address, readable by nobody."""
    about = {"now": clock.now(), "action": "person.sign_in"}
    if current_user.is_authenticated:
        return trail.noted(Event.SIGN_IN, by=current_user, thing=current_user, **about)
    return trail.noted(
        Event.SIGN_IN,
        by=VISITOR,
        thing=people.by_email(session, address),
        detail=f"address {limits.hashed(address)}",
        result=Result.REFUSED,
        **about,
    )


def stay_here() -> None:
    """Signing in leads to a page of ours; what is no address at all would break the library that reads it."""
    asked = request.values.getlist("next") if request.blueprint == "security" else []
    if not all(is_ours(address) for address in asked if address):
        raise BadRequest


def filled_sign_in(form: Form) -> Filled:
    """Flask-Security's form as our pages read it; an error of the whole stands beside the address."""
    errors = {field.name: str(field.errors[0]) for field in form if field.errors}
    if form.form_errors or len(set(errors.values())) < len(errors):
        errors = {"email": str((form.form_errors or [*errors.values()])[0])}
    return Filled({"email": form.email.data or ""}, errors)
