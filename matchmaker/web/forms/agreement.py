"""The forms of an agreement, of the answers on the way, and of the feedback."""

from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from matchmaker.models import Match
from matchmaker.outcomes import Extent
from matchmaker.services.agreement_drafts import AgreementDraft, ContactDraft, FeedbackDraft
from matchmaker.services.drafts import Draft, Line
from matchmaker.web.forms.filled import Filled, as_typed, read, typed

APART = frozenset({"csrf_token", "version"})
LISTS = frozenset({"parts"})


class Use(Draft):
    in_use: Extent
    note: Line = ""


def read_agreement(form: MultiDict[str, str]) -> tuple[AgreementDraft | None, Filled]:
    """What was agreed (None if something cannot be meant), and the form."""
    filled = {"parts": [], **typed(form, LISTS, APART)}
    return read(AgreementDraft, filled, filled, whole="ends_on")


def filled_from(match: Match) -> Filled:
    """What is likely: all that is open, from beginning to end, with one place of the offer."""
    need = match.need
    return Filled(
        {
            "parts": [str(part.position) for part in need.open_components],
            "starts_on": as_typed(need.earliest_start),
            "ends_on": as_typed(need.latest_end),
            "currency": need.currency,
            "places": "1",
        }
    )


def read_contact(form: MultiDict[str, str]) -> tuple[ContactDraft | None, Filled]:
    answers = {name: form.get(name, "") for name in ("answer", "reason", "note")}
    return read(ContactDraft, answers, form.to_dict(), whole="reason")


def read_feedback(form: MultiDict[str, str]) -> tuple[FeedbackDraft | None, Filled]:
    filled = typed(form, frozenset(), APART)
    return read(FeedbackDraft, filled | {"may_publish": "may_publish" in form}, filled, whole="words")


def read_use(form: MultiDict[str, str]) -> tuple[Use | None, Filled]:
    answers = {name: form.get(name, "") for name in ("in_use", "note")}
    return read(Use, answers, form.to_dict(), whole="in_use")


def questions_of_agreement() -> dict[str, str]:
    """Field -> what it asks, in the reader's language."""
    return {
        "activity": _("What was agreed, in one line"),
        "parts": _("Which parts of the need does it cover?"),
        "starts_on": _("From"),
        "ends_on": _("Until"),
        "value": _("Value"),
        "currency": _("Currency"),
        "places": _("How much of the offer it takes"),
    }


def questions_of_feedback() -> dict[str, Any]:
    return {
        "as_agreed": _("Was it what was agreed?"),
        "timely": _("Did it come in time?"),
        "useful": _("How useful was it for the objective?"),
        "lasting": _("Will it last without further help?"),
        "recommended": _("Would you recommend it to others?"),
        "words": _("In your own words"),
        "may_publish": _("You may publish our words"),
    }
