"""Needs: the catalogue, the page of a need, writing one, and every deed on it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from matchmaker import clock
from matchmaker.actions import Action
from matchmaker.errors import Conflict
from matchmaker.lists import Catalogue
from matchmaker.models import Need
from matchmaker.queries import casework, history, matches, messages, offers, organisations
from matchmaker.queries import needs as reading
from matchmaker.services import duplicates, needs
from matchmaker.services.drafts import NeedDraft
from matchmaker.vocabulary import Noun
from matchmaker.web import witness
from matchmaker.web.access import actor, allows, may, reading_as
from matchmaker.web.advice import is_asked_aside, on_need
from matchmaker.web.audiences import Published, audiences_of, stand_in
from matchmaker.web.back import on_from_list
from matchmaker.web.colleagues import chosen_colleague
from matchmaker.web.forms.filled import AS_WRITTEN, Filled, differences, seen_version, sheet_of, with_missing
from matchmaker.web.forms.message import read_message
from matchmaker.web.forms.need import changed_rows, filled_anew, filled_from, only_asks, questions, read_need
from matchmaker.web.forms.note import read_note
from matchmaker.web.forms.topics import read_topics
from matchmaker.web.forms.upload import ENCLOSURE, read_file, takes_files
from matchmaker.web.listing import listing
from matchmaker.web.manner import chose_manner, leads_on
from matchmaker.web.pooled import pooled
from matchmaker.web.session import session
from matchmaker.web.stories import history_rows, open_question
from matchmaker.web.talk import talk

bp = Blueprint("needs", __name__, url_prefix="/needs")


@bp.get("/")
@allows(Action.READ_NEEDS)
def index() -> ResponseReturnValue:
    return render_template("needs/index.html", **listing(Catalogue.NEEDS))


@bp.get("/<ref>")
@allows(Action.READ_NEED, Need)
def show(need: Need) -> ResponseReturnValue:
    return page_of(need, Filled())


def page_of(need: Need, filled: Filled, status: int = 200) -> ResponseReturnValue:
    """The page of *need*, with what was typed into one of its forms."""
    witness.showed_page(actor(), need)
    fitting = matches.of_need(session, actor(), need) if may("need.read_matches", need) else []
    rows = history.of(session, Noun.NEED, need.id) if may("need.read_history", need) else []
    told = history_rows(rows)
    said = messages.of(session, Noun.NEED, need.id) if may("need.read_thread", need) else []
    donor = may("match.show_interest", need)
    return render_template(
        "needs/show.html",
        need=need,
        fitting=fitting,
        alike=duplicates.needs_like(session, actor(), need) if may("need.edit", need) else [],
        history_rows=told,
        talk=talk(said, rows),
        joined=reading.joined(session, actor(), need) if told else [],
        pooled=pooled(need),
        question=open_question(need, told),
        efforts=casework.efforts(session, need) if need.unmet_on and told else None,
        shown=matches.interest_of(session, actor(), need) if donor else None,
        mine=offers.of_organisation(session, actor()) if donor else [],
        best=matches.best_offer(session, actor(), need) if donor else "",
        filled=filled,
    ), status


@bp.get("/<ref>/preview")
@allows(Action.READ_NEED_PREVIEW, Need)
def preview(need: Need) -> ResponseReturnValue:
    """The need as the audience `reader` will read it."""
    audiences = audiences_of(need)
    reader = next((one for one in audiences if one == request.args.get("reader")), audiences[0])
    witness.showed_page(actor(), need)
    published, seen = Published(need), ""
    with reading_as(stand_in(reader, need)):
        if may("need.read", published):
            seen = Markup(render_template("needs/seen.html", need=published))  # noqa: S704  # our own template
    return render_template("needs/preview.html", need=need, audiences=audiences, reader=reader, seen=seen)


@bp.route("/write", methods=["GET", "POST"])
@allows(Action.WRITE_NEED)
def write() -> ResponseReturnValue:
    if request.method == "GET":
        earlier = reading.last_submitted(session, current_user)
        return form_of(None, *filled_anew(current_user.language, earlier))
    draft, filled, rows = read_need(request.form, dict(donors()))
    if chose_manner() or only_asks(request.form) or draft is None:
        return _again(None, filled, rows)
    sheet = sheet_of(request.form)
    written = reading.by_key(session, sheet)
    if written is not None and may("need.edit", written):
        return _edited(written, draft, filled, rows, version=AS_WRITTEN)
    return _saved(
        needs.write(session, draft, by=current_user, now=clock.now(), key=None if written else sheet)
    )


@bp.route("/<ref>/edit", methods=["GET", "POST"])
@allows(Action.EDIT_NEED, Need)
def edit(need: Need) -> ResponseReturnValue:
    if request.method == "GET":
        filled, rows = filled_from(need)
        return form_of(need, with_missing(filled, needs.missing(need)), rows)
    draft, filled, rows = read_need(request.form, dict(donors()))
    if chose_manner() or only_asks(request.form) or draft is None:
        return _again(need, filled, rows)
    return _edited(need, draft, filled, rows, version=seen_version())


def _edited(
    need: Need, draft: NeedDraft, filled: Filled, rows: list[int], version: int
) -> ResponseReturnValue:
    """Saved over *version*. Who comes too late sees both texts, unless both say the same: a button pressed twice."""
    try:
        needs.edit(session, need, draft, version=version, by=current_user, now=clock.now())
    except Conflict as conflict:
        theirs, _rows = filled_from(need)
        if not differences(theirs, filled_from(draft)[0]):
            return _saved(need)
        parts = {"need": need, "filled": filled, "rows": rows, "theirs": theirs, "why": conflict.wording}
        return render_template("needs/conflict.html", questions=questions(), donors=donors(), **parts), 409
    return _saved(need)


def form_of(need: Need | None, filled: Filled, rows: list[int], status: int = 200) -> ResponseReturnValue:
    parts = {"need": need, "filled": filled, "rows": rows, "advice": on_need(need, filled, rows)}
    if is_asked_aside():
        return render_template("needs/advice.html", **parts)
    return render_template("needs/edit.html", questions=questions(), donors=donors(), **parts), status


def donors() -> list[tuple[str, str]]:
    """Whom a State may name as readers."""
    return [(donor.key, donor.name) for donor in organisations.donors(session)]


def _again(need: Need | None, filled: Filled, rows: list[int]) -> ResponseReturnValue:
    """The form once more: as it was asked for, or with a sentence beside each error."""
    if only_asks(request.form):
        return form_of(need, Filled(filled.values), changed_rows(request.form, rows))
    return form_of(need, filled, rows, 422)


def _saved(need: Need) -> ResponseReturnValue:
    flash(_("The draft is saved."))
    return redirect(leads_on("needs", need.ref))


def shown(need: Need, said: str, part: str | None = None) -> ResponseReturnValue:
    return on_from_list(url_for("needs.show", ref=need.ref, _anchor=part), need.ref, said)


@bp.post("/<ref>/ask-clearance")
@allows(Action.ASK_CLEARANCE, Need)
def ask_clearance(need: Need) -> ResponseReturnValue:
    needs.ask_clearance(session, need, by=current_user, now=clock.now())
    return shown(need, _("Your focal point has been asked to clear it."))


@bp.post("/<ref>/refuse-clearance")
@allows(Action.REFUSE_CLEARANCE, Need)
def refuse_clearance(need: Need) -> ResponseReturnValue:
    note, filled = read_note(request.form)
    if note is None:
        return page_of(need, filled, 422)
    needs.refuse_clearance(session, need, by=current_user, now=clock.now(), note=note.note)
    return shown(need, _("It is back with its writer."))


@bp.post("/<ref>/clear")
@allows(Action.CLEAR_NEED, Need)
def clear(need: Need) -> ResponseReturnValue:
    submits = "submits" in request.form
    needs.clear(session, need, by=current_user, now=clock.now(), submits=submits)
    said = _("The need is cleared. Submit it when you are ready.")
    return shown(need, _("The need has reached the secretariat.") if submits else said)


@bp.post("/<ref>/submit")
@allows(Action.SUBMIT_NEED, Need)
def submit(need: Need) -> ResponseReturnValue:
    needs.submit(session, need, by=current_user, now=clock.now())
    return shown(need, _("The need has reached the secretariat."))


@bp.post("/<ref>/assign")
@allows(Action.ASSIGN_NEED, Need)
def assign(need: Need) -> ResponseReturnValue:
    needs.assign(session, need, to=chosen_colleague(), by=current_user, now=clock.now())
    flash(_("Noted."))
    return redirect(url_for("needs.show", ref=need.ref))


@bp.post("/<ref>/check")
@allows(Action.CHECK_NEED, Need)
def check(need: Need) -> ResponseReturnValue:
    needs.check(session, need, by=current_user, now=clock.now())
    return shown(need, _("You are checking this need now."))


@bp.route("/<ref>/correct", methods=["GET", "POST"])
@allows(Action.CORRECT_NEED, Need)
def correct(need: Need) -> ResponseReturnValue:
    if request.method == "GET":
        return render_template("needs/correct.html", need=need, filled=Filled())
    topics, filled = read_topics([request.form.get(f"topic-{part.position}", "") for part in need.components])
    if topics is None:
        return render_template("needs/correct.html", need=need, filled=filled), 422
    needs.correct(session, need, topics=topics, by=current_user, now=clock.now())
    flash(_("The topics are corrected. The search runs anew."))
    return redirect(url_for("needs.show", ref=need.ref))


@bp.post("/<ref>/send-back")
@allows(Action.SEND_BACK_NEED, Need)
def send_back(need: Need) -> ResponseReturnValue:
    note, filled = read_note(request.form)
    if note is None:
        return page_of(need, filled, 422)
    needs.send_back(session, need, by=current_user, now=clock.now(), note=note.note)
    return shown(need, _("The State has your question."))


@bp.post("/<ref>/discuss")
@allows(Action.DISCUSS_NEED, Need)
@takes_files(page_of, ENCLOSURE)
def discuss(need: Need) -> ResponseReturnValue:
    message, filled = read_message(request.form)
    if message is None:
        return page_of(need, filled, 422)
    sent = {"key": sheet_of(request.form), "parcel": read_file(ENCLOSURE)}
    needs.discuss(session, need, message, **sent, by=current_user, now=clock.now())
    return shown(need, _("Your message is sent."), "thread")


@bp.post("/<ref>/summarise")
@allows(Action.SUMMARISE_NEED, Need)
def summarise(need: Need) -> ResponseReturnValue:
    note, filled = read_note(request.form, name="public_summary")
    if note is None:
        return page_of(need, filled, 422)
    needs.summarise(session, need, public_summary=note.note, by=current_user, now=clock.now())
    return shown(need, _("The State is asked whether it agrees."))


@bp.post("/<ref>/agree")
@allows(Action.AGREE_TO_NEED, Need)
def agree(need: Need) -> ResponseReturnValue:
    needs.agree(session, need, by=current_user, now=clock.now())
    return shown(need, _("Thank you. The secretariat will publish it."))


@bp.post("/<ref>/object")
@allows(Action.OBJECT_TO_NEED, Need)
def object(need: Need) -> ResponseReturnValue:
    note, filled = read_note(request.form)
    if note is None:
        return page_of(need, filled, 422)
    needs.object(session, need, by=current_user, now=clock.now(), note=note.note)
    return shown(need, _("The secretariat will change it and ask you again."))


@bp.post("/<ref>/publish")
@allows(Action.PUBLISH_NEED, Need)
def publish(need: Need) -> ResponseReturnValue:
    needs.publish(session, need, by=current_user, now=clock.now())
    return shown(need, _("The need is in the catalogue."))


@bp.post("/<ref>/confirm")
@allows(Action.CONFIRM_NEED, Need)
def confirm(need: Need) -> ResponseReturnValue:
    needs.confirm(session, need, by=current_user, now=clock.now())
    return shown(need, _("Thank you. It is confirmed for another year."))


@bp.post("/<ref>/withdraw")
@allows(Action.WITHDRAW_NEED, Need)
def withdraw(need: Need) -> ResponseReturnValue:
    note, filled = read_note(request.form)
    if note is None:
        return page_of(need, filled, 422)
    needs.withdraw(session, need, by=current_user, now=clock.now(), note=note.note)
    return shown(need, _("The need is withdrawn and hidden."))
