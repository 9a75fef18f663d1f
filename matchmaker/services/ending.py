"""What was under way ends with the need or the offer that it was about."""

from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col

from matchmaker.actions import Action
from matchmaker.models import Match, Need, Offer
from matchmaker.queries import matches
from matchmaker.services import agreements, letters, pools, suggestions
from matchmaker.services.moves import PORTAL, move
from matchmaker.vocabulary import DeclineReason, LetterKind
from matchmaker.workflow.match import IN_REVIEW


def of_need(session: Session, need: Need, *, now: datetime) -> None:
    """Its matches, and its place in a pool."""
    _matches_of_need(session, need, now=now)
    pools.let_go(session, need, now=now)


def _matches_of_need(session: Session, need: Need, *, now: datetime) -> None:
    """Donors who were asked, or met the State, are told; nobody else ever knew."""
    for match in _open(session, col(Match.need_id) == need.id):
        asked = match.requester_accepted_at is not None
        _end(session, match, now=now)
        if asked:
            letters.to_donor(session, LetterKind.NO_LONGER_OPEN, match, now=now)


def matches_of_offer(session: Session, offer: Offer, *, now: datetime) -> None:
    """States that were asked, or met the donor, are told."""
    for match in _open(session, col(Match.offer_id) == offer.id):
        asked = match.state not in IN_REVIEW
        _end(session, match, now=now)
        if asked:
            letters.to_requester(session, LetterKind.NO_LONGER_OPEN, match, now=now)


def _open(session: Session, about: ColumnElement[bool]) -> list[Match]:
    """The engine's own suggestions are forgotten; what people have taken up is to be ended."""
    suggestions.forget(session, about)
    return list(matches.open_ones(session, about))


def _end(session: Session, match: Match, *, now: datetime) -> None:
    """A review ends unseen; what the sides knew of lapses."""
    unseen = match.state in IN_REVIEW
    action = Action.DISMISS_MATCH if unseen else Action.LAPSE_MATCH
    move(session, match, action, by=PORTAL, now=now, private=True)
    agreements.end(session, match, DeclineReason.WITHDRAWN, now=now)
