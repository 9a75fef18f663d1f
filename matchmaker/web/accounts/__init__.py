"""Accounts: Flask-Security-Too over Flask-Login, with a password only (docs/adr/0005)."""

from flask import Flask
from flask_security import Security, SQLAlchemySessionUserDatastore
from flask_wtf import CSRFProtect

from matchmaker.models import Person
from matchmaker.settings import Settings
from matchmaker.web.accounts import signing_in, visits
from matchmaker.web.accounts.defaults import DEFAULTS
from matchmaker.web.session import session


def init(app: Flask, settings: Settings) -> None:
    secure = settings.base_url.startswith("https:")
    app.config.update(DEFAULTS)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SECRET_KEY_FALLBACKS=[*settings.old_keys],
        WTF_CSRF_SECRET_KEY=settings.keys,
        SECURITY_PASSWORD_SALT=settings.secret_key,
        SESSION_COOKIE_NAME="__Host-session" if secure else "session",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.jinja_env.globals["filled_sign_in"] = signing_in.filled_sign_in
    CSRFProtect(app)
    # No table of roles: the role is a word on the person, and the policy alone says what it means.
    security = Security(
        app, SQLAlchemySessionUserDatastore(session, Person, None), login_form=signing_in.SignInForm
    )
    app.view_functions["security.login"] = signing_in.witnessed(app.view_functions["security.login"])
    app.view_functions["security.logout"] = visits.leaving(app.view_functions["security.logout"])
    visits.init(app)
    # The cookie alone says who somebody is: no token in an address, no answer in JSON.
    app.login_manager.request_loader(lambda request: None)  # type: ignore[attr-defined]  # Flask-Login's
    security.want_json(lambda request: False)
    app.before_request(signing_in.stay_here)
