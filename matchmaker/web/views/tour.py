"""The guided tour: a list of stops, and the way to each. There is none outside a demonstration."""

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from matchmaker.actions import Action
from matchmaker.web import tours
from matchmaker.web.access import allows

bp = Blueprint("tour", __name__, url_prefix="/tour")


@bp.get("/")
@allows(Action.READ_TOUR)
def index() -> ResponseReturnValue:
    return render_template("tour/index.html", stops=tours.STOPS)


@bp.get("/<code>")
@allows(Action.READ_TOUR)
def show(code: str) -> ResponseReturnValue:
    """Where the stop is for whoever goes there; whoever is somebody else chooses again."""
    stop = tours.stop_under(code)
    if stop is None:
        abort(404)
    is_there = not stop.who or (current_user.is_authenticated and current_user.name == stop.who)
    return redirect(stop.place() if is_there else url_for("tour.index"))
