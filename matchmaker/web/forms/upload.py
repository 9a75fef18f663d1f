"""A file that is sent with a form, and who may read it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from matchmaker.errors import RefusedFile
from matchmaker.filing.inspecting import inspect
from matchmaker.services.attachments import AUDIENCES, Parcel
from matchmaker.vocabulary import Visibility
from matchmaker.web.files import parcel_of
from matchmaker.web.forms.filled import Filled
from matchmaker.web.gate import View
from matchmaker.web.languages import said
from matchmaker.wording import say

FILE = "file"  # of a need or an offer
ENCLOSURE = "enclosure"  # of a message


def takes_files(
    page: Callable[[Any, Filled, int], ResponseReturnValue], field: str
) -> Callable[[View], View]:
    """A request to this view may be as large as a file and what is written beside it.

    A file that is not kept is answered by *page* with all that was typed, and why beside *field*.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def taking(thing: Any) -> ResponseReturnValue:
            try:
                return view(thing)
            except RefusedFile as bad:
                return page(thing, Filled(request.form.to_dict(), {field: said(bad.wording)}), 422)

        taking.takes_files = True  # type: ignore[attr-defined]  # the gate reads it
        return taking

    return guard


def read_file(field: str) -> Parcel | None:
    """What was chosen in *field*, looked at; None if nothing was."""
    file = request.files.get(field)
    if not file or not file.filename:
        return None
    return parcel_of(inspect(file.filename, file.read()))


def need_file(field: str) -> Parcel:
    """The same, where it is what the form is for."""
    parcel = read_file(field)
    if parcel is None:
        raise RefusedFile(say("No file was chosen. Choose one, then press the button again."))
    return parcel


def read_audience() -> Visibility:
    """Who may read it; who says none keeps it as close as may be."""
    typed = request.form.get("visibility", "")
    return next((one for one in AUDIENCES if one == typed), Visibility.SECRETARIAT)
