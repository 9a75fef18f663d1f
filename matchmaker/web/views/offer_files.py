"""Files of an offer; the page on which they stand belongs to views/offers.py."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from matchmaker import clock
from matchmaker.actions import Action
from matchmaker.models import Offer
from matchmaker.services import attachments
from matchmaker.web.access import allows
from matchmaker.web.forms.upload import FILE, need_file, read_audience, takes_files
from matchmaker.web.session import session
from matchmaker.web.views.offers import page_of, shown

bp = Blueprint("offer_files", __name__, url_prefix="/offers")


@bp.post("/<ref>/attach")
@allows(Action.ATTACH_TO_OFFER, Offer)
@takes_files(page_of, FILE)
def attach(offer: Offer) -> ResponseReturnValue:
    parcel, audience = need_file(FILE), read_audience()
    attachments.attach(session, offer, parcel, visibility=audience, by=current_user, now=clock.now())
    return shown(offer, _("The file is attached."), "files")
