"""Signing in with a password: what the audit trail is told of it, and where it may lead."""

import hmac
from collections.abc import Callable
from functools import wraps

from flask import request
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
from matchmaker.settings import Settings
from matchmaker.vocabulary import Event, Result
from matchmaker.web.accounts import visits
from matchmaker.web.back import is_ours
from matchmaker.web.forms.filled import Filled
from matchmaker.web.session import session

HASHED = 16  # letters: enough to tell attempts on one address from those on another
View = Callable[[], ResponseReturnValue]


class SignInForm(LoginForm):
    """Nobody stays signed in for longer than a visit lasts."""

    remember = None


def witnessed(sign_in: View, settings: Settings) -> View:
    """*sign_in*, with a row of the audit trail for each result. Whoever is somebody already becomes who they say."""

    @wraps(sign_in)
    def signing_in() -> ResponseReturnValue:
        tried = request.method == "POST"
        if tried and current_user.is_authenticated:
            visits.leave()
            logout_user()
        answer = sign_in()
        if tried:
            trail.note(session, attempt(request.form.get("email", ""), settings.secret_key))
        return answer

    return signing_in


def attempt(address: str, secret: str) -> Noted:
    """Who signed in; or whose account was tried, and under which address, readable by nobody."""
    about = {"now": clock.now(), "action": "person.sign_in"}
    if current_user.is_authenticated:
        return trail.noted(Event.SIGN_IN, by=current_user, thing=current_user, **about)
    hashed = hmac.new(secret.encode(), address.strip().lower().encode(), "sha256").hexdigest()[:HASHED]
    return trail.noted(
        Event.SIGN_IN,
        by=VISITOR,
        thing=people.by_email(session, address),
        detail=f"address {hashed}",
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
