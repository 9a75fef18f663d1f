"""Reading saved searches, and what is new in them: never more than their owner may read now."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func
from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from matchmaker.lists import Catalogue
from matchmaker.models import Need, Offer, Person, Search, SearchHit
from matchmaker.queries import needs, offers
from matchmaker.queries.hits import Hits
from matchmaker.queries.paging import Page, page_of


@dataclass(frozen=True)
class Looking:
    """How a catalogue is looked through for news; the queue is none: what waits there is on the desk."""

    table: type[Any]
    filter: Callable[..., Any]
    found: Callable[..., list[ColumnElement[bool]]]
    listed: Callable[[Person], ColumnElement[bool]]
    with_parts: Callable[[SelectOfScalar[Any]], SelectOfScalar[Any]]


LOOKING: Mapping[Catalogue, Looking] = {
    Catalogue.NEEDS: Looking(Need, needs.NeedFilter, needs.found, needs.listed, needs.with_parts),
    Catalogue.OFFERS: Looking(Offer, offers.OfferFilter, offers.found, offers.listed, offers.with_parts),
}


def by_ref(session: Session, ref: str, *, hold: bool = False) -> Search | None:
    rows = select(Search).options(selectinload(Search.person)).where(Search.ref == ref)  # type: ignore[arg-type]  # a relationship at class level
    return session.exec(rows.with_for_update(of=Search) if hold else rows).first()


def of_person(session: Session, person: Person, *lists: Catalogue) -> Sequence[Search]:
    """What *person* has saved, of all lists or of these, the last first."""
    only = [col(Search.catalogue).in_(lists)] if lists else []
    rows = select(Search).where(Search.person_id == person.id, *only)
    return session.exec(rows.order_by(col(Search.id).desc())).all()


def unheard(search: Search, *, on: date, hits: Hits) -> list[ColumnElement[bool]]:
    """What is true of a thing that *search* finds on the day *on* and has not found before. *hits*: of its words."""
    looking = LOOKING[search.catalogue]
    wanted = looking.filter(**search.wanted)
    return [*looking.found(search.person, wanted, on=on, hits=hits), ~_hit(search, looking)]


def news(session: Session, search: Search, page: int) -> Page[Any]:
    """What was told of *search* and is still to be read, the last first."""
    looking = LOOKING[search.catalogue]
    hit = and_(col(SearchHit.search_id) == search.id, col(SearchHit.thing_id) == looking.table.id)
    rows = select(looking.table).join(SearchHit, hit).where(col(SearchHit.told_at).is_not(None))
    rows = looking.with_parts(rows.where(looking.listed(search.person)))
    return page_of(session, rows.order_by(col(SearchHit.told_at).desc(), looking.table.id.desc()), page)


def number_told(session: Session, search: Search, *, at: datetime) -> int:
    """How much of what was told *at* that moment is still to be read."""
    looking = LOOKING[search.catalogue]
    told = _hit(search, looking, col(SearchHit.told_at) == at)
    rows = select(func.count()).select_from(looking.table)
    return session.exec(rows.where(looking.listed(search.person), told)).one()


def _hit(search: Search, looking: Looking, *clauses: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(
        col(SearchHit.search_id) == search.id, col(SearchHit.thing_id) == looking.table.id, *clauses
    )
