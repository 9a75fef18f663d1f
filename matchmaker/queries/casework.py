"""What a reviewer wants to know beside the pairs themselves: how many wait, and what else is under way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, true
from sqlmodel import Session, col, select

from matchmaker.lists import Whose
from matchmaker.models import Match, Need, Offer
from matchmaker.policy import Actor
from matchmaker.vocabulary import INTRODUCED_MATCH_STATES, OPEN_OFFER_STATES, MatchState, Visibility

UNREAD = (MatchState.SUGGESTED, MatchState.SHORTLISTED)  # a case officer is to read them, within a term
ENGAGED = (MatchState.CONSENT_ASKED, *sorted(INTRODUCED_MATCH_STATES - {MatchState.CLOSED}))


@dataclass(frozen=True)
class Waiting:
    """How many matches stand in one state, since when the oldest does, and how many wait for too long."""

    number: int = 0
    since: datetime | None = None
    late: int = 0


def of_whom(kind: Any, actor: Actor, whose: Whose) -> ColumnElement[bool]:
    """Of needs, offers or matches those that are *whose* to look after."""
    if whose == Whose.MINE:
        return kind.assignee_id == actor.id
    return kind.assignee_id.is_(None) if whose == Whose.NOBODYS else true()


def waiting(
    session: Session, states: Sequence[MatchState], *only: ColumnElement[bool], late_since: datetime
) -> dict[MatchState, Waiting]:
    """For each of *states*, in their order, what stands in it; for the secretariat, which reads every match.

    Late is what should have been read, and has not changed since *late_since*.
    """
    is_late = and_(col(Match.state).in_(UNREAD), col(Match.changed_at) < late_since)
    late = func.sum(case((is_late, 1), else_=0))
    rows = (
        select(Match.state, func.count(), func.min(col(Match.changed_at)), late)
        .where(col(Match.state).in_(states), *only)
        .group_by(col(Match.state))
    )
    found = {state: Waiting(*figures) for state, *figures in session.exec(rows).all()}
    return {state: found.get(state, Waiting()) for state in states}


@dataclass(frozen=True)
class Efforts:
    """What was done for a need: offers that are open to all, pairs that staff have read, sides that were asked."""

    offers: int
    read: int
    asked: int


def efforts(session: Session, need: Need) -> Efforts:
    open_ = (col(Offer.state).in_(OPEN_OFFER_STATES), Offer.visibility == Visibility.PUBLIC)
    ours = Match.need_id == need.id
    counts = (
        select(func.count()).select_from(Offer).where(*open_),
        select(func.count()).select_from(Match).where(ours, Match.state != MatchState.SUGGESTED),
        select(func.count()).select_from(Match).where(ours, col(Match.released_by_id).is_not(None)),
    )
    return Efforts(*(session.exec(count).one() for count in counts))


@dataclass(frozen=True)
class Engagement:
    """Another match of the same need or the same offer, under way."""

    match_id: int
    need_id: int
    offer_id: int
    donor_id: int
    state: MatchState


def engagements(session: Session, matches: Sequence[Match]) -> list[Engagement]:
    """Every match under way for the needs and the offers of *matches*, themselves included."""
    needs_meant, offers_meant = {match.need_id for match in matches}, {match.offer_id for match in matches}
    rows = (
        select(Match.id, Match.need_id, Match.offer_id, Offer.organisation_id, Match.state)
        .join(Offer, col(Match.offer_id) == Offer.id)
        .where(col(Match.state).in_(ENGAGED))
        .where(or_(col(Match.need_id).in_(needs_meant), col(Match.offer_id).in_(offers_meant)))
        .order_by(col(Match.id))
    )
    return [Engagement(*row) for row in session.exec(rows).all()]
