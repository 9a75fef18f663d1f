"""The short forms beside a button: a note, or a reason with a note."""

from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints
from werkzeug.datastructures import MultiDict

from matchmaker.services.drafts import Draft, Line, Prose, ascii_digits
from matchmaker.vocabulary import DeclineReason, RefusalReason
from matchmaker.web.forms.filled import Filled, read
from matchmaker.web.forms.match import Reference


class Note(Draft):
    note: Annotated[Prose, StringConstraints(min_length=1)]


class Reason(Draft):
    reason: DeclineReason
    note: Line = ""


class Refusal(Draft):
    reason: RefusalReason
    note: Annotated[Prose, StringConstraints(min_length=1)]


class Merging(Draft):
    into: Reference
    note: Line = ""


class Added(Draft):
    more: Annotated[Annotated[int, Field(ge=1, le=1_000_000)], BeforeValidator(ascii_digits)]


def read_note(form: MultiDict[str, str], name: str = "note") -> tuple[Note | None, Filled]:
    """The text in the field *name*, which must not be empty."""
    note, filled = read(Note, {"note": form.get(name, "")}, form.to_dict(), whole=name)
    return note, Filled(filled.values, dict.fromkeys([name], filled.errors["note"]) if filled.errors else {})


def read_reason(form: MultiDict[str, str]) -> tuple[Reason | None, Filled]:
    answers = {"reason": form.get("reason", ""), "note": form.get("note", "")}
    return read(Reason, answers, form.to_dict(), whole="reason")


def read_refusal(form: MultiDict[str, str]) -> tuple[Refusal | None, Filled]:
    answers = {"reason": form.get("reason", ""), "note": form.get("note", "")}
    return read(Refusal, answers, form.to_dict(), whole="reason")


def read_merging(form: MultiDict[str, str]) -> tuple[Merging | None, Filled]:
    """Into which need, and why."""
    answers = {"into": form.get("into", ""), "note": form.get("note", "")}
    return read(Merging, answers, form.to_dict(), whole="into")


def read_added(form: MultiDict[str, str]) -> tuple[Added | None, Filled]:
    """How much more an offer gives."""
    return read(Added, {"more": form.get("more", "")}, form.to_dict(), whole="more")
