"""Browsers at which somebody has signed in before: what strangers try on an account does not keep its owner out."""

from datetime import timedelta

from flask import current_app, make_response, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from matchmaker.models import Person
from matchmaker.services.signing import Purpose, opened, signed

LASTS = timedelta(days=180)


def _cookie() -> str:
    return "__Host-known-browser" if current_app.config["SESSION_COOKIE_SECURE"] else "known-browser"


def remember(answer: ResponseReturnValue, person: Person) -> Response:
    """*answer*, by which this browser is known as one of *person*. It opens nothing: a password is asked for anyway."""
    known = make_response(answer)
    known.set_cookie(
        _cookie(),
        signed(Purpose.KNOWN_BROWSER, person.ref, current_app.extensions["settings"].secret_key),
        max_age=LASTS,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return known


def is_of(person: Person | None) -> bool:
    """Whether the browser of this request is known as one of *person*."""
    keys = current_app.extensions["settings"].keys
    ref = opened(Purpose.KNOWN_BROWSER, request.cookies.get(_cookie(), ""), keys)
    return person is not None and ref == person.ref
