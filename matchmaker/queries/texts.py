"""What the catalogues tell in words, for whoever builds an index of it: of all that is open, whoever may read it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from matchmaker import reference
from matchmaker.lists import Catalogue
from matchmaker.models import Component, Need, NeedTag, Offer, OfferTag, Organisation
from matchmaker.queries.hits import among
from matchmaker.vocabulary import OPEN_NEED_STATES, OPEN_OFFER_STATES, TagKind

OPEN: dict[Catalogue, tuple[Any, ColumnElement[bool]]] = {
    Catalogue.NEEDS: (Need, col(Need.state).in_(OPEN_NEED_STATES)),
    Catalogue.OFFERS: (Offer, col(Offer.state).in_(OPEN_OFFER_STATES)),
}

# The filters that codes are asked for by.
TOPIC, MODALITY, PLACE, LANGUAGE, BUDGET = "topic", "modality", "place", "language", "budget"
FILTERS = {
    TagKind.MODALITY: MODALITY,
    TagKind.LANGUAGE: LANGUAGE,
    TagKind.COUNTRY: PLACE,
    TagKind.REGION: PLACE,
    TagKind.GROUP: PLACE,
}

Code = tuple[str, str]
Stamp = tuple[object, ...]
Edition = tuple[str, int]  # the reference and the version: of another database neither is the same


@dataclass(frozen=True)
class Text:
    """What one thing tells: *shared* to whoever knows of it, *rest* to those who read the whole. So also its codes,
    each with the filter that asks for it.

    *countries* are those it names; of a need the only one, which *shows_country* tells to everybody.
    """

    id: int
    language: str
    title: str
    shared: str
    rest: str
    house: str
    countries: tuple[str, ...]
    codes: frozenset[Code]
    rest_codes: frozenset[Code] = frozenset()
    shows_country: bool = True

    @property
    def topics(self) -> list[str]:
        return [code for field, code in self.codes if field == TOPIC and code in reference.topics()]


def stamp(session: Session, catalogue: Catalogue) -> Stamp:
    """Differs after every change of what is open in *catalogue*, whoever made it."""
    table, is_open = OPEN[catalogue]
    figures = select(  # type: ignore[call-overload]  # more columns than its hints foresee
        func.count(),
        func.sum(table.id),
        func.sum(table.version),
        func.max(table.changed_at),
        func.min(table.ref),
        func.max(table.ref),
    )
    return tuple(session.exec(figures.where(is_open)).one())


def editions(session: Session, catalogue: Catalogue) -> dict[int, Edition]:
    """Id -> edition of all that is open."""
    table, is_open = OPEN[catalogue]
    rows = session.exec(select(table.id, table.ref, table.version).where(is_open)).all()
    return {id_: (ref, version) for id_, ref, version in rows}


def read(session: Session, catalogue: Catalogue, ids: Sequence[int]) -> list[Text]:
    """What those of *ids* tell. Columns, not things: a large catalogue is read in a second."""
    return (_needs if catalogue == Catalogue.NEEDS else _offers)(session, ids)


def _needs(session: Session, ids: Sequence[int]) -> list[Text]:
    parts: defaultdict[int | None, list[tuple[str, str, str]]] = defaultdict(list)
    asked = select(Component.need_id, Component.topic, Component.modality, Component.quantity)
    for need_id, *part in session.exec(asked.where(among(col(Component.need_id), ids))).all():
        parts[need_id].append(tuple(part))  # type: ignore[arg-type]  # of three
    spoken: defaultdict[int | None, set[Code]] = defaultdict(set)
    tags = select(NeedTag.need_id, NeedTag.code).where(among(col(NeedTag.need_id), ids))
    for need_id, code in session.exec(tags).all():
        spoken[need_id].add((LANGUAGE, code))
    columns = (Need.id, Need.language, Need.title, Need.public_summary, Need.problem, Need.expected_result)
    more = (Need.institution, Organisation.country, Need.shows_country)
    rows = select(*columns, *more).join(Organisation).where(among(col(Need.id), ids))  # type: ignore[call-overload]  # more columns than its hints foresee
    return [
        Text(
            id=row.id,
            language=row.language,
            title=row.title,
            shared=row.public_summary,
            rest="\n".join([row.problem, row.expected_result, *(quantity for *_, quantity in parts[row.id])]),
            house=row.institution,
            countries=(row.country,) if row.country else (),
            codes=frozenset(_of_parts(parts[row.id])) | _region(row.country),
            rest_codes=frozenset(spoken[row.id] | {(PLACE, row.country or "")}),
            shows_country=row.shows_country,
        )
        for row in session.exec(rows).all()
    ]


def _of_parts(parts: Iterable[tuple[str, str, str]]) -> Iterator[Code]:
    for topic, modality, _quantity in parts:
        yield from _of_topic(topic)
        if modality:
            yield MODALITY, modality


def _of_topic(topic: str) -> Iterator[Code]:
    """Itself and its area."""
    if topic:
        yield TOPIC, topic
        yield TOPIC, topic.partition("-")[0]


def _region(country: str | None) -> frozenset[Code]:
    """The one of the five in which a State lies: everybody may know it."""
    return frozenset({(PLACE, reference.countries()[country].region)} if country else ())


def _offers(session: Session, ids: Sequence[int]) -> list[Text]:
    codes: defaultdict[int | None, set[Code]] = defaultdict(set)
    tags = select(OfferTag.offer_id, OfferTag.kind, OfferTag.code).where(among(col(OfferTag.offer_id), ids))
    for offer_id, kind, code in session.exec(tags).all():
        if kind == TagKind.TOPIC:
            codes[offer_id].update(_of_topic(code))
        elif kind in FILTERS:
            codes[offer_id].add((FILTERS[kind], code))
    columns = (Offer.id, Offer.language, Offer.title, Offer.description, Organisation.name, Offer.budget_band)
    rows = select(*columns).join(Organisation).where(among(col(Offer.id), ids))  # type: ignore[call-overload]  # more columns than its hints foresee
    return [
        Text(
            id=row.id,
            language=row.language,
            title=row.title,
            shared=row.description,
            rest="",
            house=row.name,
            countries=tuple(code for field, code in codes[row.id] if code in reference.countries()),
            codes=frozenset(codes[row.id] | {(BUDGET, row.budget_band or "")} | _anywhere(codes[row.id])),
        )
        for row in session.exec(rows).all()
    ]


def _anywhere(codes: set[Code]) -> set[Code]:
    """No place stated is every place."""
    return set() if any(field == PLACE for field, _code in codes) else {(PLACE, "")}
