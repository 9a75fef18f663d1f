"""The audit trail on a page: for the auditor, who reads, filters and exports it. References only, no content."""

import io

from flask import Blueprint, render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_login import current_user

from matchmaker import clock
from matchmaker.actions import Action
from matchmaker.queries import people
from matchmaker.queries import trail as reading
from matchmaker.services import trail
from matchmaker.vocabulary import Event, Result
from matchmaker.web import filters
from matchmaker.web.access import actor, allows
from matchmaker.web.forms import choices
from matchmaker.web.session import session
from matchmaker.web.stories import DONE

bp = Blueprint("trail", __name__, url_prefix="/trail")


@bp.get("/")
@allows(Action.READ_TRAIL)
def index() -> ResponseReturnValue:
    wanted = filters.wanted_of_trail(request.args)
    page = reading.newest(session, wanted, filters.page_number())
    names = people.names_of_colleagues(session, actor(), [row.by_id for row in page.rows])
    return render_template(
        "trail/index.html",
        page=filters.ShownPage(page),
        wanted=wanted,
        events=choices.words(Event),
        results=choices.words(Result),
        names=names,
        done_words=DONE,
    )


@bp.post("/export")
@allows(Action.EXPORT_TRAIL)
def export() -> ResponseReturnValue:
    wanted = filters.wanted_of_trail(request.form)
    file = io.BytesIO()
    out = io.TextIOWrapper(file, encoding="utf-8", newline="")
    trail.export(session, wanted, out, ".csv", by=current_user, now=clock.now())
    out.detach()
    file.seek(0)
    return send_file(file, mimetype="text/csv", as_attachment=True, download_name="trail.csv")
