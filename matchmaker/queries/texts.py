"""What the catalogues tell in words, for whoever builds an index of it: of all that is open, whoever may read it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from matchmaker.lists import Catalogue
from matchmaker.models import Component, Need, Offer, OfferTag, Organisation
from matchmaker.queries.hits import among
from matchmaker.vocabulary import OPEN_NEED_STATES, OPEN_OFFER_STATES, TagKind

OPEN: dict[Catalogue, tuple[Any, ColumnElement[bool]]] = {
    Catalogue.NEEDS: (Need, col(Need.state).in_(OPEN_NEED_STATES)),
    Catalogue.OFFERS: (Offer, col(Offer.state).in_(OPEN_OFFER_STATES)),
}

Stamp = tuple[object, ...]
Edition = tuple[str, int]  # the reference and the version: of another database neither is the same


@dataclass(frozen=True)
class Text:
    """What one thing tells: *shared* to whoever knows of it, *rest* to those who read the whole.

    *countries* are those it names; of a need the only one, which *shows_country* tells to everybody.
    """

    id: int
    language: str
    title: str
    shared: str
    rest: str
    house: str
    topics: tuple[str, ...]
    countries: tuple[str, ...]
    shows_country: bool = True


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
    parts: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    asked = select(Component.need_id, Component.topic, Component.quantity)
    for need_id, topic, quantity in session.exec(asked.where(among(col(Component.need_id), ids))).all():
        parts[need_id or 0].append((topic, quantity))
    columns = (Need.id, Need.language, Need.title, Need.public_summary, Need.problem, Need.expected_result)
    more = (Need.institution, Organisation.country, Need.shows_country)
    rows = select(*columns, *more).join(Organisation).where(among(col(Need.id), ids))  # type: ignore[call-overload]  # more columns than its hints foresee
    return [
        Text(
            id=id_,
            language=language,
            title=title,
            shared=summary,
            rest="\n".join([problem, result, *(quantity for _topic, quantity in parts[id_])]),
            house=institution,
            topics=tuple({topic for topic, _quantity in parts[id_] if topic}),
            countries=(country,) if country else (),
            shows_country=shown,
        )
        for id_, language, title, summary, problem, result, institution, country, shown in session.exec(
            rows
        ).all()
    ]


def _offers(session: Session, ids: Sequence[int]) -> list[Text]:
    codes: defaultdict[tuple[int, TagKind], list[str]] = defaultdict(list)
    tags = select(OfferTag.offer_id, OfferTag.kind, OfferTag.code).where(among(col(OfferTag.offer_id), ids))
    for offer_id, kind, code in session.exec(tags).all():
        codes[offer_id or 0, kind].append(code)
    columns = (Offer.id, Offer.language, Offer.title, Offer.description, Organisation.name)
    rows = select(*columns).join(Organisation).where(among(col(Offer.id), ids))  # type: ignore[call-overload]  # more columns than its hints foresee
    return [
        Text(
            id=id_,
            language=language,
            title=title,
            shared=description,
            rest="",
            house=house,
            topics=tuple(codes[id_, TagKind.TOPIC]),
            countries=tuple(codes[id_, TagKind.COUNTRY]),
        )
        for id_, language, title, description, house in session.exec(rows).all()
    ]
