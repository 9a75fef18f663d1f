"""Reading matches. `readable` is the twin of the policy's row match.read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, true
from sqlalchemy.orm import contains_eager
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from matchmaker.actions import Action
from matchmaker.lists import QueueOrder, Whose
from matchmaker.models import History, Match, Need, Offer
from matchmaker.policy import Actor
from matchmaker.queries import needs, offers
from matchmaker.queries.casework import of_whom
from matchmaker.queries.paging import MOST_WAITING, Page, page_of
from matchmaker.rules import CAME_TO_NOTHING
from matchmaker.vocabulary import MatchState, Noun, OfferState, Role

PAIRS_PER_PAGE = 10  # in the queue: each is read, not skimmed
OFFERS_PER_NEED = 4  # of one donor, as far as a desk looks: few have more that fit the same need
OVER = (
    MatchState.DELIVERED,
    MatchState.CLOSED,
    MatchState.DISMISSED,
    MatchState.DECLINED,
    MatchState.LAPSED,
)
IN_REVIEW = (MatchState.SUGGESTED, MatchState.SHORTLISTED, MatchState.TO_RELEASE)
IN_QUEUE = (*IN_REVIEW, MatchState.CONSENT_ASKED)


@dataclass(frozen=True)
class QueueFilter:
    """The part of the review queue that somebody looks at: one of IN_QUEUE, whose work it is, and in which order.

    `topic` and `place` are those of the need, as in a NeedFilter.
    """

    state: MatchState = MatchState.SUGGESTED
    whose: Whose = Whose.ALL
    order: QueueOrder = QueueOrder.PRESSING
    topic: str = ""
    place: str = ""


def readable(actor: Actor) -> ColumnElement[bool]:
    """Rows that *actor* may read; needs the joins of `with_both`."""
    kept = col(Match.state) != MatchState.DISMISSED
    if actor.role in needs.STAFF:
        return true()
    if actor.role in needs.ASKERS:
        told = or_(and_(col(Match.score) > 0, offers.readable(actor)), ~_suggested())
        still = or_(~_came_to_nothing(), offers.readable(actor))
        return and_(kept, told, still, col(Need.organisation_id) == actor.organisation_id)
    if actor.role == Role.DONOR_OFFICER:
        asked, reads = col(Match.requester_accepted_at).is_not(None), needs.readable(actor)
        told = or_(and_(asked, reads), and_(~_came_to_nothing(), or_(asked, reads)))
        return and_(kept, col(Offer.organisation_id) == actor.organisation_id, told)
    return false()


def with_both(matches: SelectOfScalar[Match]) -> SelectOfScalar[Match]:
    """*matches* joined with need and offer, and with all that a page shows of both."""
    need, offer = contains_eager(Match.need), contains_eager(Match.offer)  # type: ignore[arg-type]  # relationships
    return (
        matches.join(Need, col(Match.need_id) == Need.id)
        .join(Offer, col(Match.offer_id) == Offer.id)
        .options(
            need.joinedload(Need.organisation, innerjoin=True),  # type: ignore[arg-type]  # relationships
            need.selectinload(Need.components),  # type: ignore[arg-type]
            need.selectinload(Need.tags),  # type: ignore[arg-type]
            need.selectinload(Need.named_donors),  # type: ignore[arg-type]
            offer.joinedload(Offer.organisation, innerjoin=True),  # type: ignore[arg-type]
            offer.selectinload(Offer.tags),  # type: ignore[arg-type]
        )
    )


def visible_to(actor: Actor) -> SelectOfScalar[Match]:
    return with_both(select(Match)).where(readable(actor))


def by_ref(session: Session, ref: str, *, hold: bool = False) -> Match | None:
    """The match under *ref*; with *hold* nobody else changes it before this transaction ends."""
    rows = with_both(select(Match).where(Match.ref == ref))
    return session.exec(rows.with_for_update(of=Match, key_share=True) if hold else rows).first()


def _best_first(matches: SelectOfScalar[Match]) -> SelectOfScalar[Match]:
    # The older offer wins a tie, so that the list does not move between two visits.
    return matches.order_by(col(Match.score).desc(), col(Match.offer_id), col(Match.need_id))


def of_need(session: Session, actor: Actor, need: Need) -> Sequence[Match]:
    """The offers that fit *need* and that *actor* may read, best first; met ones stay while introduced."""
    return session.exec(_best_first(visible_to(actor).where(Match.need_id == need.id))).all()


def of_offer(session: Session, actor: Actor, offer: Offer) -> Sequence[Match]:
    """The needs that fit *offer* and that *actor* may know of, best first."""
    rows = visible_to(actor).where(Match.offer_id == offer.id)
    return session.exec(_best_first(rows)).all()


def for_donor(session: Session, actor: Actor, *, count: int) -> Sequence[Match]:
    """The best suggestions over all offers of the actor's organisation, each need once."""
    rows = visible_to(actor).where(_suggested(), col(Offer.organisation_id) == actor.organisation_id)
    best: dict[int, Match] = {}
    for match in session.exec(_best_first(rows).limit(count * OFFERS_PER_NEED)).all():
        best.setdefault(match.need_id, match)
    return list(best.values())[:count]


