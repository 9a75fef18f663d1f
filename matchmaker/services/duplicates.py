"""Near-duplicates of what somebody writes, and needs like another, among what that person may read: nothing else is
compared."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import ColumnElement
from sqlmodel import Session, col

from matchmaker.actions import Action
from matchmaker.engine.text.alike import likeness
from matchmaker.engine.text.piles import Said
from matchmaker.models import Need, Offer
from matchmaker.policy import Actor, can
from matchmaker.queries import duplicates
from matchmaker.services import lexicon
from matchmaker.vocabulary import MATCHABLE_NEED_STATES

MUCH_ALIKE = 0.4  # of the demonstration's texts no two come above 0.15; two thirds of a text copied give 0.8
MOST = 3  # that are shown: more would be a catalogue
MOST_TO_POOL = 8  # from which a case officer chooses

Thing = TypeVar("Thing", Need, Offer)


def needs_like(session: Session, actor: Actor, need: Need) -> list[Need]:
    """Needs that *actor* may read and that say much the same as *need*, the most alike first."""
    others = duplicates.needs_beside(session, actor, need)
    said = [_readable(actor, other) for other in others]
    return _alike(session, _whole(need), others, said, least=MUCH_ALIKE)[:MOST]


def needs_to_pool(
    session: Session, actor: Actor, need: Need, *only: ColumnElement[bool] | bool
) -> list[Need]:
    """Needs of other States on the same topics that *actor* may read, still unserved, the most alike first."""
    elsewhere = col(Need.organisation_id) != need.organisation_id
    unserved = col(Need.state).in_(MATCHABLE_NEED_STATES)
    others = duplicates.needs_beside(session, actor, need, elsewhere, unserved, *only)
    said = [_readable(actor, other) for other in others]
    return _alike(session, _whole(need), others, said, least=0)[:MOST_TO_POOL]


def _readable(actor: Actor, need: Need) -> Said:
    """As much of *need* as this reader may read."""
    if can(actor, Action.READ_NEED_WHOLE, need):
        return _whole(need)
    return f"{need.title}\n{need.public_summary}", need.language


def _whole(need: Need) -> Said:
    said = [need.title, need.public_summary, need.problem, need.expected_result]
    return "\n".join(said), need.language


def offers_like(session: Session, actor: Actor, offer: Offer) -> list[Offer]:
    """Offers that *actor* may read and that say much the same as *offer*, the most alike first."""
    others = duplicates.offers_beside(session, actor, offer)
    return _alike(session, _offered(offer), others, [_offered(other) for other in others], least=MUCH_ALIKE)[
        :MOST
    ]


def _offered(offer: Offer) -> Said:
    return f"{offer.title}\n{offer.description}", offer.language


def _alike(
    session: Session, text: Said, others: Sequence[Thing], said: Sequence[Said], *, least: float
) -> list[Thing]:
    figures = likeness(text, said, lexicon.current(session)).tolist()
    near = [(figure, -other.id, other) for figure, other in zip(figures, others, strict=True)]
    near = [one for one in near if one[0] >= least]
    return [other for _figure, _id, other in sorted(near, key=lambda one: one[:2], reverse=True)]
