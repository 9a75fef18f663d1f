"""What one person leaves behind: whatever waits for them by name, not for their organisation."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from matchmaker.models import Letter, Match, Need, Offer, Person, Pool, Search
from matchmaker.queries import searches
from matchmaker.queries.matches import OVER, with_both
from matchmaker.vocabulary import INTRODUCED_MATCH_STATES, NeedState, OfferState, PoolState, Role

UNDER_WAY = INTRODUCED_MATCH_STATES - {*OVER}
ENDED = (NeedState.WITHDRAWN, NeedState.MERGED, NeedState.CLOSED)  # of an offer too: the words are the same
KINDS: tuple[type[Any], ...] = (Need, Offer)


@dataclass(frozen=True)
class Legacy:
    """Each list the oldest first. `introductions` are those whose other side knows this person."""

    drafts: Sequence[Need | Offer]
    named: Sequence[Need | Offer]  # whose contact is this person
    looked_after: Sequence[Need | Offer | Match]
    pools: Sequence[Pool]  # which they proposed, and whose States write to them
    searches: Sequence[Search]
    letters: Sequence[Letter]
    introductions: Sequence[Match]


def legacy_of(session: Session, person: Person) -> Legacy:
    return Legacy(
        drafts=_drafts(session, person),
        named=_named(session, person),
        looked_after=_looked_after(session, person),
        pools=_pools(session, person),
        searches=searches.of_person(session, person),
        letters=_letters(session, person),
        introductions=_introductions(session, person),
    )


def has_work(session: Session, person: Person) -> bool:
    """Whether anything would be forgotten if nobody took over from *person*."""
    return any(part(session, person) for part in (_drafts, _looked_after, _pools))


def mention(person: Person) -> re.Pattern[str]:
    """Their name or their address in a line that somebody wrote, as a whole."""
    return re.compile(rf"(?<!\w)(?:{re.escape(person.email)}|{re.escape(person.name)})(?!\w)", re.IGNORECASE)


def _drafts(session: Session, person: Person) -> list[Need | Offer]:
    return [
        thing
        for kind in KINDS
        for thing in session.exec(
            select(kind)
            .where(kind.written_by_id == person.id, kind.state == OfferState.DRAFT)
            .order_by(col(kind.id))
        )
    ]


def _named(session: Session, person: Person) -> list[Need | Offer]:
    said = mention(person)
    return [
        thing
        for kind in KINDS
        for thing in session.exec(
            select(kind)
            .where(kind.organisation_id == person.organisation_id, kind.contact != "")
            .order_by(col(kind.id))
        )
        if said.search(thing.contact)
    ]


def _looked_after(session: Session, person: Person) -> list[Need | Offer | Match]:
    return [
        thing
        for kind, over in ((Need, ENDED), (Offer, ENDED), (Match, OVER))
        for thing in session.exec(
            select(kind)
            .where(kind.assignee_id == person.id, col(kind.state).not_in(over))
            .order_by(col(kind.id))
        )
    ]


def _pools(session: Session, person: Person) -> Sequence[Pool]:
    under_way = col(Pool.state).in_((PoolState.PROPOSED, PoolState.STANDING))
    rows = select(Pool).where(Pool.proposed_by_id == person.id, under_way)
    return session.exec(rows.order_by(col(Pool.id))).all()


def _letters(session: Session, person: Person) -> Sequence[Letter]:
    waiting = select(Letter).where(
        Letter.to_id == person.id, col(Letter.sent_at).is_(None), col(Letter.stopped).is_(None)
    )
    return session.exec(waiting.order_by(col(Letter.id))).all()


def _introductions(session: Session, person: Person) -> Sequence[Match]:
    house = {Role.FOCAL_POINT: Need.organisation_id, Role.DONOR_OFFICER: Offer.organisation_id}
    if person.role not in house:
        return []
    rows = with_both(select(Match)).where(
        house[person.role] == person.organisation_id, col(Match.state).in_(UNDER_WAY)
    )
    return session.exec(rows.order_by(col(Match.id))).all()
