"""Every error of the field and of HTTP, mapped to its page in one place."""

import errno
import re
import secrets
from collections.abc import Callable
from typing import Any

import structlog
from flask import Flask, Response, current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from matchmaker.errors import (
    BadInput,
    Conflict,
    IllegalTransition,
    Incomplete,
    MatchmakerError,
    NotAllowed,
    NotFound,
    RefusedFile,
    StoreAway,
    TooManyTries,
    TooOften,
)
from matchmaker.web import quotas
from matchmaker.web.accounts import limits
from matchmaker.web.back import way_in
from matchmaker.web.forms.filled import ASKS_FOR_ALL
from matchmaker.web.languages import said
from matchmaker.web.session import give_back

STATUS = {
    NotFound: 404,
    NotAllowed: 403,
    IllegalTransition: 409,
    Conflict: 409,
    BadInput: 400,
    RefusedFile: 422,
    TooManyTries: 429,
}
RETRY_AFTER_S = 30
SECRET = re.compile("password|^code$")  # names of fields; the code is that of the second step
NO_ROOM = "53100"  # PostgreSQL's code for a full disk
log = structlog.get_logger(__name__)
SIGNED_OUT = {400, 404}  # what a page says to whoever is not signed in any more
Handler = Callable[[Any], ResponseReturnValue]


def headings() -> dict[int, str]:
    """The heading of each page, by status."""
    return {
        400: _("This could not be read"),
        403: _("This is not for you to do"),
        404: _("Not found"),
        405: _("This cannot be done here"),
        409: _("Something has changed"),
        413: _("This is too large"),
        422: _("This file cannot be kept"),
        429: _("Please wait a little"),
        500: _("Something went wrong on our side"),
        503: _("The portal is busy"),
        507: _("There is no room left"),
    }


def page(status: int, message: str, **more: object) -> ResponseReturnValue:
    heading = headings().get(status) or headings()[400]
    way = way_in() if status in SIGNED_OUT and not current_user.is_authenticated else ""
    return render_template("errors/show.html", heading=heading, message=message, way_in=way, **more), status


def refused(error: MatchmakerError) -> ResponseReturnValue:
    """A domain error; one page a kind."""
    return page(STATUS[type(error)], said(error.wording))


def unfinished(error: Incomplete) -> ResponseReturnValue:
    """What is missing is said where it is written: on the form of the thing."""
    ref = (request.view_args or {})["ref"]
    return redirect(url_for(f"{request.blueprint}.edit", ref=ref, **{ASKS_FOR_ALL: "yes"}))


def http(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None or error.code is None or error.code < 400:
        return error.get_response()
    messages = {
        404: _("There is nothing here that you may read."),
        405: _("The address is right, but this is not the way to use it."),
        413: _("Please send less at once."),
    }
    message = messages.get(error.code, _("Please go back, look at what you sent, and try again."))
    body, status = page(error.code, message)
    # What else the error has to say: which methods an address takes, when to come back.
    return body, status, error.get_headers()


def forged(error: CSRFError) -> ResponseReturnValue:
    return page(
        400, _("The page was open for too long, or came from another site. Open it again and repeat.")
    )


def lost_race(error: Exception) -> ResponseReturnValue:
    return page(409, _("Somebody else changed the same thing at the same moment. Look at it again."))


def impossible(error: DataError) -> ResponseReturnValue:
    return page(400, _("One of the values is out of all bounds."))


def away(error: Exception) -> ResponseReturnValue:
    """The database is down, locked for too long, has no connection left, or no room."""
    cause = getattr(error, "orig", error)
    log.error("database_away", cause=type(cause).__name__, where=where())
    if getattr(cause, "sqlstate", "") == NO_ROOM or getattr(cause, "sqlite_errorname", "") == "SQLITE_FULL":
        return full()
    message = _("The database does not answer just now. Nothing is lost; try again in half a minute.")
    return later(503, message)


def store_away(error: StoreAway) -> ResponseReturnValue:
    log.error("store_away", cause=str(error), where=where())
    return later(
        503, _("The store of files does not answer just now. Please go back, and try again in half a minute.")
    )


def machine(error: OSError) -> ResponseReturnValue:
    return full() if error.errno in (errno.ENOSPC, errno.EDQUOT) else broken(error)


def full() -> ResponseReturnValue:
    message = _("What you sent could not be kept; what was there before is safe. Please try again later.")
    return later(507, message)


def later(status: int, message: str, wait_s: int = RETRY_AFTER_S) -> ResponseReturnValue:
    """A page that keeps what was typed: its one button sends it again."""
    body, status = page(status, message, again=typed())
    return body, status, {"Retry-After": str(wait_s)}


def too_often(error: TooOften) -> ResponseReturnValue:
    return later(429, quotas.sentence(error.until), limits.seconds(error.until))


def typed() -> list[tuple[str, str]] | None:
    """(name, value) of all that a form has sent; None of what should not be written into a page."""
    secret = any(SECRET.search(name) for name in request.form)
    return None if secret or request.files or not request.form else [*request.form.items(multi=True)]


def broken(error: Exception) -> ResponseReturnValue:
    """Nothing of the inside is told, but for a reference under which it stands in the log."""
    reference = secrets.token_hex(4)
    log.exception("unexpected_error", reference=reference, where=where())
    noted = _("It has been noted as %(reference)s. Please try again later.", reference=reference)
    try:
        return page(500, noted)
    except Exception:  # a page asks the policy what to offer; where that is what broke, it is said without
        log.exception("error_without_page", reference=reference)
        return Response(noted, 500, mimetype="text/plain")


def where() -> str:
    """Which page it was. Its address is not told: some hold a key."""
    return f"{request.method} {request.endpoint}"


def undone(handle: Handler) -> Handler:
    """What failed is undone before *handle* asks who reads: even a sentence does, for it is in their language."""

    def answer(error: Any) -> ResponseReturnValue:
        try:
            if "session" in g:
                g.session.rollback()
            return handle(error)
        except (OperationalError, PoolTimeout) as gone:  # since then
            return nameless(away)(gone)

    return answer


def nameless(handle: Handler) -> Handler:
    """*handle* does not ask the database who reads, not even for a sentence: that may be what failed."""

    def answer(error: Any) -> ResponseReturnValue:
        give_back()
        g.pop("half_way", None)
        g.pop("visit", None)  # nor is it written down that they were seen
        g._login_user = current_app.login_manager.anonymous_user()  # type: ignore[attr-defined]  # Flask-Login's
        return handle(error)

    return answer


def init(app: Flask) -> None:
    app.register_error_handler(MatchmakerError, undone(refused))
    app.register_error_handler(TooOften, undone(too_often))
    app.register_error_handler(Incomplete, undone(unfinished))
    app.register_error_handler(CSRFError, undone(forged))
    app.register_error_handler(HTTPException, undone(http))
    app.register_error_handler(StaleDataError, undone(lost_race))
    app.register_error_handler(IntegrityError, undone(lost_race))
    app.register_error_handler(DataError, undone(impossible))
    app.register_error_handler(OperationalError, nameless(away))
    app.register_error_handler(StoreAway, undone(store_away))
    app.register_error_handler(PoolTimeout, nameless(away))
    app.register_error_handler(OSError, nameless(machine))
    app.register_error_handler(Exception, nameless(broken))
