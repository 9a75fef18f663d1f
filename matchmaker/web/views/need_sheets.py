"""A need filled in from an earlier one, on paper, or off-line; its form belongs to views/needs.py."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from matchmaker.actions import Action
from matchmaker.models import Need
from matchmaker.services.drafts import NeedDraft
from matchmaker.web.access import allows
from matchmaker.web.forms import choices
from matchmaker.web.forms.filled import Filled
from matchmaker.web.forms.need import filled_from, filled_like, questions, read_need
from matchmaker.web.forms.sheet import Line, asked_first, lines, sent, uploaded
from matchmaker.web.views.needs import donors, form_of

bp = Blueprint("need_sheets", __name__, url_prefix="/needs")


@bp.get("/<ref>/copy")
@allows(Action.COPY_NEED, Need)
def copy(need: Need) -> ResponseReturnValue:
    """Nothing is written before the new form is saved."""
    return form_of(None, *filled_like(need))


@bp.get("/form")
@allows(Action.READ_NEED_FORM)
def form() -> ResponseReturnValue:
    return _sheet(Filled())


def _sheet(filled: Filled, status: int = 200) -> ResponseReturnValue:
    return render_template("need_sheets/form.html", lines=asked_first(_lines()), filled=filled), status


def _lines() -> list[Line]:
    audiences = [(value, label) for value, label, _meaning in choices.need_audiences()]
    return lines(NeedDraft, questions(), {"visibility": audiences, "named_donor_keys": donors()})


@bp.post("/download")
@allows(Action.DOWNLOAD_NEED_FORM)
def download() -> ResponseReturnValue:
    return sent(asked_first(_lines()), "need")


@bp.post("/upload")
@allows(Action.UPLOAD_NEED)
def upload() -> ResponseReturnValue:
    """The file as the form would have been filled in, each error in words; it is saved from there."""
    empty, _rows = filled_from(NeedDraft(language=current_user.language))
    form, refused = uploaded(_lines(), empty)
    if form is None:
        return _sheet(refused, 422)
    _draft, filled, rows = read_need(form, dict(donors()))
    return form_of(None, filled, rows, 422 if filled.errors else 200)
