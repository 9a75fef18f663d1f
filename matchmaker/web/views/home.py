"""The front door: what this is, how much of it there is for this reader, what is new."""

from flask import Blueprint, abort, redirect, render_template
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_login import current_user

from matchmaker import clock
from matchmaker.actions import Action
from matchmaker.queries import needs, offers
from matchmaker.queries.picture import PictureFilter
from matchmaker.services import people
from matchmaker.web import charts
from matchmaker.web.access import actor, allows
from matchmaker.web.back import page_before
from matchmaker.web.languages import CHOICE
from matchmaker.web.session import session
from matchmaker.wording import PORTAL_LANGUAGES

bp = Blueprint("home", __name__)
NEWEST = 3


@bp.get("/")
@allows(Action.READ_HOME)
def show() -> ResponseReturnValue:
    return render_template(
        "home/show.html",
        needs=needs.newest(session, actor(), count=NEWEST),
        offers=offers.newest(session, actor(), count=NEWEST),
        standing=charts.standing(session, actor(), PictureFilter(), on=clock.now().date()),
    )


@bp.post("/language/<code>")
@allows(Action.CHOOSE_LANGUAGE)
def language(code: str) -> ResponseReturnValue:
    if code not in PORTAL_LANGUAGES:
        abort(404)
    cookie[CHOICE] = code
    if current_user.is_authenticated:
        people.choose_language(session, current_user, language=code)
    return redirect(page_before())
