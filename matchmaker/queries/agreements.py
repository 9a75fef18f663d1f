"""Reading what was agreed and what was said of it."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from matchmaker.models import Agreement, Feedback, Match, Need
from matchmaker.outcomes import STANDING_MATCH_STATES, Side
from matchmaker.vocabulary import MatchState

# Nobody has said yet whether what was delivered is still in use.
USE_NOT_TOLD = col(Match.still_in_use).is_(None)


def states_of(session: Session, need: Need) -> set[MatchState]:
    """The states of the matches whose agreements stand for *need*."""
    rows = select(Match.state).join(Agreement, col(Agreement.match_id) == Match.id)
    standing = col(Match.state).in_(STANDING_MATCH_STATES)
    return set(session.exec(rows.where(Match.need_id == need.id, standing)).all())


def answered_by(session: Session, side: Side, matches: Sequence[Match]) -> set[int]:
    """The ids of those of *matches* on which *side* has answered the five questions."""
    rows = select(Feedback.match_id).where(Feedback.side == side)
    return set(session.exec(rows.where(col(Feedback.match_id).in_([match.id for match in matches]))).all())


def feedback_on(session: Session, match: Match) -> Sequence[Feedback]:
    """What the sides have said, in the order in which they said it."""
    return session.exec(
        select(Feedback).where(Feedback.match_id == match.id).order_by(col(Feedback.id))
    ).all()
