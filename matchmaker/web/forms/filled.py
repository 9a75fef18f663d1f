"""A form as it was filled in: everything typed is kept, and each error stands beside its answer."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from flask import request
from flask_babel import gettext as _
from flask_login import current_user
from pydantic import BaseModel, ValidationError
from werkzeug.datastructures import MultiDict

from matchmaker.web.languages import said
from matchmaker.wording import Wording

Model = TypeVar("Model", bound=BaseModel)


AS_WRITTEN = 1  # the version of what nobody has touched since it was first written
ADVISE = "advise"  # what the button "See advice" sends as `then`
ASKS_FOR_ALL = "complete"  # in the address of a form: say beside each field what is still missing


@dataclass(frozen=True)
class Filled:
    """`values`: name -> str or list of str, as typed; `errors`: name -> sentence."""

    values: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


def sentence(problem: Mapping[str, Any]) -> str:
    """What is wrong with one answer and what may stand there, for the person who typed it."""
    bounds = problem.get("ctx", {})
    said = {
        "too_many": lambda: _("At most %(most)s may be chosen.", most=bounds["max_length"]),
        "too_long": lambda: _("Please shorten this to %(most)s characters.", most=bounds["max_length"]),
        "greater_than_equal": lambda: _("The number must be at least %(least)s.", least=bounds["ge"]),
        "less_than_equal": lambda: _("The number may be at most %(most)s.", most=bounds["le"]),
        "extra_forbidden": lambda: _("This form has no such question."),
        "too_short": lambda: _("Please answer this."),
        "missing": lambda: _("Please answer this."),
        "enum": lambda: _("Please choose one of the answers offered."),
        "unreadable": lambda: _("This holds a character that cannot be read. Please type it again."),
        "unknown_code": lambda: _("Please choose one of the answers offered."),
        "no_address": lambda: _("Please give an address such as name@example.org."),
        "far_date": lambda: _("Please give a day between 2000 and 2100."),
        "not_a_number": lambda: _("Please write a whole number in digits, for example 120."),
        "most_below_least": lambda: _("The largest size is below the smallest."),
        "ends_before_start": lambda: _("The end is before the start."),
    }
    kind = str(bounds["error"]) if problem["type"] == "value_error" else problem["type"]
    kind = kind.removeprefix("string_")
    if kind.startswith(("date_", "datetime_")):
        return _("Please give a day as year, month, day: for example 2027-03-31.")
    if problem["type"] == "too_long":  # of a list; a text is "string_too_long"
        kind = "too_many"
    if kind.startswith("int_"):
        return said["not_a_number"]()
    return said.get(kind, lambda: _("Please look at this answer again."))()


def name_of(where: tuple[int | str, ...], whole: str) -> str:
    """The field that a place in the model stands for: ("components", 0, "topic") is components-0-topic.

    An error in a list of codes belongs to the list; an error of the whole belongs to the field *whole*.
    """
    if not where:
        return whole
    if where[0] == "components" and len(where) > 1:
        return "-".join(str(part) for part in where) if len(where) > 2 else f"components-{where[1]}-ends_on"
    return str(where[0])


def read(
    kind: type[Model], answers: Mapping[str, Any], filled: Mapping[str, Any], whole: str
) -> tuple[Model | None, Filled]:
    """A model from *answers* (None if there is an error), and the form as *filled* in, each error in words."""
    try:
        return kind.model_validate(answers), Filled(filled)
    except ValidationError as error:
        # The first thing said of an answer is enough.
        errors: dict[str, str] = {}
        for problem in error.errors():
            errors.setdefault(name_of(problem["loc"], whole), sentence(problem))
        return None, Filled(filled, errors)


def as_far_as_meant(kind: type[Model], answers: Mapping[str, Any], whole: str) -> Model:
    """A model from those *answers* that can be meant; where they do not go together, *whole* is left out."""
    try:
        return kind.model_validate(answers)
    except ValidationError as error:
        wrong = {name_of(problem["loc"], whole) for problem in error.errors()}
        kept = {name: value for name, value in answers.items() if name not in wrong}
        if rows := kept.get("components"):
            kept["components"] = [
                {name: value for name, value in row.items() if f"components-{at}-{name}" not in wrong}
                for at, row in enumerate(rows)
            ]
        return as_far_as_meant(kind, kept, whole) if kept != answers else kind()


def asks_advice(form: Mapping[str, str]) -> bool:
    """Whether the writer wants advice on what is typed so far; nothing is saved."""
    return form.get("then") == ADVISE


def typed(form: MultiDict[str, str], lists: frozenset[str], apart: frozenset[str]) -> dict[str, Any]:
    """Every field of the form under its name: lists as lists; what is no answer (*apart*) left out."""
    return {name: form.getlist(name) if name in lists else form[name] for name in form if name not in apart}


def as_typed(value: Any) -> str:
    """An answer as a form would send it; a box that is not ticked is not sent."""
    return "" if value is None or value is False else "yes" if value is True else str(value)


def differences(saved: Filled, typed: Filled) -> list[tuple[str, str, str]]:
    """(name, saved, typed) of every answer that is not the same in both, lists as one line each."""
    names = [name for name in {**saved.values, **typed.values} if name != "from_version"]
    both = ((name, _shown(saved.values.get(name)), _shown(typed.values.get(name))) for name in names)
    return [row for row in both if row[1] != row[2]]


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(sorted(value))
    return str(value or "").replace("\r\n", "\n").strip()


def new_sheet() -> str:
    """A mark for one empty form: pressed twice, or once more after "back", it is still the same draft."""
    return secrets.token_urlsafe(9)


def sheet_of(form: Mapping[str, str]) -> str | None:
    """The key of what was first written on this form; None for a form that carries no mark of ours.

    It is its writer's: the same mark under another name is another key.
    """
    mark = form.get("sheet", "")
    return f"sheet-{current_user.id}-{mark}" if re.fullmatch(r"[\w-]{12}", mark, re.ASCII) else None


def seen_version() -> int:
    """The version that the writer started from; what is no number agrees with no version."""
    seen = request.form.get("from_version", "")
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else -1


def with_missing(filled: Filled, missing: Mapping[str, Wording]) -> Filled:
    """*filled* with what is still missing, if the address asks for it."""
    if ASKS_FOR_ALL not in request.args:
        return filled
    return Filled(filled.values, {name: said(sentence) for name, sentence in missing.items()})


def with_start(filled: Filled, name: str, start: str) -> Filled:
    """*filled* with *start* in the field *name* until something is typed there."""
    return Filled({**filled.values, name: filled.values.get(name) or start}, filled.errors)


def pressed(endpoint: str) -> bool:
    """Whether this page answers a form that was sent to *endpoint* and refused."""
    return request.method == "POST" and request.endpoint == endpoint


def typed_into(filled: Filled, endpoint: str) -> Filled:
    """What was typed into the form that goes to *endpoint*: the other forms of the page stay empty."""
    return filled if pressed(endpoint) else Filled()
