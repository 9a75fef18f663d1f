"""What everybody may read, as examples for whoever is writing: nothing else teaches, or is quoted."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import or_
from sqlmodel import Session, col, func, select

from matchmaker.models import Component, Need, Offer, OfferTag
from matchmaker.queries import needs, offers
from matchmaker.rules import VISITOR

MOST_QUOTED = 60  # are looked through for a sentence to quote
MOST = 1_000  # of a kind, the newest: half a second to read, and many for each topic


def needs_for_all(session: Session) -> Sequence[Need]:
    rows = needs.visible_to(VISITOR).order_by(col(Need.published_at).desc(), col(Need.id).desc())
    return session.exec(rows.limit(MOST)).all()


def offers_for_all(session: Session) -> Sequence[Offer]:
    rows = offers.visible_to(VISITOR).order_by(col(Offer.published_at).desc(), col(Offer.id).desc())
    return session.exec(rows.limit(MOST)).all()


def needs_like_it(session: Session, areas: Sequence[str], modalities: Sequence[str]) -> Sequence[Need]:
    """Needs that everybody may know of, of one of these *areas* or asking for one of these *modalities*."""
    fitting = or_(
        *(col(Component.topic).startswith(area) for area in areas), col(Component.modality).in_(modalities)
    )
    rows = needs.visible_to(VISITOR).where(col(Need.components).any(fitting))
    rows = rows.order_by(col(Need.published_at).desc(), col(Need.id).desc())
    return session.exec(rows.limit(MOST_QUOTED)).all()


def offers_like_it(session: Session, topics: Sequence[str]) -> Sequence[Offer]:
    """Offers that everybody may read on one of these *topics*."""
    rows = offers.visible_to(VISITOR).where(col(Offer.tags).any(col(OfferTag.code).in_(topics)))
    rows = rows.order_by(col(Offer.published_at).desc(), col(Offer.id).desc())
    return session.exec(rows.limit(MOST_QUOTED)).all()


def stamp(session: Session) -> tuple[Any, ...]:
    """Differs after every change of what everybody may read, and after no other."""
    figures = [
        session.exec(
            select(
                func.count(),
                func.sum(kind.id),
                func.sum(kind.version),
                func.min(kind.ref),
                func.max(kind.ref),
            ).where(readable)
        ).one()
        for kind, readable in ((Need, needs.readable(VISITOR)), (Offer, offers.readable(VISITOR)))
    ]
    return (str(session.get_bind().engine.url), *map(tuple, figures))
