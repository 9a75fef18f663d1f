"""Help: what happens to a need or an offer, what the words mean, what this is and who answers for it."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from matchmaker.actions import Action
from matchmaker.web import glossary
from matchmaker.web.access import actor, allows
from matchmaker.web.guides import guide_under, guides_for

bp = Blueprint("help", __name__, url_prefix="/help")


@bp.get("/")
@allows(Action.READ_HELP)
def index() -> ResponseReturnValue:
    return render_template("help/index.html", guides=guides_for(actor().role))


@bp.get("/<code>")
@allows(Action.READ_HELP)
def show(code: str) -> ResponseReturnValue:
    guide = guide_under(code)
    if guide is None:
        abort(404)
    return render_template("help/show.html", guide=guide)


@bp.get("/words")
@allows(Action.READ_WORDS)
def words() -> ResponseReturnValue:
    return render_template("help/words.html", chapters=glossary.CHAPTERS)


@bp.get("/about")
@allows(Action.READ_ABOUT)
def about() -> ResponseReturnValue:
    return render_template("help/about.html")
