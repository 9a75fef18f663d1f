"""People: their accounts, for administrators; and whoever leaves hands their work over to a colleague."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, logout_user

from matchmaker import clock
from matchmaker.actions import Action
from matchmaker.models import Person
from matchmaker.queries import appointments as proposals
from matchmaker.queries import history, legacies
from matchmaker.queries import identities as bindings
from matchmaker.queries import people as reading
from matchmaker.services import appointments, erasing, factors, handover, identities, people
from matchmaker.vocabulary import AccountState, Noun, Role
from matchmaker.web import filters
from matchmaker.web.access import allows, may
from matchmaker.web.forms import choices
from matchmaker.web.forms.filled import Filled
from matchmaker.web.forms.note import read_note
from matchmaker.web.forms.person import filled_from, other_roles, questions, read_person, read_role
from matchmaker.web.session import READING, session
from matchmaker.web.stories import history_rows
from matchmaker.web.words import name_of

bp = Blueprint("people", __name__, url_prefix="/people")


@bp.get("/")
@allows(Action.READ_PEOPLE)
def index() -> ResponseReturnValue:
    wanted = filters.wanted_of_people(request.args)
    page = reading.by_name(session, wanted, filters.page_number())
    seen = reading.last_sign_ins(session, page.rows)
    return render_template(
        "people/index.html",
        page=filters.ShownPage(page),
        wanted=wanted,
        seen=seen,
        proposals=proposals.waiting(session),
        roles=choices.words(Role, Role.VISITOR, Role.PORTAL),
        states=choices.words(AccountState),
    )


@bp.get("/<ref>")
@allows(Action.READ_PERSON, Person)
def show(person: Person) -> ResponseReturnValue:
    return _page(person, Filled())


def _page(person: Person, filled: Filled, status: int = 200) -> ResponseReturnValue:
    told = history.of(session, Noun.PERSON, person.id) if may("people.index") else []
    page = render_template(
        "people/show.html",
        person=person,
        own=person.id == current_user.id,
        bound=bindings.since(session, person),
        seen=reading.last_sign_ins(session, [person]).get(person.id),
        history_rows=history_rows(told),
        roles=other_roles(person),
        filled=filled,
    )
    return page, status


@bp.route("/<ref>/edit", methods=["GET", "POST"])
@allows(Action.EDIT_PERSON, Person)
def edit(person: Person) -> ResponseReturnValue:
    if request.method in READING:
        return _form(person, filled_from(person))
    draft, filled = read_person(request.form)
    if draft is None:
        return _form(person, filled, 422)
    people.edit(session, person, draft, by=current_user, now=clock.now())
    return _shown(person, _("The account is changed."))


def _form(person: Person, filled: Filled, status: int = 200) -> ResponseReturnValue:
    page = render_template("people/edit.html", person=person, filled=filled, questions=questions())
    return page, status


def _shown(person: Person, said: str) -> ResponseReturnValue:
    flash(said)
    return redirect(url_for("people.show", ref=person.ref))


@bp.post("/<ref>/appoint")
@allows(Action.APPOINT_PERSON, Person)
def appoint(person: Person) -> ResponseReturnValue:
    draft, filled = read_role(request.form)
    if draft is None:
        return _page(person, filled, 422)
    proposal = appointments.appoint(session, person, role=draft.role, by=current_user, now=clock.now())
    if proposal is None:
        return _shown(person, _("They have another role, and sign in again under it."))
    flash(_("The role is proposed. Another administrator confirms or refuses it."))
    return redirect(url_for("appointments.show", ref=proposal.ref))


@bp.post("/<ref>/suspend")
@allows(Action.SUSPEND_PERSON, Person)
def suspend(person: Person) -> ResponseReturnValue:
    note, filled = read_note(request.form)
    if note is None:
        return _page(person, filled, 422)
    people.suspend(session, person, note=note.note, by=current_user, now=clock.now())
    return _shown(person, _("The account is suspended, and signed out everywhere."))


@bp.post("/<ref>/resume")
@allows(Action.RESUME_PERSON, Person)
def resume(person: Person) -> ResponseReturnValue:
    people.resume(session, person, by=current_user, now=clock.now())
    return _shown(person, _("The account is open again."))


@bp.post("/<ref>/second-step/lift")
@allows(Action.LIFT_SECOND_STEP, Person)
def lift(person: Person) -> ResponseReturnValue:
    factors.lift(session, person, by=current_user, now=clock.now())
    return _shown(person, _("They sign in with the password alone, and set up a new second step."))


@bp.post("/<ref>/identity/unbind")
@allows(Action.UNBIND_IDENTITY, Person)
def unbind(person: Person) -> ResponseReturnValue:
    identities.unbind(session, person, by=current_user, now=clock.now())
    return _shown(person, _("Whoever comes next from there with their address is taken for them."))


@bp.route("/<ref>/erase", methods=["GET", "POST"])
@allows(Action.ERASE_PERSON, Person)
def erase(person: Person) -> ResponseReturnValue:
    if request.method in READING:
        return render_template("people/erase.html", person=person)
    erasing.erase(session, person, by=current_user, now=clock.now())
    return _shown(person, _("Nothing says any more who this was."))


@bp.route("/<ref>/hand-over", methods=["GET", "POST"])
@allows(Action.HAND_OVER_PERSON, Person)
def hand_over(person: Person) -> ResponseReturnValue:
    if request.method in READING:
        return _handing_over(person, Filled())
    chosen = request.form.get("to", "")
    to = next((one for one in reading.heirs(session, person) if one.email == chosen), None)
    if to is None:
        wrong = {"to": _("Please choose one of the answers offered.")}
        return _handing_over(person, Filled({"to": chosen}, wrong), 422)
    own = person.id == current_user.id
    handover.hand_over(session, person, to=to, by=current_user, now=clock.now())
    if own:
        logout_user()
        flash(_("Your work is handed over, and you are signed out. Thank you for all of it."))
        return redirect(url_for("home.show"))
    flash(_("The work is handed over."))
    return redirect(url_for("organisations.show", ref=person.organisation.ref))


def _handing_over(person: Person, filled: Filled, status: int = 200) -> ResponseReturnValue:
    own = person.id == current_user.id
    page = render_template(
        "people/hand_over.html",
        person=person,
        own=own,
        # Of confidential needs an administrator learns nothing, not even how many there are.
        legacy=legacies.legacy_of(session, person) if own else None,
        heirs=[(one.email, one.name, name_of(one.role)) for one in reading.heirs(session, person)],
        filled=filled,
    )
    return page, status
