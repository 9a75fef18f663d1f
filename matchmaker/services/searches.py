"""Saved searches: a filtered view put by, and once a night a look at what is new in it (docs/adr/0021)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert, literal, update
from sqlmodel import Session, col, select

from matchmaker import policy
from matchmaker.actions import Action
from matchmaker.errors import Conflict, NotAllowed
from matchmaker.lists import Catalogue
from matchmaker.models import Person, Search, SearchHit
from matchmaker.queries import searches as reading
from matchmaker.services import finding, letters
from matchmaker.vocabulary import LetterKind
from matchmaker.wording import say

READ = {
    Catalogue.NEEDS: Action.READ_NEEDS,
    Catalogue.OFFERS: Action.READ_OFFERS,
    Catalogue.QUEUE: Action.READ_QUEUE,
}
MOST_SEARCHES = 20  # of one person: nobody reads the news of more
HITS: Any = SearchHit.__table__  # type: ignore[attr-defined]  # set by the metaclass


def save(
    session: Session,
    name: str,
    catalogue: Catalogue,
    wanted: Mapping[str, str],
    *,
    by: Person,
    now: datetime,
) -> Search:
    """Put *wanted* by under *name*; what it finds today is no news. The same again is a button pressed twice.

    Conflict where *by* has another search of that name, or as many as there may be.
    """
    if not all(policy.can(by, action) for action in (Action.SAVE_SEARCH, READ[catalogue])):
        raise NotAllowed(say("This page is for people in another role."))
    own = reading.of_person(session, by)
    for search in own:
        if (search.name, search.catalogue, search.wanted) == (name, catalogue, wanted):
            return search
    _require_free(own, name)
    if len(own) >= MOST_SEARCHES:
        raise Conflict(say("You have saved %(most)s searches, as many as there may be.", most=MOST_SEARCHES))
    search = Search(
        person=by, name=name, catalogue=catalogue, wanted=dict(wanted), created_at=now, looked_at=now
    )
    session.add(search)
    session.flush()
    if catalogue in reading.LOOKING:
        _find(session, search, told_at=None, now=now)
    return search


def _require_free(own: Iterable[Search], name: str) -> None:
    if name in {search.name for search in own}:
        raise Conflict(say("You have a search of this name already. Please choose another name."))


def rename(session: Session, search: Search, *, name: str, by: Person, now: datetime) -> None:
    """Conflict if *by* has another search of that *name*."""
    _require_free((one for one in reading.of_person(session, by) if one.id != search.id), name)
    search.name = name


def delete(session: Session, search: Search, *, by: Person, now: datetime) -> None:
    """Forget *search* and what it has found; letters about it that wait are no longer due by that."""
    session.connection().execute(HITS.delete().where(HITS.c.search_id == search.id))
    session.delete(search)


def tell_news(session: Session, search: Search, *, now: datetime) -> None:
    """Write to its owner of what *search* finds that it has not found before."""
    _find(session, search, told_at=now, now=now)
    # Not by the session: it is no newer for that to whoever is renaming it.
    session.connection().execute(update(Search).where(col(Search.id) == search.id).values(looked_at=now))
    if number := reading.number_told(session, search, at=now):
        told = {"number": number, "name": search.name}
        letters.write(session, LetterKind.SEARCH_NEWS, [search.person], about=search, now=now, **told)


def _find(session: Session, search: Search, *, told_at: datetime | None, now: datetime) -> None:
    """Note what *search* finds and had not found before."""
    table = reading.LOOKING[search.catalogue].table
    columns = (literal(search.id), table.id, literal(told_at, HITS.c.told_at.type))
    hits = finding.hits(session, search.catalogue, search.wanted.get("words", ""))
    rows = select(*columns).where(*reading.unheard(search, on=now.date(), hits=hits))
    session.connection().execute(insert(SearchHit).from_select(list(HITS.c.keys()), rows))
