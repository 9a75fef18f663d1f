"""The form of an offer."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from matchmaker.models import Offer
from matchmaker.services.drafts import Day, Draft, OfferDraft
from matchmaker.services.offers import TAGGED
from matchmaker.web.forms.filled import Filled, as_far_as_meant, as_typed, read, typed

APART = frozenset({"csrf_token", "from_version", "sheet", "then", "manner"})
LISTS = frozenset(TAGGED)
LASTING = ("languages", "currency", "contact")  # mostly the same from one offer of a writer to the next
TICKS = ("cofunding", "triangular")  # an empty box is not sent at all


def read_offer(form: MultiDict[str, str]) -> tuple[OfferDraft | None, Filled]:
    """The draft that was typed (None if something cannot be meant), and the form."""
    filled = typed(form, LISTS, APART)
    answers = filled | {name: name in form for name in TICKS}
    return read(OfferDraft, answers, filled, whole="valid_until")


def drafted(filled: Filled) -> OfferDraft:
    """As much of the form as can be meant."""
    answers = {**filled.values, **{name: bool(filled.values.get(name)) for name in TICKS}}
    return as_far_as_meant(OfferDraft, answers, whole="valid_until")


class LastDay(Draft):
    valid_until: Day = None


def read_last_day(form: MultiDict[str, str], *, after: date) -> tuple[date | None, Filled]:
    """Until when an offer is to hold from now on: a day later than *after*."""
    answers = {"valid_until": form.get("valid_until", "")}
    last, filled = read(LastDay, answers, answers, whole="valid_until")
    if last is None:
        return None, filled
    if last.valid_until is None or last.valid_until <= after:
        return None, Filled(answers, {"valid_until": _("Choose a day that is still to come.")})
    return last.valid_until, filled


def filled_from(offer: Offer | OfferDraft) -> Filled:
    """The form as it would have been filled in to give *offer*."""
    values: dict[str, Any] = {
        name: as_typed(getattr(offer, name)) for name in OfferDraft.model_fields.keys() - LISTS
    }
    for name, kind in TAGGED.items():
        values[name] = offer.codes(kind) if isinstance(offer, Offer) else list(getattr(offer, name))
    return Filled(values)


def filled_like(offer: Offer) -> Filled:
    """The form of another offer like *offer*: as that one was filled in, without its days."""
    return Filled({**filled_from(offer).values, "valid_from": "", "valid_until": ""})


def filled_anew(language: str, earlier: Offer | None) -> Filled:
    """The empty form of somebody who writes in *language*, with what holds on from their *earlier* offer."""
    values = filled_from(OfferDraft(language=language, languages=[language])).values
    was = filled_from(earlier).values if earlier else {}
    return Filled({**values, **{name: was[name] for name in LASTING if was.get(name)}})


def questions() -> dict[str, str]:
    """Field -> what it asks, in the reader's language; a field of a row under the name of its column."""
    return {
        "language": _("Language of your text"),
        "title": _("Title"),
        "description": _("What is offered"),
        "topics": _("Topics"),
        "modalities": _("Kinds of assistance"),
        "groups": _("Groups"),
        "regions": _("Regions"),
        "countries": _("Countries"),
        "languages": _("Languages in which it can be given"),
        "covers": _("What is covered"),
        "not_covered": _("What is not covered"),
        "conditions": _("Conditions"),
        "capacity": _("How many"),
        "capacity_unit": _("Of what"),
        "budget_band": _("Indicative size"),
        "currency": _("Currency"),
        "valid_from": _("Holds from"),
        "valid_until": _("Holds until"),
        "lead_time_weeks": _("Weeks you need to prepare"),
        "cofunding": _("Co-funding by others is welcome"),
        "triangular": _("Triangular co-operation is welcome"),
        "safeguards": _("Safeguards"),
        "references": _("References"),
        "contact": _("Contact"),
        "visibility": _("Who may read the offer?"),
    }
