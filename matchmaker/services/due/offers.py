"""What time asks of offers."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_
from sqlmodel import Session, col

from matchmaker.actions import Action
from matchmaker.models import Offer
from matchmaker.services import letters, work
from matchmaker.services.deadlines import Term, day_everywhere, due
from matchmaker.services.due.chore import Chore
from matchmaker.services.due.confirming import confirming
from matchmaker.services.due.drafting import drafting
from matchmaker.services.moves import PORTAL, move
from matchmaker.services.work import Job
from matchmaker.vocabulary import OPEN_OFFER_STATES, LetterKind, OfferState
from matchmaker.workflow.offer import OFFER

CAN_EXPIRE = OFFER.moves[Action.EXPIRE_OFFER].sources
ASKED = frozenset({OfferState.PUBLISHED})  # what is used up is asked about when it has room again


def _ends_soon(now: datetime) -> ColumnElement[bool]:
    soon = col(Offer.valid_until).between(day_everywhere(now), due(Term.OFFER_ENDS, now))
    return and_(col(Offer.state).in_(OPEN_OFFER_STATES), soon)


def _say_that_it_ends(session: Session, offer: Offer, *, now: datetime, occasion: str) -> None:
    day = offer.valid_until
    letters.to_officers(session, LetterKind.OFFER_ENDS, offer, now=now, occasion=occasion, day=day)


def _has_ended(now: datetime) -> ColumnElement[bool]:
    return and_(col(Offer.state).in_(CAN_EXPIRE), col(Offer.valid_until) < day_everywhere(now))


def _expire(session: Session, offer: Offer, *, now: datetime, occasion: str) -> None:
    move(session, offer, Action.EXPIRE_OFFER, by=PORTAL, now=now)
    work.ask(session, Job.RANK_OFFER, offer.id)
    letters.to_officers(session, LetterKind.OFFER_ENDED, offer, now=now)


OFFER_CHORES = (
    drafting(Offer, OfferState.DRAFT),
    Chore("say that an offer ends", Offer, _ends_soon, _say_that_it_ends, tells=True, mark="valid_until"),
    Chore("expire offer", Offer, _has_ended, _expire),
    *confirming(Offer, ASKED, letters.to_officers, Action.MARK_OFFER_UNCONFIRMED, Job.RANK_OFFER),
)
