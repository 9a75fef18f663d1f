"""An attached file, given out as a file and never as a page; and how it is removed."""

from io import BytesIO

from flask import Blueprint, flash, redirect, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from matchmaker import clock
from matchmaker.actions import Action
from matchmaker.errors import Conflict, NotFound
from matchmaker.file_words import MEDIA_TYPES
from matchmaker.models import Attachment
from matchmaker.services import attachments
from matchmaker.web import witness
from matchmaker.web.access import actor, allows
from matchmaker.web.files import HELD, store
from matchmaker.web.headers import confined
from matchmaker.web.session import session
from matchmaker.wording import say

bp = Blueprint("attachments", __name__, url_prefix="/attachments")


@bp.get("/<ref>")
@allows(Action.READ_ATTACHMENT, Attachment)
def show(attachment: Attachment) -> ResponseReturnValue:
    if attachment.verdict in HELD:
        raise Conflict(HELD[attachment.verdict])
    content = store().read(attachment.ref)
    if content is None:
        raise NotFound(say("This file is not here any more. Please tell the secretariat."))
    witness.gave_out(actor(), attachment)
    return confined(
        send_file(
            BytesIO(content),
            mimetype=MEDIA_TYPES[attachment.kind],
            as_attachment=True,
            download_name=attachment.name,
            conditional=False,
            etag=False,
        )
    )


@bp.post("/<ref>/remove")
@allows(Action.REMOVE_ATTACHMENT, Attachment)
def remove(attachment: Attachment) -> ResponseReturnValue:
    home = "needs.show" if attachment.need else "offers.show"
    ref = attachment.about.ref
    attachments.remove(session, attachment, by=current_user, now=clock.now())
    flash(_("The file is removed."))
    return redirect(url_for(home, ref=ref, _anchor="files"))
