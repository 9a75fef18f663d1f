"""The desk: what waits for the person who is signed in."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from matchmaker import clock
from matchmaker.actions import Action
from matchmaker.lists import Whose
from matchmaker.services.deadlines import day_everywhere
from matchmaker.web import desks, filters
from matchmaker.web.access import actor, allows
from matchmaker.web.session import session

bp = Blueprint("desk", __name__, url_prefix="/desk")


@bp.get("/")
@allows(Action.READ_DESK)
def show() -> ResponseReturnValue:
    page, whose = filters.page_number(), filters.one_of(Whose, "whose")
    desk = desks.desk_of(session, actor(), page=page, whose=whose, on=day_everywhere(clock.now()))
    return render_template("desk/show.html", desk=desk, back=url_for("desk.show", page=page, whose=whose))
