"""Files of a need; the page on which they stand belongs to views/needs.py."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from matchmaker import clock
from matchmaker.actions import Action
from matchmaker.models import Need
from matchmaker.services import attachments
from matchmaker.web.access import allows
from matchmaker.web.forms.upload import FILE, need_file, read_audience, takes_files
from matchmaker.web.session import session
from matchmaker.web.views.needs import page_of, shown

bp = Blueprint("need_files", __name__, url_prefix="/needs")


@bp.post("/<ref>/attach")
@allows(Action.ATTACH_TO_NEED, Need)
@takes_files(page_of, FILE)
def attach(need: Need) -> ResponseReturnValue:
    parcel, audience = need_file(FILE), read_audience()
    attachments.attach(session, need, parcel, visibility=audience, by=current_user, now=clock.now())
    return shown(need, _("The file is attached."), "files")
