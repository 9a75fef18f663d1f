"""What no request may carry, whatever the page: characters that no text has, bodies out of all bounds."""

import re
from collections.abc import Callable
from itertools import chain

from flask import Flask, Request, current_app, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge
from werkzeug.utils import cached_property

from matchmaker.errors import BadInput
from matchmaker.wording import say

BODY_MAX = 2 * 1024 * 1024  # bytes; the largest form of ours is a need of about 70 kB
UPLOAD_MAX = (
    10 * 1024 * 1024
)  # bytes, where files are taken: one of the largest, and what is written beside it
PARTS_MAX = 1_000  # answers in one form; an offer that ticks every box has about 500
QUERY_MAX = 4_000  # characters of a query string
BROKEN = re.compile("[\x00\ud800-\udfff]")
View = Callable[..., ResponseReturnValue]


class PlainRequest(Request):
    """A request without cookies that are none of ours: Flask-Login stumbles over letters beyond ASCII."""

    @cached_property
    def cookies(self) -> ImmutableMultiDict[str, str]:
        sent = super().cookies.items(multi=True)
        return ImmutableMultiDict((name, value) for name, value in sent if value.isascii())


def is_broken(text: str) -> bool:
    """Whether *text* holds a NUL or half of a surrogate pair: neither database keeps them."""
    return BROKEN.search(text) is not None


def init(app: Flask) -> None:
    app.request_class = PlainRequest
    app.config.update(MAX_CONTENT_LENGTH=BODY_MAX, MAX_FORM_MEMORY_SIZE=BODY_MAX, MAX_FORM_PARTS=PARTS_MAX)

    @app.before_request
    def check() -> None:
        if hasattr(current_app.view_functions.get(request.endpoint or ""), "takes_files"):
            request.max_content_length = UPLOAD_MAX
        if len(request.query_string) > QUERY_MAX:
            raise BadInput(say("The address is too long."))
        if request.is_json:
            # No page of ours takes anything but a form; the libraries below read JSON of any depth.
            raise BadRequest
        asked = [*request.args.items(multi=True)]
        typed = [*request.form.items(multi=True)]
        if len(typed) > PARTS_MAX:
            raise RequestEntityTooLarge
        if any(is_broken(text) for text in (request.path, *chain(*asked), *chain(*typed))):
            raise BadInput(say("What you sent holds characters that cannot be read."))