def best_offer(session: Session, actor: Actor, need: Need) -> str:
    """The reference of the actor's own open offer that fits *need* best; empty if none is known to fit."""
    rows = visible_to(actor).where(Match.need_id == need.id, Match.state == MatchState.SUGGESTED)
    own = and_(col(Offer.organisation_id) == actor.organisation_id, col(Offer.state) == OfferState.PUBLISHED)
    best = session.exec(_best_first(rows.where(own)).limit(1)).first()
    return best.offer.ref if best else ""


@dataclass(frozen=True)
class Interest:
    """That a donor would like to serve a need: when they said so, and with which offer."""

    at: datetime
    offer: Offer


def interest_of(session: Session, actor: Actor, need: Need) -> Interest | None:
    """The last interest that the actor's organisation showed in *need*."""
    rows = (
        select(History.at, Offer)
        .join(Match, col(Match.id) == History.thing_id)
        .join(Offer, col(Offer.id) == Match.offer_id)
        .where(History.noun == Noun.MATCH, History.action == Action.SHOW_INTEREST, Match.need_id == need.id)
        .where(Offer.organisation_id == actor.organisation_id)
    )
    shown = session.exec(rows.order_by(col(History.id).desc()).limit(1)).first()
    return Interest(*shown) if shown else None


def _came_to_nothing() -> ColumnElement[bool]:
    return col(Match.state).in_(CAME_TO_NOTHING)


def _suggested() -> ColumnElement[bool]:
    return col(Match.state).in_(IN_REVIEW)


def of_queue(actor: Actor, wanted: QueueFilter, *, on: date) -> list[ColumnElement[bool]]:
    """What is true of a match that is *wanted*, in whichever state."""
    whose, about = (
        of_whom(Match, actor, wanted.whose),
        needs.NeedFilter(topic=wanted.topic, place=wanted.place),
    )
    fitting = needs.fits(actor, about, on=on)
    return [whose, col(Match.need_id).in_(select(Need.id).where(*fitting))] if fitting else [whose]


def _in_order(wanted: QueueFilter) -> list[Any]:
    """By the order that was chosen. Pressing is an answer that is due, and what people brought up: they wait."""
    oldest, best = col(Match.changed_at), col(Match.score).desc()
    if wanted.order == QueueOrder.OLDEST:
        return [oldest, best, col(Match.id)]
    if wanted.order == QueueOrder.BEST:
        return [best, oldest, col(Match.id)]
    due = [col(Match.answer_by).asc().nulls_first()] if wanted.state == MatchState.CONSENT_ASKED else []
    return [*due, col(Match.origin).desc(), oldest, best, col(Match.id)]


def queue(session: Session, actor: Actor, wanted: QueueFilter, page: int, *, on: date) -> Page[Match]:
    """What is *wanted*, in its order."""
    by = _in_order(wanted)
    # Thousands are put in order by their numbers alone; the texts of ten are read.
    waiting = select(Match.id).where(Match.state == wanted.state, *of_queue(actor, wanted, on=on))
    ids = page_of(session, waiting.order_by(*by), page, size=PAIRS_PER_PAGE)
    pairs = visible_to(actor).where(col(Match.id).in_(ids.rows)).order_by(*by)
    return replace(ids, rows=session.exec(pairs).all())


def in_states(
    session: Session, actor: Actor, states: Sequence[MatchState], *only: ColumnElement[bool]
) -> Sequence[Match]:
    """Matches the actor may read that stand in *states*, the longest waiting first."""
    rows = visible_to(actor).where(col(Match.state).in_(states), *only)
    return session.exec(rows.order_by(col(Match.changed_at), col(Match.id)).limit(MOST_WAITING)).all()


def between(session: Session, need: Need, offer: Offer) -> Match | None:
    return session.exec(select(Match).where(Match.need_id == need.id, Match.offer_id == offer.id)).first()


def open_ones(session: Session, about: ColumnElement[bool]) -> Sequence[Match]:
    """Matches that fit *about* and may still lead somewhere, the oldest first."""
    rows = with_both(select(Match)).where(about, col(Match.state).not_in(OVER))
    return session.exec(rows.order_by(col(Match.id))).all()


def numbers_of_needs(session: Session, actor: Actor, need_ids: Sequence[int]) -> dict[int, int]:
    """For each of *need_ids* how many offers `of_need` would show *actor*; none for those without any."""
    rows = (
        select(Match.need_id, func.count())
        .join(Need, col(Match.need_id) == Need.id)
        .join(Offer, col(Match.offer_id) == Offer.id)
        .where(readable(actor), col(Match.need_id).in_(need_ids))
        .group_by(col(Match.need_id))
    )
    return dict(session.exec(rows).all())
