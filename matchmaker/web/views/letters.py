"""The outbox: what the portal wrote, to whom, in which language. For the secretariat."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from matchmaker.actions import Action
from matchmaker.models import Letter
from matchmaker.queries import letters
from matchmaker.web import filters
from matchmaker.web.access import allows
from matchmaker.web.session import session

bp = Blueprint("letters", __name__, url_prefix="/letters")


@bp.get("/")
@allows(Action.READ_LETTERS)
def index() -> ResponseReturnValue:
    page = letters.newest(session, filters.page_number())
    return render_template("letters/index.html", page=filters.ShownPage(page))


@bp.get("/<ref>")
@allows(Action.READ_LETTERS, Letter)
def show(letter: Letter) -> ResponseReturnValue:
    return render_template("letters/show.html", letter=letter)
