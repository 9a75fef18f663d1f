"""Advice beside a form, as this reader reads it: questions, suggestions, who could help."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from matchmaker import clock
from matchmaker.models import Need, Offer
from matchmaker.services.advising import advice
from matchmaker.services.advising.advice import Advice, Asked
from matchmaker.services.advising.quoting import Quoted
from matchmaker.web.forms import need as need_form
from matchmaker.web.forms import offer as offer_form
from matchmaker.web.forms.filled import Filled, asks_advice
from matchmaker.web.forms.need import COMPONENT
from matchmaker.web.languages import said
from matchmaker.web.pairs import Pair
from matchmaker.web.session import index_folder, session
from matchmaker.web.words import modality_name, topic_name

FIRST = 3  # questions that are read at a glance; the others unfold


@dataclass(frozen=True)
class Ask:
    """A question that leads to its *field*, and how another answers it."""

    field: str
    asks: str
    example: Quoted | None
    url: str


@dataclass(frozen=True)
class Shown:
    """`first` and `more` are open questions; `sounds_like` holds (code, name) of topics, `given_as` of modalities."""

    headline: str
    answered: int
    of: int
    first: Sequence[Ask]
    more: Sequence[Ask]
    sounds_like: Sequence[tuple[str, str]]
    given_as: Sequence[tuple[str, str]]
    fits: Sequence[Pair]
    alike: Sequence[Need | Offer]


def on_need(need: Need | None, filled: Filled, rows: list[int]) -> Shown:
    """On what is *filled* in, which is *need* if that is being edited."""
    draft = need_form.drafted(filled, rows)
    found = advice.on_need(
        session, draft, need=need, by=current_user, index_folder=index_folder(), now=clock.now()
    )
    return _shown(found, rows)


def is_asked_aside() -> bool:
    """Whether the page's script asks for advice while its reader types: it takes the live parts alone."""
    return asks_advice(request.form) and request.headers.get("Sec-Fetch-Dest") == "empty"


def on_offer(offer: Offer | None, filled: Filled) -> Shown:
    draft = offer_form.drafted(filled)
    found = advice.on_offer(
        session, draft, offer=offer, by=current_user, index_folder=index_folder(), now=clock.now()
    )
    return _shown(found)


def _shown(found: Advice, rows: Sequence[int] = ()) -> Shown:
    answered = len(found.answered)
    of = answered + len(found.open)
    asks = [_ask(one, rows) for one in found.open]
    return Shown(
        headline=_headline(answered, of),
        answered=answered,
        of=of,
        first=asks[:FIRST],
        more=asks[FIRST:],
        sounds_like=[(code, topic_name(code)) for code in found.suggested.topics],
        given_as=[(code, modality_name(code)) for code in found.suggested.modalities],
        fits=[Pair(fit.need, fit.offer, fit.band, fit.score, fit.reasons) for fit in found.fits],
        alike=found.alike,
    )


def _ask(one: Asked, rows: Sequence[int]) -> Ask:
    """The draft counts its parts from 0; the form has the numbers of its *rows*."""
    name, example = one.question.field, one.example
    if found := COMPONENT.fullmatch(name):
        name = f"components-{rows[int(found[1])]}-{found[2]}"
    return Ask(name, said(one.question.asks), example, _address(example) if example else "")


def _address(example: Quoted) -> str:
    page = "needs.show" if example.ref.startswith("N-") else "offers.show"
    return url_for(page, ref=example.ref)


def _headline(answered: int, of: int) -> str:
    if answered == of:
        return _("The other side can decide on this.")
    if answered >= of / 2:
        return _("Nearly all is said. You will still be asked:")
    return _("You will be asked:")
