"""Where a person is signed in: at which browsers, since when; and the end of any of it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from matchmaker import clock
from matchmaker.actions import Action
from matchmaker.models import Visit
from matchmaker.queries import visits as reading
from matchmaker.services import visits
from matchmaker.web.access import allows
from matchmaker.web.accounts.visits import here
from matchmaker.web.session import session

bp = Blueprint("visits", __name__, url_prefix="/my-visits")


@bp.get("/")
@allows(Action.READ_VISITS)
def index() -> ResponseReturnValue:
    now = clock.now()
    mine = [one for one in reading.of_person(session, current_user) if visits.lasts(one, now=now)]
    return render_template(
        "visits/index.html",
        visits=sorted(mine, key=lambda one: one is not here()),
        here=here(),
        idle=visits.idle_of(current_user),
        longest=visits.LONGEST,
    )


@bp.post("/<ref>/end")
@allows(Action.END_VISIT, Visit)
def end(visit: Visit) -> ResponseReturnValue:
    visits.end(session, visit, by=current_user, now=clock.now())
    flash(_("You are signed out there."))
    return redirect(url_for("visits.index"))


@bp.post("/end-others")
@allows(Action.END_OTHER_VISITS)
def end_others() -> ResponseReturnValue:
    visits.end_others(session, here(), by=current_user, now=clock.now())
    flash(_("You are signed out everywhere else."))
    return redirect(url_for("visits.index"))
