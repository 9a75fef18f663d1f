"""Signing in and out: Flask-Security-Too over Flask-Login, with a password only (docs/adr/0005)."""

import hmac
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps

from flask import Flask, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as lazy
from flask_login import current_user
from flask_security import Security, SQLAlchemySessionUserDatastore, logout_user
from flask_wtf import CSRFProtect
from werkzeug.exceptions import BadRequest
from wtforms import Form

from matchmaker import clock
from matchmaker.models import Person
from matchmaker.queries import people
from matchmaker.rules import VISITOR
from matchmaker.services import trail
from matchmaker.services.trail import Noted
from matchmaker.settings import Settings
from matchmaker.vocabulary import Event, Result
from matchmaker.web.back import is_ours
from matchmaker.web.forms.filled import Filled
from matchmaker.web.session import session

DEFAULTS = {
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_SCHEMES": ["argon2"],
    # Argon2id salts by itself: no second hash around it.
    "SECURITY_PASSWORD_SINGLE_HASH": ["argon2"],
    "SECURITY_LOGIN_URL": "/sign-in",
    "SECURITY_LOGOUT_URL": "/sign-out",
    "SECURITY_LOGOUT_METHODS": ["POST"],
    "SECURITY_POST_LOGIN_VIEW": "desk.show",
    "SECURITY_POST_LOGOUT_VIEW": "/",
    # A person has one role, a plain column: nothing to join.
    "SECURITY_JOIN_USER_ROLES": False,
    "SECURITY_DATETIME_FACTORY": lambda: datetime.now(UTC),
    "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False, "test_environment": True},
    # The same answer for an unknown address and a wrong password.
    "SECURITY_RETURN_GENERIC_RESPONSES": True,
    "SECURITY_USE_REGISTER_V2": True,
    "SECURITY_FLASH_MESSAGES": False,
    "SECURITY_MSG_GENERIC_AUTHN_FAILED": (lazy("The address or the password is not right."), "error"),
    # Its page that asks for the password again, and its own static files: nothing of ours uses them.
    "SECURITY_FRESHNESS": timedelta(seconds=-1),
    "SECURITY_STATIC_FOLDER": None,
    "SECURITY_STATIC_FOLDER_URL": None,
}


HASHED = 16  # letters: enough to tell attempts on one address from those on another
View = Callable[[], ResponseReturnValue]


def init(app: Flask, settings: Settings) -> None:
    app.config.update(DEFAULTS)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SECURITY_PASSWORD_SALT=settings.secret_key,
        SESSION_COOKIE_SECURE=settings.base_url.startswith("https:"),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.jinja_env.globals["filled_sign_in"] = filled_sign_in
    CSRFProtect(app)
    # No table of roles: the role is a word on the person, and the policy alone says what it means.
    security = Security(app, SQLAlchemySessionUserDatastore(session, Person, None))
    app.view_functions["security.login"] = witnessed(app.view_functions["security.login"], settings)
    # The cookie alone says who somebody is: no token in an address, no answer in JSON.
    app.login_manager.request_loader(lambda request: None)  # type: ignore[attr-defined]  # Flask-Login's
    security.want_json(lambda request: False)
    app.before_request(stay_here)


def witnessed(sign_in: View, settings: Settings) -> View:
    """*sign_in*, with a row of the audit trail for each result. Whoever is somebody already becomes who they say."""

    @wraps(sign_in)
    def signing_in() -> ResponseReturnValue:
        tried = request.method == "POST"
        if tried and current_user.is_authenticated:
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
    return Filled({"email": form.email.data or "", "remember": form.remember.data}, errors)
