"""The short forms beside a button: a note, or a reason with a note."""

from typing import Annotated

from pydantic import StringConstraints
from werkzeug.datastructures import MultiDict

from matchmaker.services.drafts import Draft, Line, Prose
from matchmaker.vocabulary import DeclineReason
from matchmaker.web.forms.filled import Filled, read


class Note(Draft):
    note: Annotated[Prose, StringConstraints(min_length=1)]


class Reason(Draft):
    reason: DeclineReason
    note: Line = ""


def read_note(form: MultiDict[str, str], name: str = "note") -> tuple[Note | None, Filled]:
    """The text in the field *name*, which must not be empty."""
    note, filled = read(Note, {"note": form.get(name, "")}, form.to_dict(), whole=name)
    return note, Filled(filled.values, dict.fromkeys([name], filled.errors["note"]) if filled.errors else {})


def read_reason(form: MultiDict[str, str]) -> tuple[Reason | None, Filled]:
    answers = {"reason": form.get("reason", ""), "note": form.get("note", "")}
    return read(Reason, answers, form.to_dict(), whole="reason")
