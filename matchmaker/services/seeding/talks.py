"""What the people of the demonstration say to one another in threads, and what they answer when they are asked."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from matchmaker.models import Match, Need, Offer, Person
from matchmaker.outcomes import Side
from matchmaker.queries import matches as read_matches
from matchmaker.services import agreements, matches, needs, offers
from matchmaker.services.agreement_drafts import ContactDraft
from matchmaker.services.drafts import MessageDraft
from matchmaker.services.seeding.people import People
from matchmaker.services.seeding.rows import TalkRow

DISCUSSING: Mapping[type, Callable[..., None]] = {
    Need: needs.discuss,
    Offer: offers.discuss,
    Match: matches.discuss,
}


def say(
    session: Session, row: TalkRow, need: Need | None, offer: Offer | None, people: People, *, now: datetime
) -> None:
    """In the thread of *need*, of *offer*, or of the match of the two."""
    thing: Any = read_matches.between(session, need, offer) if need and offer else need or offer
    by = _speaker(row, need, offer, people)
    if row.answer:
        told = ContactDraft(answer=row.answer, note=row.text)
        agreements.answer_contact(session, thing, told, by=by, now=now)
    else:
        message = MessageDraft(language=row.language, text=row.text)
        DISCUSSING[type(thing)](session, thing, message, key=None, by=by, now=now)


def _speaker(row: TalkRow, need: Need | None, offer: Offer | None, people: People) -> Person:
    if row.by == Side.REQUESTER and need:
        return people.focal_point(need.organisation.country or "")
    return people.officer(offer.organisation.key) if row.by == Side.DONOR and offer else people.dao
