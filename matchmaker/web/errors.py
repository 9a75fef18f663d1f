"""Every error of the field and of HTTP, mapped to its page in one place."""

from collections.abc import Callable
from typing import Any

from flask import Flask, current_app, g, redirect, render_template, request, url_for
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
)
from matchmaker.web.back import way_in
from matchmaker.web.forms.filled import ASKS_FOR_ALL
from matchmaker.web.languages import said

STATUS = {
    NotFound: 404,
    NotAllowed: 403,
    IllegalTransition: 409,
    Conflict: 409,
    BadInput: 400,
}
RETRY_AFTER_S = 30
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
        500: _("Something went wrong on our side"),
        503: _("The portal is busy"),
    }


def page(status: int, message: str) -> ResponseReturnValue:
    heading = headings().get(status) or headings()[400]
    way = way_in() if status in SIGNED_OUT and not current_user.is_authenticated else ""
    return render_template("errors/show.html", heading=heading, message=message, way_in=way), status


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
    current_app.logger.error("database away: %s", error)
    _without_person()
    body, status = page(
        503, _("The database does not answer just now. Nothing is lost; try again in half a minute.")
    )
    return body, status, {"Retry-After": str(RETRY_AFTER_S)}


def _without_person() -> None:
    """The page is made without asking the database who reads it: that may be what failed."""
    if "session" in g:
        g.pop("session").close()
    g._login_user = current_app.login_manager.anonymous_user()  # type: ignore[attr-defined]  # Flask-Login's


def broken(error: Exception) -> ResponseReturnValue:
    current_app.logger.exception("unexpected error")
    _without_person()
    return page(500, _("It has been noted. Please try again later."))


def undone(handle: Handler) -> Handler:
    """What failed is undone before *handle* asks who reads: even a sentence does, for it is in their language."""

    def answer(error: Any) -> ResponseReturnValue:
        if "session" in g:
            g.session.rollback()
        return handle(error)

    return answer


def init(app: Flask) -> None:
    app.register_error_handler(MatchmakerError, undone(refused))
    app.register_error_handler(Incomplete, undone(unfinished))
    app.register_error_handler(CSRFError, undone(forged))
    app.register_error_handler(HTTPException, undone(http))
    app.register_error_handler(StaleDataError, undone(lost_race))
    app.register_error_handler(IntegrityError, undone(lost_race))
    app.register_error_handler(DataError, undone(impossible))
    app.register_error_handler(OperationalError, away)
    app.register_error_handler(PoolTimeout, away)
    app.register_error_handler(Exception, broken)
