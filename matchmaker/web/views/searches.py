"""My searches: filtered views that a person has saved, and what is new in each."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from matchmaker import clock
from matchmaker.actions import Action
from matchmaker.errors import Conflict
from matchmaker.lists import Catalogue
from matchmaker.models import Search
from matchmaker.models.search import NAME_MAX
from matchmaker.queries import searches as reading
from matchmaker.services import preferences, searches
from matchmaker.vocabulary import LetterGroup
from matchmaker.web import filters
from matchmaker.web.access import allows
from matchmaker.web.forms.filled import Filled
from matchmaker.web.forms.search import read_name
from matchmaker.web.languages import said
from matchmaker.web.saved import LISTS, address, saved_as
from matchmaker.web.session import session
from matchmaker.web.words import name_of

bp = Blueprint("searches", __name__, url_prefix="/my-searches")


@bp.get("/")
@allows(Action.READ_SEARCHES)
def index() -> ResponseReturnValue:
    return render_template(
        "searches/index.html",
        searches=reading.of_person(session, current_user),
        in_words=filters.in_words,
        address=address,
        pace=preferences.of(session, current_user)[LetterGroup.SEARCHES],
    )


@bp.get("/<ref>")
@allows(Action.READ_SEARCH, Search)
def show(search: Search) -> ResponseReturnValue:
    return _page(search, Filled({"name": search.name}))


def _page(search: Search, filled: Filled, status: int = 200) -> ResponseReturnValue:
    told = search.catalogue in reading.LOOKING
    news = reading.news(session, search, filters.page_number()) if told else None
    return render_template(
        "searches/show.html",
        search=search,
        in_words=filters.in_words,
        address=address,
        page=news and filters.ShownPage(news),
        filled=filled,
    ), status


@bp.post("/save")
@allows(Action.SAVE_SEARCH)
def save() -> ResponseReturnValue:
    """One press on the list, under the name that its filters make; where that will not do, a name is asked for."""
    catalogue = filters.one_of(Catalogue, "catalogue", request.form)
    wanted = filters.in_use(filters.wanted(LISTS[catalogue].filter, request.form))
    name, filled = read_name(request.form, _proposed(catalogue, wanted))
    if not name:
        return _form(catalogue, wanted, filled, 422)
    try:
        searches.save(session, name, catalogue, wanted, by=current_user, now=clock.now())
    except Conflict as conflict:
        return _form(catalogue, wanted, _with_error(filled, conflict), 409)
    flash(
        _("The search is saved. It is looked through every night.")
        if catalogue in reading.LOOKING
        else _("The view is saved. It stands above the queue.")
    )
    return redirect(address(catalogue, wanted))


def _proposed(catalogue: Catalogue, wanted: Mapping[str, str]) -> str:
    """What is wanted, in words; with the list, if another search is called so. What is saved already keeps its name."""
    if kept := saved_as(catalogue, wanted):
        return kept.name
    name, own = filters.in_words(wanted), reading.of_person(session, current_user)
    with_list = " · ".join(filter(None, (str(name_of(catalogue)), name)))
    return (name if name and name not in {search.name for search in own} else with_list)[:NAME_MAX]


def _form(
    catalogue: Catalogue, wanted: Mapping[str, str], filled: Filled, status: int
) -> ResponseReturnValue:
    return render_template(
        "searches/save.html",
        catalogue=catalogue,
        wanted=wanted,
        told=catalogue in reading.LOOKING,
        in_words=filters.in_words,
        back=address(catalogue, wanted),
        filled=filled,
    ), status


def _with_error(filled: Filled, conflict: Conflict) -> Filled:
    return Filled(filled.values, {"name": said(conflict.wording)})


@bp.post("/<ref>/rename")
@allows(Action.RENAME_SEARCH, Search)
def rename(search: Search) -> ResponseReturnValue:
    name, filled = read_name(request.form)
    if not name:
        return _page(search, filled, 422)
    try:
        searches.rename(session, search, name=name, by=current_user, now=clock.now())
    except Conflict as conflict:
        return _page(search, _with_error(filled, conflict), 409)
    flash(_("The search has another name now."))
    return redirect(url_for("searches.show", ref=search.ref))


@bp.post("/<ref>/delete")
@allows(Action.DELETE_SEARCH, Search)
def delete(search: Search) -> ResponseReturnValue:
    searches.delete(session, search, by=current_user, now=clock.now())
    flash(_("The search is deleted."))
    return redirect(url_for("searches.index"))
