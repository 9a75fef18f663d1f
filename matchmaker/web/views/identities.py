"""Signing in elsewhere: the way to the provider, and the way back (docs/adr/0041)."""

from dataclasses import asdict

import structlog
from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import login_user

from matchmaker import clock
from matchmaker.actions import Action
from matchmaker.services import identities
from matchmaker.settings import Provider
from matchmaker.web.access import allows
from matchmaker.web.accounts import limits, provider
from matchmaker.web.accounts.provider import Silent, Trip, Unbelievable
from matchmaker.web.back import page_wanted
from matchmaker.web.errors import page
from matchmaker.web.session import READING, session

TRIP = "trip"  # in the cookie
NONE = Trip("", "", "", "0001-01-01T00:00:00+00:00", "")
bp = Blueprint("identities", __name__, url_prefix="/identities")
log = structlog.get_logger(__name__)


@bp.get("/seek")
@allows(Action.SEEK_IDENTITY)
def seek() -> ResponseReturnValue:
    """By a link, for a form may not lead to another host: browsers hold to that for where it is sent on, too."""
    if until := limits.of_provider():
        return limits.told(page(429, limits.sentence(until)), until)
    trip = provider.new_trip(page_wanted(), clock.now())
    try:
        way = provider.way(_provider(), trip, _back())
    except (Silent, Unbelievable) as error:
        return _not_signed_in(error)
    cookie[TRIP] = asdict(trip)
    return redirect(way)


@bp.route("/use", methods=["GET", "POST"])
@allows(Action.USE_IDENTITY)
def use() -> ResponseReturnValue:
    """The provider sends people here by a link. It changes nothing yet: the page sends it on, as a form of ours."""
    if request.method in READING:
        return render_template("identities/use.html", code=_given("code"), state=_given("state"))
    if until := limits.of_provider():
        return limits.told(page(429, limits.sentence(until)), until)
    now, trip = clock.now(), Trip(**cookie.pop(TRIP, asdict(NONE)))
    told, wrong = None, None
    if trip.is_answered_by(_given("state"), now) and _given("code"):
        try:
            told = provider.told(_provider(), trip, _given("code"), _back(), now)
        except (Silent, Unbelievable) as error:
            wrong = error
    else:
        wrong = Unbelievable("state")
    person = identities.use(session, told, name=_provider().name, now=now)
    if person is None:
        return _not_signed_in(wrong)
    login_user(person)
    return redirect(trip.wanted)


def _not_signed_in(wrong: Exception | None) -> ResponseReturnValue:
    """Back to the sign-in page, where the other ways are."""
    name = _provider().name
    if wrong is not None:
        log.warning("provider_not_believed", sort=type(wrong).__name__, cause=str(wrong))
    if isinstance(wrong, Silent):
        said = _("%(name)s does not answer just now. Try again later, or sign in another way.", name=name)
    elif wrong is not None:
        said = _("Signing in with %(name)s did not work, or took too long. Please try again.", name=name)
    else:
        said = _("What %(name)s says of you opens no account here. Please sign in another way.", name=name)
    flash(said, "error")
    return redirect(url_for("security.login"))


def _given(name: str) -> str:
    return request.values.get(name, "")


def _provider() -> Provider:
    return current_app.extensions["settings"].provider


def _back() -> str:
    return current_app.extensions["settings"].base_url.rstrip("/") + url_for("identities.use")
