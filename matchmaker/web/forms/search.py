"""The name of a saved search."""

from typing import Annotated

from pydantic import BeforeValidator, StringConstraints
from werkzeug.datastructures import MultiDict

from matchmaker.models.search import NAME_MAX
from matchmaker.services.drafts import Draft, one_line
from matchmaker.web.forms.filled import Filled, read


class Named(Draft):
    name: Annotated[str, BeforeValidator(one_line), StringConstraints(min_length=1, max_length=NAME_MAX)]


def read_name(form: MultiDict[str, str], proposed: str = "") -> tuple[str, Filled]:
    """The name that was typed, or the one *proposed* where none was asked for; empty if there is an error."""
    answers = {"name": form.get("name", proposed)}
    named, filled = read(Named, answers, answers, whole="name")
    return named.name if named else "", filled
