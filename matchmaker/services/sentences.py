"""What is wrong with a value that was read from a file, in a sentence for the person who reads a terminal."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

SENTENCES: Mapping[str, str] = {
    "string_too_long": "it is longer than {max_length} characters",
    "too_long": "there are more than {max_length} of them",
    "greater_than_equal": "the number must be at least {ge}",
    "less_than_equal": "the number may be at most {le}",
    "extra_forbidden": "there is no such field",
    "missing": "it is missing",
    "enum": "it must be one of {expected}",
    "unreadable": "it holds a character that cannot be read",
    "unknown_code": "this code is not in our lists",
    "far_date": "the day must lie between 2000 and 2100",
    "not_a_number": "it must be a whole number in digits",
    "ends_before_start": "the end is before the start",
}
SHOWN = 40  # characters of a value that are quoted


def problems(error: ValidationError) -> list[str]:
    """One sentence for each thing that is wrong: `field: found "…"; why`."""
    return [_problem(problem) for problem in error.errors()]


def _problem(problem: Mapping[str, Any]) -> str:
    field = ".".join(str(part) for part in problem["loc"]) or "dates"
    found = problem["input"]
    quoted = f'found "{_short(str(found))}"; ' if isinstance(found, str | int | float) else ""
    return f"{field}: {quoted}{_why(problem)}"


def _why(problem: Mapping[str, Any]) -> str:
    context = problem.get("ctx", {})
    kind = str(context["error"]) if problem["type"] == "value_error" else problem["type"]
    if kind.startswith(("date_", "datetime_")):
        return "it must be a day such as 2027-03-31"
    if kind.startswith("bool_"):
        return "it must be true or false"
    if kind == "too_long" and isinstance(problem["input"], str):
        kind = "string_too_long"
    return SENTENCES[kind].format(**context) if kind in SENTENCES else problem["msg"]


def _short(text: str) -> str:
    shown = text.encode("unicode_escape").decode("ascii") if not text.isprintable() else text
    return shown if len(shown) <= SHOWN else f"{shown[:SHOWN]}…"
