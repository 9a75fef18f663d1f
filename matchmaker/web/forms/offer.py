"""The form of an offer."""

from typing import Any

from werkzeug.datastructures import MultiDict

from matchmaker.models import Offer
from matchmaker.services.drafts import OfferDraft
from matchmaker.services.offers import TAGGED
from matchmaker.web.forms.filled import Filled, as_typed, read, typed

APART = frozenset({"csrf_token", "from_version", "sheet", "then"})
LISTS = frozenset(TAGGED)
TICKS = ("cofunding", "triangular")  # an empty box is not sent at all


def read_offer(form: MultiDict[str, str]) -> tuple[OfferDraft | None, Filled]:
    """The draft that was typed (None if something cannot be meant), and the form."""
    filled = typed(form, LISTS, APART)
    answers = filled | {name: name in form for name in TICKS}
    return read(OfferDraft, answers, filled, whole="valid_until")


def filled_from(offer: Offer | OfferDraft) -> Filled:
    """The form as it would have been filled in to give *offer*."""
    values: dict[str, Any] = {
        name: as_typed(getattr(offer, name)) for name in OfferDraft.model_fields.keys() - LISTS
    }
    for name, kind in TAGGED.items():
        values[name] = offer.codes(kind) if isinstance(offer, Offer) else list(getattr(offer, name))
    return Filled(values)
