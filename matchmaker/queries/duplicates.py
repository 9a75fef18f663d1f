"""Which needs and offers a writer may read that might say the same: those on the same topics, the newest first."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement
from sqlmodel import Session, col

from matchmaker.models import Component, Need, Offer, OfferTag
from matchmaker.policy import Actor
from matchmaker.queries import needs, offers
from matchmaker.vocabulary import NeedState, OfferState, TagKind

MOST = 60  # texts that are compared with the one that is being written
OVER_NEEDS = (NeedState.WITHDRAWN, NeedState.MERGED, NeedState.CLOSED)
OVER_OFFERS = (OfferState.WITHDRAWN, OfferState.EXPIRED)


def needs_beside(
    session: Session, actor: Actor, need: Need, *only: ColumnElement[bool] | bool
) -> Sequence[Need]:
    same = col(Need.components).any(col(Component.topic).in_(need.topics))
    rows = needs.visible_to(actor).where(
        col(Need.id) != need.id, col(Need.state).not_in(OVER_NEEDS), *only, *([same] if need.topics else [])
    )
    return session.exec(rows.order_by(col(Need.changed_at).desc(), col(Need.id)).limit(MOST)).all()


def offers_beside(session: Session, actor: Actor, offer: Offer) -> Sequence[Offer]:
    topics = (col(OfferTag.kind) == TagKind.TOPIC) & col(OfferTag.code).in_(offer.topics)
    same = col(Offer.tags).any(topics)
    rows = offers.visible_to(actor).where(
        col(Offer.id) != offer.id, col(Offer.state).not_in(OVER_OFFERS), *([same] if offer.topics else [])
    )
    return session.exec(rows.order_by(col(Offer.changed_at).desc(), col(Offer.id)).limit(MOST)).all()
