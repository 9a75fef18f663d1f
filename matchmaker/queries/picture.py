"""The picture: how many needs and offers there are, of what a reader may read, by topic, place, source and month.

Each number is that of a list in the catalogue: it is counted by the clauses by which the list is found.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from itertools import product
from operator import or_
from typing import Any

from sqlalchemy import ColumnElement, case, func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from matchmaker import reference
from matchmaker.lists import Stage
from matchmaker.models import Component, Need, Offer, OfferTag, Organisation
from matchmaker.policy import Actor
from matchmaker.queries import needs, offers
from matchmaker.queries.hits import NO_HITS
from matchmaker.queries.needs import NeedFilter
from matchmaker.queries.offers import REACH, OfferFilter
from matchmaker.queries.places import WORLD, countries_in, is_whole_region, reach_codes
from matchmaker.vocabulary import TagKind


@dataclass(frozen=True)
class PictureFilter:
    """What the picture is of; an empty field is of anything."""

    topic: str = ""  # an area or a leaf
    modality: str = ""
    place: str = ""

    @property
    def topics(self) -> list[str]:
        """The rows: all areas, the topics of the area asked for, or the one topic."""
        if self.topic in reference.areas():
            return [code for code, topic in reference.topics().items() if topic.area == self.topic]
        return [self.topic] if self.topic else list(reference.areas())

    @property
    def places(self) -> list[str]:
        """The columns: the five regions, the parts of the region asked for, or the one place."""
        parts = [code for code, region in reference.regions().items() if region.parent == self.place]
        return parts if parts and (not self.place or is_whole_region(self.place)) else [self.place]


@dataclass
class NeedsByPlace:
    total: int = 0
    places: Counter[str] = field(default_factory=Counter)
    countries: Counter[str] = field(default_factory=Counter)  # only where the reader may know it
    topics: Counter[tuple[str, str]] = field(default_factory=Counter)  # (topic, place) -> needs

    def add(self, country: str, topics: Iterable[str], places: Sequence[str], number: int) -> None:
        """*number* needs more, all on *topics* and counted in *places*; *country* is empty where it is not known."""
        self.total += number
        self.countries.update({country: number} if country else {})
        self.places.update(dict.fromkeys(places, number))
        self.topics.update(dict.fromkeys(product(topics, places), number))


@dataclass
class OffersByPlace:
    total: int
    places: Counter[str] = field(default_factory=Counter)
    flows: Counter[tuple[str, str]] = field(default_factory=Counter)  # (source, place) -> offers
    topics: Counter[tuple[str, str]] = field(default_factory=Counter)  # (topic, place) -> offers


def _open_needs(actor: Actor, wanted: PictureFilter, on: date) -> list[ColumnElement[bool]]:
    return needs.found(actor, NeedFilter(**vars(wanted), stage=Stage.OPEN), on=on, hits=NO_HITS)


def _open_offers(actor: Actor, wanted: PictureFilter, on: date) -> list[ColumnElement[bool]]:
    return offers.found(actor, OfferFilter(**vars(wanted), stage=Stage.OPEN), on=on, hits=NO_HITS)


def _row_of(wanted: PictureFilter) -> Mapping[str, str]:
    """Topic -> the row in which it counts."""
    return {code: code if wanted.topic else topic.area for code, topic in reference.topics().items()}


def _columns(wanted: PictureFilter, on: date) -> Callable[[str, bool], list[str]]:
    """In which columns a need counts, by its country; one that is not known tells its large region only."""
    inside = {place: countries_in(place, on=on) for place in wanted.places}
    wide = {place for place in inside if is_whole_region(place)}
    return lambda country, known: [
        place for place, countries in inside.items() if country in countries and (known or place in wide)
    ]


def needs_by_place(session: Session, actor: Actor, wanted: PictureFilter, *, on: date) -> NeedsByPlace:
    """Open needs; one with several topics counts in each. Those that are alike are read once."""
    topics = (
        select(Component.need_id, func.aggregate_strings(col(Component.topic), " ").label("codes"))
        .group_by(col(Component.need_id))
        .subquery()
    )
    state = aliased(Organisation)  # the filter asks the table itself
    known = (needs.whole(actor) | col(Need.shows_country)).label("known")
    told = (
        select(state.country, known, topics.c.codes)
        .select_from(Need)
        .join(state, col(Need.organisation_id) == state.id)
        .join(topics, topics.c.need_id == Need.id, isouter=True)
        .where(*_open_needs(actor, wanted, on))
        .subquery()
    )
    row_of, columns, found = _row_of(wanted), _columns(wanted, on), NeedsByPlace()
    alike: Any = select(*told.c, func.count()).group_by(*told.c)  # type: ignore[call-overload]  # any columns
    for country, is_known, about, number in session.exec(alike):
        rows = {row_of[code] for code in (about or "").split()}
        found.add(country if is_known else "", rows, columns(country, is_known), number)
    return found


def _marks(wanted: PictureFilter, on: date) -> Mapping[str, int]:
    """Code of an offer -> the rows and columns in which it lets the offer count: a bit for each of them."""
    rows = wanted.topics
    marks = Counter({code: 1 << rows.index(row) for code, row in _row_of(wanted).items() if row in rows})
    for at, place in enumerate(wanted.places, len(rows)):
        marks.update(dict.fromkeys(reach_codes(place, on=on), 1 << at))
    return marks


def offers_by_place(session: Session, actor: Actor, wanted: PictureFilter, *, on: date) -> OffersByPlace:
    """Open offers; one with several topics or places counts in each."""
    told = func.aggregate_strings(col(OfferTag.code), " ").label("told")
    marking = select(OfferTag.offer_id, told).where(col(OfferTag.kind).in_((TagKind.TOPIC, *REACH)))
    codes, donor = marking.group_by(col(OfferTag.offer_id)).subquery(), aliased(Organisation)
    rows = (
        select(donor.region, donor.country, codes.c.told)
        .select_from(Offer)
        .join(donor, col(Offer.organisation_id) == donor.id)
        .join(codes, codes.c.offer_id == Offer.id, isouter=True)
        .where(*_open_offers(actor, wanted, on))
    )
    # Of thousands many are alike: each is read once, and what it is like is counted.
    marks, rows_before = _marks(wanted, on), len(wanted.topics)
    alike, by_source = Counter[int](), Counter[tuple[str, int]]()
    for region, country, codes_of_one in session.exec(rows):
        marked = reduce(or_, [marks.get(code, 0) for code in (codes_of_one or "").split()], 0)
        alike[marked] += 1
        by_source[_source(region, country), marked >> rows_before] += 1
    return _spread(wanted, alike, by_source)


def _spread(
    wanted: PictureFilter, alike: Mapping[int, int], by_source: Mapping[tuple[str, int], int]
) -> OffersByPlace:
    """The numbers of those that have the same marks, added up for each row, column and source."""
    rows, columns = wanted.topics, wanted.places

    def places(marks: int) -> list[str]:
        # Without a word on its reach an offer is for every State.
        return [place for at, place in enumerate(columns) if marks >> at & 1 or not marks]

    found = OffersByPlace(total=sum(alike.values()))
    for (source, marks), number in by_source.items():
        found.places.update(dict.fromkeys(places(marks), number))
        found.flows.update({(source, place): number for place in places(marks)})
    for marks, number in alike.items():
        topics = [row for at, row in enumerate(rows) if marks >> at & 1]
        for cell in product(topics, places(marks >> len(rows))):
            found.topics[cell] += number
    return found


def _source(region: str | None, country: str | None) -> str:
    return reference.countries()[country].region if country else region or WORLD


def _in_each(months: Sequence[str], true_in: Callable[[str], ColumnElement[bool]]) -> list[Any]:
    return [func.count(case((true_in(month), 1))) for month in months]


def needs_by_start(
    session: Session, actor: Actor, wanted: PictureFilter, months: Sequence[str], *, on: date
) -> Sequence[int]:
    """Open needs by the month in which they must start, where the reader may know it."""
    counts = _in_each(months, lambda month: needs.starts_in(actor, month))
    return session.exec(select(*counts).select_from(Need).where(*_open_needs(actor, wanted, on))).one()


def needs_by_publication(
    session: Session, actor: Actor, wanted: PictureFilter, months: Sequence[str], stage: Stage, *, on: date
) -> Sequence[int]:
    """Needs in that *stage* today, by the month in which they were published."""
    found = needs.found(actor, NeedFilter(**vars(wanted), stage=stage), on=on, hits=NO_HITS)
    return session.exec(select(*_in_each(months, needs.published_in)).select_from(Need).where(*found)).one()


def offers_by_validity(
    session: Session, actor: Actor, wanted: PictureFilter, months: Sequence[str], *, on: date
) -> Sequence[int]:
    """Open offers that can be given in each month."""
    counts = _in_each(months, offers.valid_in)
    return session.exec(select(*counts).select_from(Offer).where(*_open_offers(actor, wanted, on))).one()
