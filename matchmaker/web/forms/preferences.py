"""How fast a person wants which letters."""

from pydantic import RootModel
from werkzeug.datastructures import MultiDict

from matchmaker.vocabulary import LetterGroup, Pace
from matchmaker.web.forms.filled import Filled, read


class Wishes(RootModel[dict[LetterGroup, Pace]]):
    """A pace for each group that the page has shown."""


def read_wishes(form: MultiDict[str, str]) -> tuple[Wishes | None, Filled]:
    answers = {group.value: form[group.value] for group in LetterGroup if group.value in form}
    return read(Wishes, answers, form.to_dict(), whole="")
