"""The form of an offer."""

from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from matchmaker.models import Offer
from matchmaker.services.drafts import OfferDraft
from matchmaker.services.offers import TAGGED
from matchmaker.web.forms.filled import Filled, read, typed

APART = frozenset({"csrf_token", "from_version", "sheet", "then"})
LISTS = frozenset(TAGGED)
TICKS = ("cofunding", "triangular")  # an empty box is not sent at all


def read_offer(form: MultiDict[str, str]) -> tuple[OfferDraft | None, Filled]:
    """The draft that was typed (None if something cannot be meant), and the form."""
    filled = typed(form, LISTS, APART)
    answers = filled | {name: name in form for name in TICKS}
    return read(OfferDraft, answers, filled, whole="valid_until")


def blank(language: str) -> Filled:
    """The form of a new offer, in the language of its writer."""
    return _filled(OfferDraft(language=language, languages=[language]).model_dump())


def filled_from(offer: Offer) -> Filled:
    """The form as it would have been filled in to give *offer*."""
    plain = {name: getattr(offer, name) for name in OfferDraft.model_fields.keys() - LISTS}
    return _filled(plain | {name: offer.codes(kind) for name, kind in TAGGED.items()})


def _filled(answers: Mapping[str, Any]) -> Filled:
    return Filled({name: answer if name in LISTS else _as_typed(answer) for name, answer in answers.items()})


def _as_typed(value: Any) -> str:
    return "" if value is None or value is False else str(value)
