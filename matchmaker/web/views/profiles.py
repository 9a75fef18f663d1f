"""Standing profiles of one's organisation: what it could give, and the needs that fit."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from matchmaker import clock
from matchmaker.actions import Action
from matchmaker.errors import Conflict
from matchmaker.models import Need, Profile
from matchmaker.queries import history
from matchmaker.queries import profiles as reading
from matchmaker.services import fitting, preferences, standing_profiles
from matchmaker.vocabulary import LetterGroup, Noun, TagKind
from matchmaker.web import filters
from matchmaker.web.access import allows, may
from matchmaker.web.forms.filled import Filled, seen_version, sheet_of
from matchmaker.web.forms.profile import filled_from, questions, read_profile, read_until
from matchmaker.web.languages import said
from matchmaker.web.pairs import Pair
from matchmaker.web.session import index_folder, session
from matchmaker.web.stories import history_rows
from matchmaker.web.words import topic_name

bp = Blueprint("profiles", __name__, url_prefix="/profiles")


@bp.get("/")
@allows(Action.READ_PROFILES)
def index() -> ResponseReturnValue:
    return render_template(
        "profiles/index.html",
        profiles=reading.of_organisation(session, current_user.organisation_id),
        pace=preferences.of(session, current_user)[LetterGroup.PROFILES],
    )


@bp.get("/<ref>")
@allows(Action.READ_PROFILE, Profile)
def show(profile: Profile) -> ResponseReturnValue:
    return _page(profile, Filled())


def _page(profile: Profile, filled: Filled, status: int = 200) -> ResponseReturnValue:
    page = reading.fitting(session, profile, filters.page_number())
    return render_template(
        "profiles/show.html",
        profile=profile,
        labels=[topic_name(code) for code in profile.codes(TagKind.TOPIC)],
        offer=fitting.as_offer(profile),
        page=filters.ShownPage(page),
        pairs=_pairs(profile, page.rows),
        fits=reading.fits(session, profile),
        history_rows=history_rows(history.of(session, Noun.PROFILE, profile.id)),
        filled=filled,
    ), status


def _pairs(profile: Profile, needs: list[Need]) -> dict[int, Pair]:
    """Each of *needs* that fits today, by id, with the reasons of today."""
    found = fitting.best_of(session, profile, needs, index_folder=index_folder(), now=clock.now())
    offer = fitting.as_offer(profile)
    pairs = {}
    for need in needs:
        if one := found.get(need.id):
            pairs[need.id] = Pair(need, offer, one.band, one.score, [vars(reason) for reason in one.reasons])
    return pairs


@bp.route("/write", methods=["GET", "POST"])
@allows(Action.WRITE_PROFILE)
def write() -> ResponseReturnValue:
    if request.method == "GET":
        language = current_user.language
        return _form(None, Filled({"language": language, "languages": [language]}))
    now, sheet = clock.now(), sheet_of(request.form)
    draft, filled = read_profile(request.form, after=now.date())
    if draft is None:
        return _form(None, filled, 422)
    written = reading.by_key(session, sheet)
    if written is not None and may("profile.read", written):  # a button pressed twice
        return _shown(written, _("The profile is saved."))
    try:
        key = None if written else sheet
        profile = standing_profiles.write(session, draft, by=current_user, now=now, key=key)
    except Conflict as conflict:
        return _form(None, _with_error(filled, conflict), 409)
    return _shown(profile, _("The profile is saved. In a moment this page lists the needs that fit."))


@bp.route("/<ref>/edit", methods=["GET", "POST"])
@allows(Action.EDIT_PROFILE, Profile)
def edit(profile: Profile) -> ResponseReturnValue:
    if request.method == "GET":
        return _form(profile, filled_from(profile))
    now = clock.now()
    draft, filled = read_profile(request.form, after=now.date())
    if draft is None:
        return _form(profile, filled, 422)
    try:
        standing_profiles.edit(session, profile, draft, version=seen_version(), by=current_user, now=now)
    except Conflict as conflict:
        return _form(profile, _with_error(filled, conflict), 409)
    return _shown(profile, _("The profile is saved. It is compared with all needs anew tonight."))


def _form(profile: Profile | None, filled: Filled, status: int = 200) -> ResponseReturnValue:
    page = render_template("profiles/edit.html", profile=profile, filled=filled, questions=questions())
    return page, status


def _with_error(filled: Filled, conflict: Conflict) -> Filled:
    return Filled(filled.values, {"name": said(conflict.wording)})


def _shown(profile: Profile, words: str) -> ResponseReturnValue:
    flash(words)
    return redirect(url_for("profiles.show", ref=profile.ref))


@bp.post("/<ref>/confirm")
@allows(Action.CONFIRM_PROFILE, Profile)
def confirm(profile: Profile) -> ResponseReturnValue:
    now = clock.now()
    until, filled = read_until(request.form, after=now.date())
    if until is None:
        return _page(profile, filled, 422)
    standing_profiles.confirm(session, profile, until=until, by=current_user, now=now)
    return _shown(profile, _("Thank you. The profile stands."))


@bp.post("/<ref>/end")
@allows(Action.END_PROFILE, Profile)
def end(profile: Profile) -> ResponseReturnValue:
    standing_profiles.end(session, profile, by=current_user, now=clock.now())
    return _shown(profile, _("The profile has ended. Nobody is told of new needs by it any more."))
