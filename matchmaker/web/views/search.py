"""One box for everything that can be found: needs, offers, topics and States."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matchmaker.actions import Action
from matchmaker.web import filters
from matchmaker.web.access import allows
from matchmaker.web.found import found, named
from matchmaker.web.session import session

bp = Blueprint("search", __name__)


@bp.get("/search")
@allows(Action.SEARCH)
def show() -> ResponseReturnValue:
    """A reference leads straight to what it names, for those who may read it."""
    words = request.args.get("words", "")[: filters.WORDS_MAX].strip()
    if straight := named(session, words):
        page, ref = straight
        return redirect(url_for(page, ref=ref))
    return render_template("search/show.html", words=words, found=found(session, words) if words else None)
