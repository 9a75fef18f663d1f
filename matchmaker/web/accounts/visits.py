"""The visit behind a request: found by the key in the cookie, begun by signing in, ended by signing out."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import structlog
from flask import Flask, Response, g, make_response, request
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_login import current_user, user_logged_in
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from matchmaker import clock
from matchmaker.models import Person, Visit
from matchmaker.queries import visits as reading
from matchmaker.services import visits
from matchmaker.web.accounts.devices import device_of
from matchmaker.web.session import alone, session

log = structlog.get_logger(__name__)
KEY = "visit"  # in the cookie
View = Callable[[], ResponseReturnValue]


def whose(user_id: str) -> Person | None:
    """Who is signed in: whoever holds the key of a visit that lasts. Flask-Login asks once a request."""
    visit = reading.by_key_hash(session, visits.hashed(cookie.get(KEY, "")))
    if visit is None or not visits.lasts(visit, now=clock.now()) or visit.person.get_id() != user_id:
        return None
    g.visit = visit
    return visit.person


def here() -> Visit | None:
    """The visit of this request; None of somebody who is not signed in."""
    return g.get("visit") if current_user.is_authenticated else None


def begin(app: Flask, user: Person, **_more: Any) -> None:
    """Somebody has signed in, by whichever way: under a new key, and with a new token against forged posts."""
    leave()
    cookie.pop("csrf_token", None)
    g.pop("csrf_token", None)
    cookie[KEY] = visits.begin(session, user, device=device_of(request.user_agent.string), now=clock.now())


def begun() -> Visit:
    """The visit that has just begun here."""
    return reading.by_key_hash(session, visits.hashed(cookie[KEY]))


def leave() -> None:
    """The visit that this browser has had so far is over, on our side as well."""
    if visit := reading.by_key_hash(session, visits.hashed(cookie.pop(KEY, ""))):
        visits.leave(session, visit)
    g.pop("visit", None)


def leaving(sign_out: View) -> View:
    """*sign_out*, after which nothing of the visit is left: neither here nor, as far as it obeys, in the browser."""

    @wraps(sign_out)
    def signing_out() -> ResponseReturnValue:
        leave()
        answer = make_response(sign_out())
        answer.headers["Clear-Site-Data"] = '"cache", "storage"'
        return answer

    return signing_out


def see(answer: Response) -> Response:
    """Write down that the visit goes on, at most once in five minutes: the one thing that a GET writes of its own.

    A database that is busy is no reason to refuse a page: the visit is then seen at the next one.
    """
    visit, now = g.get("visit"), clock.now()
    if visit is not None and visits.is_news(visit, now=now):
        visit_id = visit.id  # read now: what the request gives up, it would have to read again
        try:
            with alone() as beside:
                visits.see(beside, visit_id, now=now)
        except (OperationalError, PoolTimeout):
            log.warning("visit_not_seen")
    return answer


def init(app: Flask) -> None:
    app.login_manager.user_loader(whose)  # type: ignore[attr-defined]  # Flask-Login's
    # Every way in ends there, whichever view it began at; who came in by none of them has no key.
    user_logged_in.connect(begin, app)
    app.after_request(see)
