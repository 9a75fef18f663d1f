"""For whoever looks after the machine, and for whoever finds a hole: plain text that says nothing of the inside."""

from datetime import timedelta

from flask import Blueprint, Response, abort, current_app
from sqlalchemy.exc import SQLAlchemyError

from matchmaker import clock, schema
from matchmaker.web.errors import RETRY_AFTER_S
from matchmaker.wording import PORTAL_LANGUAGES

bp = Blueprint("health", __name__)
PROMISED_FOR = timedelta(days=180)  # RFC 9116 wants less than a year: whoever runs the portal is asked again


@bp.get("/healthz")
def alive() -> Response:
    """The process answers; nothing else is asked."""
    return plain("alive\n")


@bp.get("/readyz")
def ready() -> Response:
    """It can serve: the database answers, and is of this program."""
    try:
        is_ready = schema.found(current_app.extensions["engine"]) == schema.newest()
    except SQLAlchemyError:
        is_ready = False
    if is_ready:
        return plain("ready\n")
    answer = plain("not ready\n")
    answer.status_code, answer.headers["Retry-After"] = 503, str(RETRY_AFTER_S)
    return answer


@bp.get("/.well-known/security.txt")
def security_txt() -> Response:
    settings = current_app.extensions["settings"]
    if not settings.contact:
        abort(404)
    lines = (
        f"Contact: mailto:{settings.contact}",
        f"Expires: {clock.now().replace(microsecond=0) + PROMISED_FOR:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(PORTAL_LANGUAGES)}",
        f"Canonical: {settings.base_url.rstrip('/')}/.well-known/security.txt",
    )
    return plain("\n".join(lines) + "\n")


def plain(text: str) -> Response:
    return Response(text, mimetype="text/plain")
