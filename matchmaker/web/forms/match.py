"""The short forms that bring a need and an offer together."""

from typing import Annotated

from pydantic import StringConstraints
from werkzeug.datastructures import MultiDict

from matchmaker.services.drafts import Draft, Line
from matchmaker.web.forms.filled import Filled, read

REFERENCE_MAX = 16
Reference = Annotated[
    str, StringConstraints(strip_whitespace=True, to_upper=True, min_length=1, max_length=REFERENCE_MAX)
]


class Interest(Draft):
    offer: Reference
    note: Line = ""


def read_interest(form: MultiDict[str, str]) -> tuple[Interest | None, Filled]:
    """Which offer is meant, and what its donor or the case officer says of it."""
    answers = {"offer": form.get("offer", ""), "note": form.get("note", "")}
    return read(Interest, answers, answers, whole="offer")
