"""The form of a standing profile."""

from datetime import date

from flask_babel import gettext as _
from pydantic import Field
from werkzeug.datastructures import MultiDict

from matchmaker.models import Profile
from matchmaker.services.agreement_drafts import KnownDay
from matchmaker.services.drafts import Draft
from matchmaker.services.profile_drafts import ProfileDraft
from matchmaker.services.standing_profiles import TAGGED
from matchmaker.web.forms.filled import Filled, as_typed, read, typed

APART = frozenset({"csrf_token", "from_version", "sheet"})


class Until(Draft):
    until: KnownDay = Field()


def read_profile(form: MultiDict[str, str], *, after: date) -> tuple[ProfileDraft | None, Filled]:
    """The draft that was typed (None if something cannot be meant), and the form; it ends later than *after*."""
    filled = typed(form, frozenset(TAGGED), APART)
    draft, said = read(ProfileDraft, filled, filled, whole="most")
    return (None, _past(said)) if draft and draft.until <= after else (draft, said)


def read_until(form: MultiDict[str, str], *, after: date) -> tuple[date | None, Filled]:
    """The new last day: later than *after*."""
    answers = {"until": form.get("until", "")}
    last, said = read(Until, answers, answers, whole="until")
    if last is None:
        return None, said
    return (None, _past(said)) if last.until <= after else (last.until, said)


def _past(filled: Filled) -> Filled:
    return Filled(filled.values, {"until": _("Choose a day that is still to come.")})


def filled_from(profile: Profile) -> Filled:
    """The form as it would have been filled in to give *profile*."""
    names = ProfileDraft.model_fields.keys() - TAGGED.keys()
    lists = {name: profile.codes(kind) for name, kind in TAGGED.items()}
    return Filled({name: as_typed(getattr(profile, name)) for name in names} | lists)


def questions() -> dict[str, str]:
    """Field -> what it asks, in the reader's language."""
    return {
        "name": _("Name"),
        "language": _("Language of your text"),
        "text": _("In your own words"),
        "topics": _("Topics"),
        "modalities": _("Kinds of assistance"),
        "groups": _("Groups"),
        "regions": _("Regions"),
        "countries": _("Countries"),
        "languages": _("Languages in which it can be given"),
        "least": _("Smallest size of a need"),
        "most": _("Largest size of a need"),
        "until": _("Holds until"),
    }
