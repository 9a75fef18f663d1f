"""The form of an announcement: a line for each language."""

from datetime import date, timedelta

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from matchmaker.models import Announcement
from matchmaker.services.announcement_drafts import AnnouncementDraft
from matchmaker.web.forms.filled import Filled, as_typed, read, typed
from matchmaker.web.words import language_name
from matchmaker.wording import PORTAL_LANGUAGES

APART = frozenset({"csrf_token", "version", "sheet"})
USUAL = timedelta(days=7)  # how long one stands if nobody says anything else


def read_announcement(form: MultiDict[str, str]) -> tuple[AnnouncementDraft | None, Filled]:
    """The draft that was typed (None if something cannot be meant), and the form."""
    filled = typed(form, frozenset(), APART)
    return read(AnnouncementDraft, filled, filled, whole="ends_on")


def empty(today: date) -> Filled:
    return Filled({"starts_on": as_typed(today), "ends_on": as_typed(today + USUAL)})


def filled_from(announcement: Announcement) -> Filled:
    rest = ("starts_on", "ends_on", "signed_in_only")
    return Filled(announcement.texts | {name: as_typed(getattr(announcement, name)) for name in rest})


def questions() -> dict[str, str]:
    """Field -> what it asks, in the reader's language."""
    return {
        **{code: language_name(code) for code in PORTAL_LANGUAGES},
        "starts_on": _("First day"),
        "ends_on": _("Last day"),
        "signed_in_only": _("Only for people who are signed in"),
    }
