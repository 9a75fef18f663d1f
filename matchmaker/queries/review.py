"""What a reviewer wants to see beside a pair: the two sides before, who else is there, what else is suggested."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, func, select

from matchmaker.models import Invitation, Match, Need, Offer, Pool
from matchmaker.policy import Actor
from matchmaker.queries import pools
from matchmaker.queries.matches import IN_REVIEW, OVER, visible_to
from matchmaker.vocabulary import INTRODUCED_MATCH_STATES, MatchState

MOST = 8  # of each list: what a reviewer takes in beside the pair itself
NO_CONTACT = (*IN_REVIEW, MatchState.DISMISSED)


@dataclass(frozen=True)
class Beside:
    """Matches beside one: each list the newest or the best first."""

    earlier: Sequence[Match]  # the same State and the same donor, in contact or once asked
    active: Sequence[Match]  # other donors that are introduced to the State
    for_need: Sequence[Match]  # open suggestions
    for_offer: Sequence[Match]


@dataclass(frozen=True)
class Serving:
    """An offer that fits more than one of the needs of a pool, and how many of them."""

    offer: Offer
    number: int


def serving(session: Session, pool: Pool) -> Sequence[Serving]:
    """For the secretariat: what would serve a pool as a whole, by the number of needs, then by how well.

    Of needs whose States have not said no; of matches that are not over. What fits one of them alone stands on
    the page of that need.
    """
    needs = [one.need_id for one in pool.invitations if one.state in pools.OPEN]
    number, fit = func.count(), func.sum(Match.score)
    rows = (
        select(Offer, number)
        .join(Match, col(Match.offer_id) == Offer.id)
        .where(col(Match.need_id).in_(needs), col(Match.state).not_in(OVER))
        .options(selectinload(Offer.organisation))  # type: ignore[arg-type]  # a relationship at class level
        .group_by(col(Offer.id))
        .having(number > 1)
        .order_by(number.desc(), fit.desc(), col(Offer.id))
        .limit(MOST)
    )
    return [Serving(*row) for row in session.exec(rows).all()]


def served(match: Match, pooled: Sequence[tuple[Invitation, Match | None]]) -> int:
    """How many of the needs of a pool its offer may serve: of *match* and of the others (`in_pool`)."""
    return sum(one is not None and one.state not in OVER for one in (match, *(pair for _, pair in pooled)))


def in_pool(session: Session, match: Match) -> Sequence[tuple[Invitation, Match | None]]:
    """The other needs that are asked for together with this one, or may be; each with its match with the same offer."""
    asked = pools.of_need(session, match.need)
    if asked is None:
        return []
    others = [one for one in asked.pool.invitations if one is not asked and one.state in pools.OPEN]
    rows = select(Match).where(
        Match.offer_id == match.offer_id, col(Match.need_id).in_([one.need_id for one in others])
    )
    found = {row.need_id: row for row in session.exec(rows).all()}
    return [(one, found.get(one.need_id)) for one in others]


def beside(session: Session, actor: Actor, match: Match) -> Beside:
    state = col(Need.organisation_id) == match.need.organisation_id
    donor = col(Offer.organisation_id) == match.offer.organisation_id
    in_review = col(Match.state).in_(IN_REVIEW)

    def others(*only: ColumnElement[bool], first: ColumnElement) -> Sequence[Match]:
        rows = visible_to(actor).where(col(Match.id) != match.id, *only)
        return session.exec(rows.order_by(first.desc(), col(Match.id)).limit(MOST)).all()

    newest, best = col(Match.changed_at), col(Match.score)
    return Beside(
        earlier=others(state, donor, col(Match.state).not_in(NO_CONTACT), first=newest),
        active=others(state, ~donor, col(Match.state).in_(INTRODUCED_MATCH_STATES), first=newest),
        for_need=others(col(Match.need_id) == match.need_id, in_review, first=best),
        for_offer=others(col(Match.offer_id) == match.offer_id, in_review, first=best),
    )
