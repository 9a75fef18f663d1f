"""Offers: the catalogue, the page of an offer, writing one, and every deed on it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from matchmaker import clock
from matchmaker.actions import Action
from matchmaker.errors import Conflict
from matchmaker.lists import Catalogue
from matchmaker.models import Offer
from matchmaker.queries import history, matches, messages
from matchmaker.queries import offers as reading
from matchmaker.services import duplicates, offers
from matchmaker.services.drafts import OfferDraft
from matchmaker.vocabulary import Noun
from matchmaker.web.access import actor, allows, may, reading_as
from matchmaker.web.advice import is_asked_aside, on_offer
from matchmaker.web.audiences import Published, audiences_of, stand_in
from matchmaker.web.back import on_from_list
from matchmaker.web.colleagues import chosen_colleague
from matchmaker.web.forms.filled import (
    AS_WRITTEN,
    Filled,
    asks_advice,
    differences,
    seen_version,
    sheet_of,
    with_missing,
)
from matchmaker.web.forms.message import read_message
from matchmaker.web.forms.note import read_added, read_note
from matchmaker.web.forms.offer import filled_anew, filled_from, questions, read_last_day, read_offer
from matchmaker.web.forms.topics import read_topics
from matchmaker.web.forms.upload import ENCLOSURE, read_file, takes_files
from matchmaker.web.listing import listing
from matchmaker.web.manner import chose_manner, leads_on
from matchmaker.web.session import session
from matchmaker.web.stories import history_rows
from matchmaker.web.talk import talk

bp = Blueprint("offers", __name__, url_prefix="/offers")


@bp.get("/")
@allows(Action.READ_OFFERS)
def index() -> ResponseReturnValue:
    return render_template("offers/index.html", **listing(Catalogue.OFFERS))


@bp.get("/<ref>")
@allows(Action.READ_OFFER, Offer)
def show(offer: Offer) -> ResponseReturnValue:
    return page_of(offer, Filled())


def page_of(offer: Offer, filled: Filled, status: int = 200) -> ResponseReturnValue:
    """The page of *offer*, with what was typed into one of its forms."""
    fitting = matches.of_offer(session, actor(), offer) if may("offer.read_matches", offer) else []
    rows = history.of(session, Noun.OFFER, offer.id) if may("offer.read_history", offer) else []
    said = messages.of(session, Noun.OFFER, offer.id) if may("offer.read_thread", offer) else []
    return render_template(
        "offers/show.html",
        offer=offer,
        fitting=fitting,
        alike=duplicates.offers_like(session, actor(), offer) if may("offer.edit", offer) else [],
        history_rows=history_rows(rows),
        talk=talk(said, rows),
        filled=filled,
    ), status


@bp.get("/<ref>/preview")
@allows(Action.READ_OFFER_PREVIEW, Offer)
def preview(offer: Offer) -> ResponseReturnValue:
    """The offer as the audience `reader` will read it."""
    audiences = audiences_of(offer)
    reader = next((one for one in audiences if one == request.args.get("reader")), audiences[0])
    published, seen = Published(offer), ""
    with reading_as(stand_in(reader, offer)):
        if may("offer.read", published):
            seen = Markup(render_template("offers/seen.html", offer=published))  # noqa: S704  # our own template
    return render_template("offers/preview.html", offer=offer, audiences=audiences, reader=reader, seen=seen)


@bp.route("/write", methods=["GET", "POST"])
@allows(Action.WRITE_OFFER)
def write() -> ResponseReturnValue:
    if request.method == "GET":
        earlier = reading.last_submitted(session, current_user)
        return form_of(None, filled_anew(current_user.language, earlier))
    draft, filled = read_offer(request.form)
    if chose_manner() or asks_advice(request.form):
        return form_of(None, Filled(filled.values))
    if draft is None:
        return form_of(None, filled, 422)
    sheet = sheet_of(request.form)
    written = reading.by_key(session, sheet)
    if written is not None and may("offer.edit", written):
        return _edited(written, draft, filled, version=AS_WRITTEN)
    return _saved(
        offers.write(session, draft, by=current_user, now=clock.now(), key=None if written else sheet)
    )


@bp.route("/<ref>/edit", methods=["GET", "POST"])
@allows(Action.EDIT_OFFER, Offer)
def edit(offer: Offer) -> ResponseReturnValue:
    if request.method == "GET":
        return form_of(offer, with_missing(filled_from(offer), offers.missing(offer)))
    draft, filled = read_offer(request.form)
    if chose_manner() or asks_advice(request.form):
        return form_of(offer, Filled(filled.values))
    if draft is None:
        return form_of(offer, filled, 422)
    return _edited(offer, draft, filled, version=seen_version())


def _edited(offer: Offer, draft: OfferDraft, filled: Filled, version: int) -> ResponseReturnValue:
    """Saved over *version*. Who comes too late sees both texts, unless both say the same: a button pressed twice."""
    try:
        offers.edit(session, offer, draft, version=version, by=current_user, now=clock.now())
    except Conflict as conflict:
        theirs = filled_from(offer)
        if not differences(theirs, filled_from(draft)):
            return _saved(offer)
        parts = {"offer": offer, "filled": filled, "theirs": theirs, "why": conflict.wording}
        return render_template("offers/conflict.html", questions=questions(), **parts), 409
    return _saved(offer)


def form_of(offer: Offer | None, filled: Filled, status: int = 200) -> ResponseReturnValue:
    parts = {"offer": offer, "filled": filled, "advice": on_offer(offer, filled)}
    if is_asked_aside():
        return render_template("offers/advice.html", **parts)
    return render_template("offers/edit.html", questions=questions(), **parts), status


def _saved(offer: Offer) -> ResponseReturnValue:
    flash(_("The draft is saved."))
    return redirect(leads_on("offers", offer.ref))


def shown(offer: Offer, said: str, part: str | None = None) -> ResponseReturnValue:
    return on_from_list(url_for("offers.show", ref=offer.ref, _anchor=part), offer.ref, said)


@bp.post("/<ref>/submit")
@allows(Action.SUBMIT_OFFER, Offer)
def submit(offer: Offer) -> ResponseReturnValue:
    offers.submit(session, offer, by=current_user, now=clock.now())
    return shown(offer, _("The offer has reached the secretariat."))


@bp.post("/<ref>/assign")
@allows(Action.ASSIGN_OFFER, Offer)
def assign(offer: Offer) -> ResponseReturnValue:
    offers.assign(session, offer, to=chosen_colleague(), by=current_user, now=clock.now())
    flash(_("Noted."))
    return redirect(url_for("offers.show", ref=offer.ref))


@bp.post("/<ref>/check")
@allows(Action.CHECK_OFFER, Offer)
def check(offer: Offer) -> ResponseReturnValue:
    offers.check(session, offer, by=current_user, now=clock.now())
    return shown(offer, _("You are checking this offer now."))


@bp.route("/<ref>/correct", methods=["GET", "POST"])
@allows(Action.CORRECT_OFFER, Offer)
def correct(offer: Offer) -> ResponseReturnValue:
    if request.method == "GET":
        return render_template("offers/correct.html", offer=offer, filled=Filled())
    topics, filled = read_topics(request.form.getlist("topics"))
    if topics is None:
        return render_template("offers/correct.html", offer=offer, filled=filled), 422
    offers.correct(session, offer, topics=topics, by=current_user, now=clock.now())
    flash(_("The topics are corrected. The search runs anew."))
    return redirect(url_for("offers.show", ref=offer.ref))


@bp.post("/<ref>/send-back")
@allows(Action.SEND_BACK_OFFER, Offer)
def send_back(offer: Offer) -> ResponseReturnValue:
    note, filled = read_note(request.form)
    if note is None:
        return page_of(offer, filled, 422)
    offers.send_back(session, offer, by=current_user, now=clock.now(), note=note.note)
    return shown(offer, _("The donor has your question."))


@bp.post("/<ref>/discuss")
@allows(Action.DISCUSS_OFFER, Offer)
@takes_files(page_of, ENCLOSURE)
def discuss(offer: Offer) -> ResponseReturnValue:
    message, filled = read_message(request.form)
    if message is None:
        return page_of(offer, filled, 422)
    sent = {"key": sheet_of(request.form), "parcel": read_file(ENCLOSURE)}
    offers.discuss(session, offer, message, **sent, by=current_user, now=clock.now())
    return shown(offer, _("Your message is sent."), "thread")


@bp.post("/<ref>/publish")
@allows(Action.PUBLISH_OFFER, Offer)
def publish(offer: Offer) -> ResponseReturnValue:
    offers.publish(session, offer, by=current_user, now=clock.now())
    return shown(offer, _("The offer is in the catalogue."))


@bp.post("/<ref>/suspend")
@allows(Action.SUSPEND_OFFER, Offer)
def suspend(offer: Offer) -> ResponseReturnValue:
    note, filled = read_note(request.form)
    if note is None:
        return page_of(offer, filled, 422)
    offers.suspend(session, offer, by=current_user, now=clock.now(), note=note.note)
    return shown(offer, _("The offer is suspended and hidden."))


@bp.post("/<ref>/resume")
@allows(Action.RESUME_OFFER, Offer)
def resume(offer: Offer) -> ResponseReturnValue:
    offers.resume(session, offer, by=current_user, now=clock.now())
    return shown(offer, _("The offer is in the catalogue again."))


@bp.post("/<ref>/replenish")
@allows(Action.REPLENISH_OFFER, Offer)
def replenish(offer: Offer) -> ResponseReturnValue:
    added, filled = read_added(request.form)
    if added is None:
        return page_of(offer, filled, 422)
    offers.replenish(session, offer, more=added.more, by=current_user, now=clock.now())
    return shown(offer, _("The offer has room again."))


@bp.post("/<ref>/confirm")
@allows(Action.CONFIRM_OFFER, Offer)
def confirm(offer: Offer) -> ResponseReturnValue:
    offers.confirm(session, offer, by=current_user, now=clock.now())
    return shown(offer, _("Thank you. It is confirmed for another year."))


@bp.post("/<ref>/renew")
@allows(Action.RENEW_OFFER, Offer)
def renew(offer: Offer) -> ResponseReturnValue:
    day, filled = read_last_day(request.form, after=clock.now().date())
    if day is None:
        return page_of(offer, filled, 422)
    offers.renew(session, offer, valid_until=day, by=current_user, now=clock.now())
    return shown(offer, _("The offer is in the catalogue again."))


@bp.post("/<ref>/withdraw")
@allows(Action.WITHDRAW_OFFER, Offer)
def withdraw(offer: Offer) -> ResponseReturnValue:
    note, filled = read_note(request.form)
    if note is None:
        return page_of(offer, filled, 422)
    offers.withdraw(session, offer, by=current_user, now=clock.now(), note=note.note)
    return shown(offer, _("The offer is withdrawn and hidden."))
