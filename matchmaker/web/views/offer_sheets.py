"""An offer filled in from an earlier one, on paper, or off-line; its form belongs to views/offers.py."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from matchmaker.actions import Action
from matchmaker.models import Offer
from matchmaker.services.drafts import OfferDraft
from matchmaker.web.access import allows
from matchmaker.web.forms import choices
from matchmaker.web.forms.filled import Filled
from matchmaker.web.forms.offer import filled_from, filled_like, questions, read_offer
from matchmaker.web.forms.sheet import Line, asked_first, lines, sent, uploaded
from matchmaker.web.views.offers import form_of

bp = Blueprint("offer_sheets", __name__, url_prefix="/offers")


@bp.get("/<ref>/copy")
@allows(Action.COPY_OFFER, Offer)
def copy(offer: Offer) -> ResponseReturnValue:
    """Nothing is written before the new form is saved."""
    return form_of(None, filled_like(offer))


@bp.get("/form")
@allows(Action.READ_OFFER_FORM)
def form() -> ResponseReturnValue:
    return _sheet(Filled())


def _sheet(filled: Filled, status: int = 200) -> ResponseReturnValue:
    return render_template("offer_sheets/form.html", lines=asked_first(_lines()), filled=filled), status


def _lines() -> list[Line]:
    audiences = [(value, label) for value, label, _meaning in choices.offer_audiences()]
    return lines(OfferDraft, questions(), {"visibility": audiences})


@bp.post("/download")
@allows(Action.DOWNLOAD_OFFER_FORM)
def download() -> ResponseReturnValue:
    return sent(asked_first(_lines()), "offer")


@bp.post("/upload")
@allows(Action.UPLOAD_OFFER)
def upload() -> ResponseReturnValue:
    """The file as the form would have been filled in, each error in words; it is saved from there."""
    empty = filled_from(OfferDraft(language=current_user.language))
    form, refused = uploaded(_lines(), empty)
    if form is None:
        return _sheet(refused, 422)
    _draft, filled = read_offer(form)
    return form_of(None, filled, 422 if filled.errors else 200)
