"""Matches: the review queue, the page of a match, and every deed from interest to introduction."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from matchmaker import clock
from matchmaker.actions import Action
from matchmaker.lists import Catalogue
from matchmaker.models import Match, Need, Offer, Person
from matchmaker.queries import casework, history, messages, offers, people, review, searches
from matchmaker.queries import matches as reading
from matchmaker.services import matches, matching
from matchmaker.services.deadlines import day_everywhere
from matchmaker.services.marking import Marked, marked
from matchmaker.vocabulary import Noun, OfferState
from matchmaker.web import filters, witness
from matchmaker.web.access import actor, allows, may
from matchmaker.web.back import list_before, on_from_list
from matchmaker.web.engaged import feedback_shown, way
from matchmaker.web.forms.filled import Filled, sheet_of
from matchmaker.web.forms.match import read_interest
from matchmaker.web.forms.message import read_message
from matchmaker.web.forms.note import read_note, read_reason
from matchmaker.web.forms.upload import ENCLOSURE, read_file, takes_files
from matchmaker.web.late import due_by, late_since
from matchmaker.web.pairs import AnyPair, Pair
from matchmaker.web.reasons import reasons_kept
from matchmaker.web.session import index_folder, session
from matchmaker.web.stages import knows_both, told
from matchmaker.web.stories import history_rows
from matchmaker.web.talk import talk
from matchmaker.web.verdicts import answer_of

bp = Blueprint("matches", __name__, url_prefix="/matches")


@bp.get("/")
@allows(Action.READ_QUEUE)
def queue() -> ResponseReturnValue:
    wanted, today = filters.wanted(reading.QueueFilter, request.args), day_everywhere(clock.now())
    page = reading.queue(session, actor(), wanted, filters.page_number(), on=today)
    only = reading.of_queue(actor(), wanted, on=today)
    return render_template(
        "matches/queue.html",
        page=filters.ShownPage(page),
        wanted=wanted,
        waiting=casework.waiting(session, reading.IN_QUEUE, *only, late_since=late_since(today)),
        views=searches.of_person(session, current_user, Catalogue.QUEUE),
        today=today,
        due_by=due_by,
        under_way=casework.engagements(session, page.rows),
        filled=Filled(),
        back=url_for("matches.queue", **filters.in_use(wanted), page=page.number),
    )


@bp.get("/<ref>")
@allows(Action.READ_MATCH, Match)
def show(match: Match) -> ResponseReturnValue:
    return page(match, Filled())


def page(match: Match, filled: Filled, status: int = 200) -> ResponseReturnValue:
    """The page of a match, with what was typed into one of its forms."""
    rows = told(match, history.of(session, Noun.MATCH, match.id))
    reviews = may("match.read_review", match)
    pooled = review.in_pool(session, match) if reviews else []
    said = messages.of(session, Noun.MATCH, match.id) if may("match.read_thread", match) else []
    return render_template(
        "matches/show.html",
        match=match,
        marked=_marked(match),
        under_way=casework.engagements(session, [match]) if reviews else [],
        contacts=_contacts(match),
        beside_it=review.beside(session, actor(), match) if reviews else None,
        pooled=pooled,
        served=review.served(match, pooled),
        history_rows=history_rows(rows),
        stations=way(match, rows),
        feedback=feedback_shown(match),
        talk=talk(said),
        filled=filled,
        back=list_before("matches.queue"),
    ), status


def _contacts(match: Match) -> list[tuple[str, str, Sequence[Person]]]:
    """Of both sides, once they are introduced: then they read each other whole, too."""
    if not may("match.read_contacts", match):
        return []
    witness.showed_contacts(actor(), match)
    witness.showed_whole(actor(), match.need)
    return people.of_both_sides(session, match)


def _marked(pair: AnyPair) -> Marked | None:
    """The texts of both with the reasons marked; None for whoever may not read one of them."""
    if not knows_both(pair):
        return None
    return marked(session, pair.need, pair.offer, reasons_kept(pair), on=clock.now().date())


@bp.get("/for/<ref>/why")
@allows(Action.READ_NEED_WHY, Need)
def why(need: Need) -> ResponseReturnValue:
    if "offer" not in request.args:
        return render_template("matches/why.html", need=need, filled=Filled())
    asked, filled = read_interest(request.args)
    offer = asked and _offer(asked.offer)
    if offer is None:
        return render_template("matches/why.html", need=need, filled=_unknown(filled)), 422
    if offer.state != OfferState.PUBLISHED:
        refused = Filled(
            filled.values, {"offer": _("This offer is not published: it is compared with nothing.")}
        )
        return render_template("matches/why.html", need=need, filled=refused), 422
    verdict = matching.why(session, need, offer, index_folder=index_folder(), now=clock.now())
    found = verdict.pair
    pair = Pair(need, offer, found.band, found.score, [vars(reason) for reason in found.reasons])
    return render_template(
        "matches/why.html",
        need=need,
        match=pair,
        marked=_marked(pair),
        answer=answer_of(verdict),
        held=reading.between(session, need, offer),
        filled=filled,
    )


@bp.route("/for/<ref>/show-interest", methods=["GET", "POST"])
@allows(Action.SHOW_INTEREST, Need)
def show_interest(need: Need) -> ResponseReturnValue:
    if request.method == "GET":
        return _interest(need, Filled())
    interest, filled = read_interest(request.form)
    offer = interest and _offer(interest.offer)
    if interest is None or offer is None:
        return _interest(need, _unknown(filled), 422)
    match = matches.show_interest(session, need, offer, note=interest.note, by=current_user, now=clock.now())
    return shown(match, _("Thank you. The secretariat will look at it and speak to the State first."))


def _interest(need: Need, filled: Filled, status: int = 200) -> ResponseReturnValue:
    return render_template(
        "matches/show_interest.html",
        need=need,
        mine=offers.of_organisation(session, actor()),
        best=reading.best_offer(session, actor(), need),
        filled=filled,
    ), status


@bp.route("/for/<ref>/pick", methods=["GET", "POST"])
@allows(Action.PICK_MATCH, Need)
def pick(need: Need) -> ResponseReturnValue:
    if request.method == "GET":
        return render_template("matches/pick.html", need=need, filled=Filled())
    picked, filled = read_interest(request.form)
    offer = picked and _offer(picked.offer)
    if offer is None:
        return render_template("matches/pick.html", need=need, filled=_unknown(filled)), 422
    match = matches.pick(session, need, offer, by=current_user, now=clock.now())
    return shown(match, _("The pair is in the queue now."))


def _offer(ref: str) -> Offer | None:
    """The offer under *ref*, if this person may read it."""
    offer = offers.by_ref(session, ref)
    return offer if offer is not None and may("offer.read", offer) else None


def _unknown(filled: Filled) -> Filled:
    return Filled(filled.values, {"offer": _("There is no such offer."), **filled.errors})


def shown(match: Match, said: str) -> ResponseReturnValue:
    return on_from_list(url_for("matches.show", ref=match.ref), match.ref, said)


@bp.post("/<ref>/shortlist")
@allows(Action.SHORTLIST_MATCH, Match)
def shortlist(match: Match) -> ResponseReturnValue:
    matches.shortlist(session, match, by=current_user, now=clock.now())
    return shown(match, _("The pair is on the shortlist."))


@bp.post("/<ref>/dismiss")
@allows(Action.DISMISS_MATCH, Match)
def dismiss(match: Match) -> ResponseReturnValue:
    why, filled = read_reason(request.form)
    if why is None:
        return page(match, filled, 422)
    matches.dismiss(session, match, reason=why.reason, note=why.note, by=current_user, now=clock.now())
    return shown(match, _("The pair is dismissed. The reason stays with the secretariat."))


@bp.post("/<ref>/propose")
@allows(Action.PROPOSE_MATCH, Match)
def propose(match: Match) -> ResponseReturnValue:
    note, filled = read_note(request.form)
    if note is None:
        return page(match, filled, 422)
    matches.propose(session, match, note=note.note, by=current_user, now=clock.now())
    return shown(match, _("It waits for release by another person."))


@bp.post("/<ref>/send-back")
@allows(Action.SEND_BACK_MATCH, Match)
def send_back(match: Match) -> ResponseReturnValue:
    note, filled = read_note(request.form)
    if note is None:
        return page(match, filled, 422)
    matches.send_back(session, match, note=note.note, by=current_user, now=clock.now())
    return shown(match, _("It is back with the case officer."))


@bp.post("/<ref>/release")
@allows(Action.RELEASE_MATCH, Match)
def release(match: Match) -> ResponseReturnValue:
    matches.release(session, match, by=current_user, now=clock.now(), knowingly="knowingly" in request.form)
    return shown(match, _("The State is asked now."))


@bp.post("/<ref>/accept-as-requester")
@allows(Action.ACCEPT_AS_REQUESTER, Match)
def accept_as_requester(match: Match) -> ResponseReturnValue:
    matches.accept_as_requester(session, match, by=current_user, now=clock.now())
    return shown(match, _("Thank you. The donor is asked now."))


@bp.post("/<ref>/decline-as-requester")
@allows(Action.DECLINE_AS_REQUESTER, Match)
def decline_as_requester(match: Match) -> ResponseReturnValue:
    why, filled = read_reason(request.form)
    if why is None:
        return page(match, filled, 422)
    matches.decline_as_requester(
        session, match, reason=why.reason, note=why.note, by=current_user, now=clock.now()
    )
    return shown(match, _("Thank you. Your need stays open and the search goes on."))


@bp.post("/<ref>/accept-as-donor")
@allows(Action.ACCEPT_AS_DONOR, Match)
def accept_as_donor(match: Match) -> ResponseReturnValue:
    matches.accept_as_donor(session, match, by=current_user, now=clock.now())
    return shown(match, _("Thank you. The secretariat will introduce you."))


@bp.post("/<ref>/decline-as-donor")
@allows(Action.DECLINE_AS_DONOR, Match)
def decline_as_donor(match: Match) -> ResponseReturnValue:
    why, filled = read_reason(request.form)
    if why is None:
        return page(match, filled, 422)
    matches.decline_as_donor(
        session, match, reason=why.reason, note=why.note, by=current_user, now=clock.now()
    )
    return shown(match, _("Thank you. Only the secretariat reads your reason."))


@bp.post("/<ref>/introduce")
@allows(Action.INTRODUCE_MATCH, Match)
def introduce(match: Match) -> ResponseReturnValue:
    matches.introduce(session, match, by=current_user, now=clock.now(), knowingly="knowingly" in request.form)
    return shown(match, _("They are introduced."))


@bp.post("/<ref>/discuss")
@allows(Action.DISCUSS_MATCH, Match)
@takes_files(page, ENCLOSURE)
def discuss(match: Match) -> ResponseReturnValue:
    message, filled = read_message(request.form)
    if message is None:
        return page(match, filled, 422)
    sent = {"key": sheet_of(request.form), "parcel": read_file(ENCLOSURE)}
    matches.discuss(session, match, message, **sent, by=current_user, now=clock.now())
    flash(_("Your message is sent."))
    return redirect(url_for("matches.show", ref=match.ref, _anchor="thread"))
