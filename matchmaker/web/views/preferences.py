"""My letters: which of them a person gets, when, by which clock, and what they were told. And no more, by one click."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from matchmaker import clock, reference
from matchmaker.actions import Action
from matchmaker.errors import NotFound
from matchmaker.models import Letter
from matchmaker.queries import letters
from matchmaker.services import people, preferences, signing
from matchmaker.services.signing import Purpose
from matchmaker.web import filters
from matchmaker.web.access import allows
from matchmaker.web.forms.filled import Filled
from matchmaker.web.forms.preferences import read_wishes
from matchmaker.web.forms.zones import city_of, zones
from matchmaker.web.session import READING, session
from matchmaker.wording import say

bp = Blueprint("preferences", __name__, url_prefix="/my-letters")


@bp.get("/")
@allows(Action.READ_PREFERENCES)
def show() -> ResponseReturnValue:
    return _page(Filled(_chosen()))


def _chosen() -> dict[str, str]:
    return {"zone": current_user.zone or "", **preferences.of(session, current_user)}


def _page(filled: Filled, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "preferences/show.html",
        groups=preferences.of(session, current_user),
        page=filters.ShownPage(letters.sent_to(session, current_user, filters.page_number())),
        zones=zones(now=clock.now()),
        city=city_of(reference.zone_of(current_user.organisation.country or "")),
        filled=filled,
    )
    return page, status


@bp.post("/choose")
@allows(Action.CHOOSE_PREFERENCES)
def choose() -> ResponseReturnValue:
    wishes, filled = read_wishes(request.form)
    if wishes is None:
        return _page(filled, 422)
    preferences.choose(session, current_user, wishes.root, now=clock.now())
    flash(_("Your letters will come as you have chosen."))
    return redirect(url_for("preferences.show"))


@bp.post("/choose-zone")
@allows(Action.CHOOSE_ZONE)
def choose_zone() -> ResponseReturnValue:
    zone = request.form.get("zone", "")
    if zone and zone not in reference.zones():
        wrong = {"zone": _("Please choose one of the answers offered.")}
        return _page(Filled(_chosen() | {"zone": zone}, wrong), 422)
    people.choose_zone(session, current_user, zone=zone or None)
    flash(_("Days and hours are shown by the clock that you have chosen."))
    return redirect(url_for("preferences.show"))


@bp.route("/stop/<code>", methods=["GET", "POST"])
@allows(Action.STOP_LETTERS)
def stop(code: str) -> ResponseReturnValue:
    """A mail program posts here for its reader, without a session (RFC 8058); a person is asked for one click."""
    letter = _letter_of(code)
    groups = preferences.stoppable(session, letter)
    if request.method not in READING:
        preferences.stop(session, letter, now=clock.now())
    done = request.method not in READING
    return render_template("preferences/stop.html", groups=sorted(groups), done=done, code=code)


@bp.record_once
def take_mail(state: BlueprintSetupState) -> None:
    """No token is asked for above: what the signed address lets a mail program do harms nobody (docs/adr/0019)."""
    state.app.extensions["csrf"].exempt(stop)


def _letter_of(code: str) -> Letter:
    """The letter whose reader was sent *code*."""
    ref = signing.opened(Purpose.STOP_LETTERS, code, current_app.extensions["settings"].keys)
    letter = letters.by_ref(session, ref) if ref else None
    if letter is None:
        raise NotFound(say("There is nothing here that you may read."))
    return letter
