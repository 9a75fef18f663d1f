"""Pools: the page of one, proposing one, and what the secretariat and those who ask together do there."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from matchmaker import clock
from matchmaker.actions import Action
from matchmaker.models import Need, Pool
from matchmaker.queries import messages, needs, review
from matchmaker.queries import pools as reading
from matchmaker.services import duplicates, pools
from matchmaker.services.drafts import PoolDraft
from matchmaker.vocabulary import Noun
from matchmaker.web.access import actor, allows, may
from matchmaker.web.forms.filled import Filled, sheet_of
from matchmaker.web.forms.message import read_message
from matchmaker.web.forms.note import read_note
from matchmaker.web.forms.pool import read_asked, read_proposal
from matchmaker.web.forms.upload import ENCLOSURE, read_file, takes_files
from matchmaker.web.pooled import (
    alike_for,
    contacts_of,
    is_listed,
    ours_in,
    standing_of,
    story_of,
    together_in,
)
from matchmaker.web.session import session
from matchmaker.web.talk import talk

bp = Blueprint("pools", __name__, url_prefix="/pools")


@bp.get("/<ref>")
@allows(Action.READ_POOL, Pool)
def show(pool: Pool) -> ResponseReturnValue:
    return page_of(pool, Filled())


def page_of(pool: Pool, filled: Filled, status: int = 200) -> ResponseReturnValue:
    """The page of *pool*, with what was typed into one of its forms."""
    ours = ours_in(pool)
    said = messages.of(session, Noun.POOL, pool.id) if may("pool.read_thread", pool) else []
    return render_template(
        "pools/show.html",
        pool=pool,
        ours=ours,
        standing=standing_of(pool),
        together=together_in(pool),
        contacts=contacts_of(pool),
        serving=review.serving(session, pool) if may("pool.read_answers", pool) else [],
        alike=alike_for(ours),
        listed=ours is not None and is_listed(ours.need),
        history_rows=story_of(pool),
        talk=talk(said),
        filled=filled,
    ), status


def refused(pool: Pool, filled: Filled, *, still: bool) -> ResponseReturnValue:
    """The page with what is wrong in a form; or with what stands now, if its deed is possible no more."""
    return page_of(pool, filled, 422 if still else 409)


@bp.route("/for/<ref>/propose", methods=["GET", "POST"])
@allows(Action.PROPOSE_POOL, Need)
def propose(need: Need) -> ResponseReturnValue:
    if request.method == "GET":
        return _proposal(need, Filled({"language": current_user.language}))
    asked, filled = read_proposal(request.form)
    if asked is None:
        return _proposal(need, filled, 422)
    others = [needs.by_ref(session, ref) for ref in dict.fromkeys(asked.others)]
    known = [one for one in others if one is not None and may("need.read", one)]
    if len(known) < len(others):
        return _proposal(need, Filled(filled.values, {"other": _("There is no such need.")}), 422)
    draft = PoolDraft(**asked.model_dump(exclude={"others"}))
    pool = pools.propose(session, need, known, draft, by=current_user, now=clock.now())
    return shown(pool, _("The States are asked, each by itself."))


def _proposal(need: Need, filled: Filled, status: int = 200) -> ResponseReturnValue:
    alike = duplicates.needs_to_pool(session, actor(), need, reading.is_free())
    return render_template("pools/propose.html", need=need, alike=alike, filled=filled), status


@bp.post("/<ref>/invite")
@allows(Action.INVITE_TO_POOL, Pool)
def invite(pool: Pool) -> ResponseReturnValue:
    asked, filled = read_asked(request.form)
    need = asked and needs.by_ref(session, asked.need)
    if asked is None or need is None or not may("need.read", need):
        missing = {"need": _("There is no such need."), **filled.errors}
        return refused(pool, Filled(filled.values, missing), still=may("pool.invite", pool))
    pools.invite(session, pool, need, by=current_user, now=clock.now())
    return shown(pool, _("This State is asked, too."))


@bp.post("/<ref>/dissolve")
@allows(Action.DISSOLVE_POOL, Pool)
def dissolve(pool: Pool) -> ResponseReturnValue:
    note, filled = read_note(request.form)
    if note is None:
        return refused(pool, filled, still=may("pool.dissolve", pool))
    pools.dissolve(session, pool, note=note.note, by=current_user, now=clock.now())
    return shown(pool, _("The pool has ended. Each need stays as it is."))


@bp.post("/<ref>/discuss")
@allows(Action.DISCUSS_POOL, Pool)
@takes_files(page_of, ENCLOSURE)
def discuss(pool: Pool) -> ResponseReturnValue:
    draft, filled = read_message(request.form)
    if draft is None:
        return refused(pool, filled, still=may("pool.discuss", pool))
    sent = {"key": sheet_of(request.form), "parcel": read_file(ENCLOSURE)}
    pools.discuss(session, pool, draft, **sent, by=current_user, now=clock.now())
    return shown(pool, _("Your message is sent."), "thread")


def shown(pool: Pool, message: str, part: str | None = None) -> ResponseReturnValue:
    """Back to the page of *pool*, saying what was done."""
    flash(message)
    return redirect(url_for("pools.show", ref=pool.ref, _anchor=part))
