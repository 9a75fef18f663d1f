"""The lexicon: looking concepts up, adding, correcting and retiring them. For the secretariat."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from matchmaker import clock
from matchmaker.actions import Action
from matchmaker.errors import Conflict
from matchmaker.models import Concept
from matchmaker.queries import history
from matchmaker.services import concepts, lexicon
from matchmaker.vocabulary import Noun
from matchmaker.web import filters
from matchmaker.web.access import allows
from matchmaker.web.forms.concept import filled_from, questions, read_concept
from matchmaker.web.forms.filled import Filled, seen_version
from matchmaker.web.forms.note import read_note
from matchmaker.web.languages import said
from matchmaker.web.session import session
from matchmaker.web.stories import history_rows

bp = Blueprint("lexicon", __name__, url_prefix="/lexicon")


@bp.get("/")
@allows(Action.READ_LEXICON)
def index() -> ResponseReturnValue:
    words = request.args.get("words", "")[: filters.WORDS_MAX]
    page = lexicon.look_up(session, words, filters.page_number())
    return render_template("lexicon/index.html", asked=Filled({"words": words}), page=filters.ShownPage(page))


@bp.get("/<ref>")
@allows(Action.READ_LEXICON, Concept)
def show(concept: Concept) -> ResponseReturnValue:
    return _page(concept, Filled())


def _page(concept: Concept, filled: Filled, status: int = 200) -> ResponseReturnValue:
    told = history_rows(history.of(session, Noun.CONCEPT, concept.id)) if concept.id else []
    page = render_template("lexicon/show.html", concept=concept, filled=filled, history_rows=told)
    return page, status


@bp.route("/write", methods=["GET", "POST"])
@allows(Action.WRITE_CONCEPT)
def write() -> ResponseReturnValue:
    if request.method == "GET":
        return _form(None, Filled())
    draft, filled = read_concept(request.form)
    if draft is None:
        return _form(None, filled, 422)
    try:
        concept = concepts.write(session, draft, by=current_user, now=clock.now())
    except Conflict as conflict:
        return _form(None, Filled(filled.values, {"en": said(conflict.wording)}), 409)
    return _shown(concept, _("The concept is in the lexicon."))


@bp.route("/<ref>/edit", methods=["GET", "POST"])
@allows(Action.EDIT_CONCEPT, Concept)
def edit(concept: Concept) -> ResponseReturnValue:
    if request.method == "GET":
        return _form(concept, filled_from(concept))
    draft, filled = read_concept(request.form)
    if draft is None:
        return _form(concept, filled, 422)
    try:
        concepts.edit(session, concept, draft, version=seen_version(), by=current_user, now=clock.now())
    except Conflict as conflict:
        return _form(concept, Filled(filled.values, {"en": said(conflict.wording)}), 409)
    return _shown(concept, _("The concept is changed."))


def _form(concept: Concept | None, filled: Filled, status: int = 200) -> ResponseReturnValue:
    page = render_template("lexicon/edit.html", concept=concept, filled=filled, questions=questions())
    return page, status


def _shown(concept: Concept, words: str) -> ResponseReturnValue:
    flash(words)
    return redirect(url_for("lexicon.show", ref=concept.ref))


@bp.post("/<ref>/retire")
@allows(Action.RETIRE_CONCEPT, Concept)
def retire(concept: Concept) -> ResponseReturnValue:
    note, filled = read_note(request.form)
    if note is None:
        return _page(concept, filled, 422)
    concepts.retire(session, concept, by=current_user, now=clock.now(), note=note.note)
    return _shown(concept, _("The concept is retired: it is found in no text."))


@bp.post("/<ref>/restore")
@allows(Action.RESTORE_CONCEPT, Concept)
def restore(concept: Concept) -> ResponseReturnValue:
    concepts.restore(session, concept, by=current_user, now=clock.now())
    return _shown(concept, _("The concept is in use again."))
