"""The form of a person."""

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from matchmaker.models import Person
from matchmaker.services.account_drafts import PersonDraft
from matchmaker.web.forms.filled import Filled, as_typed, read, typed

APART = frozenset({"csrf_token", "version"})


def read_person(form: MultiDict[str, str]) -> tuple[PersonDraft | None, Filled]:
    """The draft that was typed (None if something cannot be meant), and the form."""
    filled = typed(form, frozenset(), APART)
    return read(PersonDraft, filled, filled, whole="name")


def filled_from(person: Person) -> Filled:
    return Filled({name: as_typed(getattr(person, name)) for name in PersonDraft.model_fields})


def questions() -> dict[str, str]:
    """Field -> what it asks, in the reader's language."""
    return {"name": _("Full name"), "language": _("Language of their letters")}
