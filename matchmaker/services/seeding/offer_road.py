"""The road of an offer in the demonstration, deed by deed through the real services."""

from datetime import datetime
from functools import partial

from sqlmodel import Session

from matchmaker.actions import Action
from matchmaker.models import Offer
from matchmaker.services import offers
from matchmaker.services.moves import PORTAL, move
from matchmaker.services.seeding.diary import Step, upto
from matchmaker.services.seeding.people import People
from matchmaker.services.seeding.rows import OfferRow, StoryRow
from matchmaker.vocabulary import OfferState

S = OfferState


def write(session: Session, row: OfferRow, people: People, *, now: datetime) -> Offer:
    return offers.write(session, row, by=people.officer(row.provider), now=now, key=row.key)


def road(row: OfferRow, people: People, story: StoryRow) -> list[Step]:
    """What follows the writing: up to the state of *row* or, where that lies beyond, into the catalogue."""
    if row.state == S.DRAFT:
        return []
    officer = people.officer(row.provider)
    steps = [
        Step(2, partial(offers.submit, by=officer), S.SUBMITTED),
        Step(3, partial(offers.check, by=people.dao), S.IN_CHECK),
        *(_sent_back(row, people, story) if story.question else []),
        Step(2, partial(offers.publish, by=people.erik), S.PUBLISHED),
    ]
    return upto(row.state, steps)


def _sent_back(row: OfferRow, people: People, story: StoryRow) -> list[Step]:
    """Sent back with a question; repaired and submitted again."""
    officer = people.officer(row.provider)

    def repair(session: Session, offer: Offer, *, now: datetime) -> None:
        offers.edit(session, offer, row, version=offer.version, by=officer, now=now)
        offers.submit(session, offer, by=officer, now=now)

    return [
        Step(2, partial(offers.send_back, by=people.dao, note=story.question), S.RETURNED),
        Step(5, repair),
        Step(2, partial(offers.check, by=people.dao)),
    ]


def end(row: OfferRow, people: People, story: StoryRow) -> Step | None:
    """How an offer left the catalogue; None for one that has not."""
    officer = people.officer(row.provider)
    ends = {
        S.EXHAUSTED: _exhaust,
        S.EXPIRED: partial(move, action=Action.EXPIRE_OFFER, by=PORTAL),
        S.SUSPENDED: partial(move, action=Action.SUSPEND_OFFER, by=officer, note=story.reason),
        S.UNCONFIRMED: partial(move, action=Action.MARK_OFFER_UNCONFIRMED, by=PORTAL),
        S.WITHDRAWN: partial(offers.withdraw, by=officer, note=story.reason),
    }
    return Step(1, ends[row.state]) if row.state in ends else None


def _exhaust(session: Session, offer: Offer, *, now: datetime) -> None:
    move(session, offer, Action.EXHAUST_OFFER, by=PORTAL, now=now)
    offer.capacity_used = offer.capacity
