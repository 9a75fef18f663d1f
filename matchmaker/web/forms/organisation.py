"""The form of an organisation."""

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from matchmaker.models import Organisation
from matchmaker.services.account_drafts import OrganisationDraft
from matchmaker.web.forms.filled import Filled, as_typed, read, typed

APART = frozenset({"csrf_token", "version"})


def read_organisation(form: MultiDict[str, str]) -> tuple[OrganisationDraft | None, Filled]:
    """The draft that was typed (None if something cannot be meant), and the form."""
    filled = typed(form, frozenset(), APART)
    return read(OrganisationDraft, filled, filled, whole="name")


def filled_from(organisation: Organisation) -> Filled:
    return Filled({name: as_typed(getattr(organisation, name)) for name in OrganisationDraft.model_fields})


def questions() -> dict[str, str]:
    """Field -> what it asks, in the reader's language."""
    return {
        "kind": _("Kind of organisation"),
        "country": _("State"),
        "name": _("Name"),
        "region": _("At home in"),
    }
