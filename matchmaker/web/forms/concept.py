"""The form of a concept: a field for each language, one term a line."""

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from matchmaker import reference
from matchmaker.models import Concept
from matchmaker.services.drafts import ConceptDraft
from matchmaker.web.forms.filled import Filled, read, typed
from matchmaker.web.words import language_name

APART = frozenset({"csrf_token", "from_version"})


def read_concept(form: MultiDict[str, str]) -> tuple[ConceptDraft | None, Filled]:
    """The draft that was typed (None if something cannot be meant), and the form."""
    filled = typed(form, frozenset(), APART)
    return read(ConceptDraft, filled, filled, whole="en")


def filled_from(concept: Concept) -> Filled:
    return Filled({language: "\n".join(terms) for language, terms in concept.terms.items()})


def questions() -> dict[str, str]:
    """Field -> what it asks, in the reader's language."""
    names = {language: language_name(language) for language in reference.TERM_LANGUAGES}
    return {**names, "note": _("Why?")}
