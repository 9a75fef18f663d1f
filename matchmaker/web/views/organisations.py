"""Organisations: who is here, who they are, and whether the secretariat vouches for them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from matchmaker import clock
from matchmaker.actions import Action
from matchmaker.errors import BadInput, Conflict
from matchmaker.models import Organisation
from matchmaker.queries import history, people
from matchmaker.queries import organisations as reading
from matchmaker.services import appointments, organisations, recusals
from matchmaker.vocabulary import Noun, OrganisationKind, OrganisationState
from matchmaker.web import filters
from matchmaker.web.access import allows
from matchmaker.web.forms import choices
from matchmaker.web.forms.filled import Filled
from matchmaker.web.forms.note import read_note
from matchmaker.web.forms.organisation import filled_from, questions, read_organisation
from matchmaker.web.forms.person import questions as questions_about_somebody
from matchmaker.web.forms.person import read_account, roles_at
from matchmaker.web.languages import said
from matchmaker.web.session import READING, session
from matchmaker.web.stories import history_rows

bp = Blueprint("organisations", __name__, url_prefix="/organisations")


@bp.get("/")
@allows(Action.READ_ORGANISATIONS)
def index() -> ResponseReturnValue:
    wanted = filters.wanted_of_organisations(request.args)
    page = reading.unverified_first(session, wanted, filters.page_number())
    return render_template(
        "organisations/index.html",
        page=filters.ShownPage(page),
        wanted=wanted,
        kinds=choices.words(OrganisationKind, OrganisationKind.SECRETARIAT),
        verifications=choices.words(OrganisationState),
    )


@bp.get("/<ref>")
@allows(Action.READ_ORGANISATIONS, Organisation)
def show(organisation: Organisation) -> ResponseReturnValue:
    return _page(organisation, Filled())


def _page(organisation: Organisation, filled: Filled, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "organisations/show.html",
        organisation=organisation,
        people=people.of_house(session, organisation),
        history_rows=history_rows(history.of(session, Noun.ORGANISATION, organisation.id)),
        filled=filled,
    )
    return page, status


@bp.route("/write", methods=["GET", "POST"])
@allows(Action.WRITE_ORGANISATION)
def write() -> ResponseReturnValue:
    if request.method in READING:
        return _form(None, Filled())
    draft, filled = read_organisation(request.form)
    if draft is None:
        return _form(None, filled, 422)
    try:
        organisation = organisations.write(session, draft, by=current_user, now=clock.now())
    except Conflict as conflict:
        return _form(None, Filled(filled.values, {"name": said(conflict.wording)}), 409)
    return _shown(organisation, _("The organisation is added. The secretariat verifies it next."))


@bp.route("/<ref>/edit", methods=["GET", "POST"])
@allows(Action.EDIT_ORGANISATION, Organisation)
def edit(organisation: Organisation) -> ResponseReturnValue:
    if request.method in READING:
        return _form(organisation, filled_from(organisation))
    draft, filled = read_organisation(request.form)
    if draft is None:
        return _form(organisation, filled, 422)
    try:
        organisations.edit(session, organisation, draft, by=current_user, now=clock.now())
    except Conflict as conflict:
        return _form(organisation, Filled(filled.values, {"name": said(conflict.wording)}), 409)
    return _shown(organisation, _("The organisation is changed."))


@bp.route("/<ref>/open-account", methods=["GET", "POST"])
@allows(Action.OPEN_ACCOUNT, Organisation)
def open_account(organisation: Organisation) -> ResponseReturnValue:
    if request.method in READING:
        return _opening(organisation, Filled())
    draft, filled = read_account(request.form)
    if draft is None:
        return _opening(organisation, filled, 422)
    try:
        proposal = appointments.open_account(session, organisation, draft, by=current_user, now=clock.now())
    except (BadInput, Conflict) as error:
        return _opening(organisation, Filled(filled.values, {"email": said(error.wording)}), 409)
    if proposal is None:
        return _shown(organisation, _("A letter is on its way, with a link by which they choose a password."))
    flash(_("The role is proposed. Another administrator confirms or refuses it."))
    return redirect(url_for("appointments.show", ref=proposal.ref))


def _opening(organisation: Organisation, filled: Filled, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "organisations/open_account.html",
        organisation=organisation,
        filled=filled,
        questions=questions_about_somebody(),
        roles=roles_at(organisation),
    )
    return page, status


def _form(organisation: Organisation | None, filled: Filled, status: int = 200) -> ResponseReturnValue:
    unasked = reading.NOT_DONORS if organisation else (OrganisationKind.SECRETARIAT,)
    page = render_template(
        "organisations/edit.html",
        organisation=organisation,
        filled=filled,
        questions=questions(),
        kinds=choices.words(OrganisationKind, *unasked),
    )
    return page, status


@bp.post("/<ref>/verify")
@allows(Action.VERIFY_ORGANISATION, Organisation)
def verify(organisation: Organisation) -> ResponseReturnValue:
    note, filled = read_note(request.form)
    if note is None:
        return _page(organisation, filled, 422)
    organisations.verify(session, organisation, note=note.note, by=current_user, now=clock.now())
    return _shown(organisation, _("The organisation is verified."))


@bp.post("/<ref>/unverify")
@allows(Action.UNVERIFY_ORGANISATION, Organisation)
def unverify(organisation: Organisation) -> ResponseReturnValue:
    note, filled = read_note(request.form)
    if note is None:
        return _page(organisation, filled, 422)
    organisations.unverify(session, organisation, note=note.note, by=current_user, now=clock.now())
    return _shown(organisation, _("The organisation is no longer verified."))


@bp.post("/<ref>/stand-back")
@allows(Action.STAND_BACK, Organisation)
def stand_back(organisation: Organisation) -> ResponseReturnValue:
    note, filled = read_note(request.form)
    if note is None:
        return _page(organisation, filled, 422)
    recusals.stand_back(session, organisation, note=note.note, by=current_user, now=clock.now())
    return _shown(
        organisation, _("You stand back, and decide nothing about its needs, offers and matches from now on.")
    )


@bp.post("/<ref>/take-part")
@allows(Action.TAKE_PART, Organisation)
def take_part(organisation: Organisation) -> ResponseReturnValue:
    recusals.take_part(session, organisation, by=current_user, now=clock.now())
    return _shown(organisation, _("You take part again."))


def _shown(organisation: Organisation, words: str) -> ResponseReturnValue:
    flash(words)
    return redirect(url_for("organisations.show", ref=organisation.ref))
