"""What no request may carry, whatever the page: characters that no text has, bodies out of all bounds."""

from flask import Flask, request

from matchmaker.errors import BadInput
from matchmaker.wording import say

BODY_MAX = 2 * 1024 * 1024  # bytes; the largest form of ours is a need of about 70 kB
PARTS_MAX = 1_000
QUERY_MAX = 4_000  # characters of a query string


def is_broken(text: str) -> bool:
    """Whether *text* holds a NUL or half of a surrogate pair: neither database keeps them."""
    return "\x00" in text or any("\ud800" <= char <= "\udfff" for char in text)


def init(app: Flask) -> None:
    app.config.update(MAX_CONTENT_LENGTH=BODY_MAX, MAX_FORM_MEMORY_SIZE=BODY_MAX, MAX_FORM_PARTS=PARTS_MAX)

    @app.before_request
    def check() -> None:
        if len(request.query_string) > QUERY_MAX:
            raise BadInput(say("The address is too long."))
        sent = (request.path, *request.args.keys(), *(v for many in request.args.listvalues() for v in many))
        form = (v for many in request.form.listvalues() for v in many)
        if any(is_broken(text) for text in (*sent, *request.form.keys(), *form)):
            raise BadInput(say("What you sent holds characters that cannot be read."))
