"""What an offer has left: agreements take of it, and what stops gives it back."""

from datetime import datetime

from sqlmodel import Session

from matchmaker.actions import Action
from matchmaker.errors import IllegalTransition
from matchmaker.models import Offer
from matchmaker.services import letters, work
from matchmaker.services.moves import PORTAL, move
from matchmaker.vocabulary import LetterKind, OfferState
from matchmaker.wording import say

HELD = {"key_share": True}  # nobody else counts until this transaction ends; new matches may still point here


def take(session: Session, offer: Offer, places: int, *, now: datetime) -> None:
    """Count *places* of *offer* as used. IllegalTransition if so many are not left."""
    session.flush()
    session.refresh(offer, with_for_update=HELD)
    if places > offer.capacity_left:
        raise IllegalTransition(
            say(
                "The offer has %(left)s left, and this would take %(places)s.",
                left=offer.capacity_left,
                places=places,
            )
        )
    offer.capacity_used += places
    if offer.capacity_left == 0 and offer.state == OfferState.PUBLISHED:
        move(session, offer, Action.EXHAUST_OFFER, by=PORTAL, now=now)
        letters.to_officers(session, LetterKind.OFFER_EXHAUSTED, offer, now=now)
    work.ask(session, work.Job.RANK_OFFER, offer.id)


def give_back(session: Session, offer: Offer, places: int, *, now: datetime) -> None:
    """What was taken is there again."""
    session.flush()
    session.refresh(offer, with_for_update=HELD)
    offer.capacity_used -= places
    if offer.state == OfferState.EXHAUSTED:
        move(session, offer, Action.REPLENISH_OFFER, by=PORTAL, now=now)
        letters.to_officers(session, LetterKind.OFFER_REPLENISHED, offer, now=now)
    work.ask(session, work.Job.RANK_OFFER, offer.id)
