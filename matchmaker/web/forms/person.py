"""The form of a person."""

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from matchmaker.models import Organisation, Person
from matchmaker.services.account_drafts import AccountDraft, PersonDraft, RoleDraft
from matchmaker.services.people import HOUSES
from matchmaker.web.forms.choices import Pairs
from matchmaker.web.forms.filled import Filled, as_typed, read, typed
from matchmaker.web.words import name_of

APART = frozenset({"csrf_token", "version"})


def read_person(form: MultiDict[str, str]) -> tuple[PersonDraft | None, Filled]:
    """The draft that was typed (None if something cannot be meant), and the form."""
    filled = typed(form, frozenset(), APART)
    return read(PersonDraft, filled, filled, whole="name")


def read_role(form: MultiDict[str, str]) -> tuple[RoleDraft | None, Filled]:
    """Which role was chosen (None if none is meant), and the form."""
    return read(RoleDraft, {"role": form.get("role", "")}, form.to_dict(), whole="role")


def read_account(form: MultiDict[str, str]) -> tuple[AccountDraft | None, Filled]:
    """The draft of somebody new (None if something cannot be meant), and the form."""
    filled = typed(form, frozenset(), APART)
    return read(AccountDraft, filled, filled, whole="name")


def roles_at(organisation: Organisation) -> Pairs:
    """Which roles there are in that house."""
    return [(role.value, name_of(role)) for role, houses in HOUSES.items() if organisation.kind in houses]


def other_roles(person: Person) -> Pairs:
    """Which roles there are in their house beside the one that they have."""
    return [(code, name) for code, name in roles_at(person.organisation) if code != person.role]


def filled_from(person: Person) -> Filled:
    return Filled({name: as_typed(getattr(person, name)) for name in PersonDraft.model_fields})


def questions() -> dict[str, str]:
    """Field -> what it asks, in the reader's language."""
    return {
        "name": _("Full name"),
        "email": _("E-mail address"),
        "role": _("Role"),
        "language": _("Language of their letters"),
    }
