"""House law 4: lists and pages agree. For every role, organisation, state and visibility the SQL of queries/
finds exactly the rows that policy.py lets this actor read.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import ColumnElement
from sqlmodel import Session, select

from matchmaker.actions import Action
from matchmaker.models import Match, NamedDonor, Need, Offer
from matchmaker.policy import can
from matchmaker.queries import matches, needs, offers
from matchmaker.services import references
from matchmaker.vocabulary import (
    DeclineReason,
    MatchState,
    NeedState,
    OfferState,
    Role,
    Visibility,
)
from tests.cast import Cast

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Somebody:
    """An actor of any role at any organisation, also where no such person works."""

    role: Role
    organisation_id: int | None
    id: int | None = None


def everybody(cast: Cast) -> list[Somebody]:
    """Every role at each of the five organisations, and at none."""
    people = (cast.amina, cast.ines, cast.carla, cast.chen, cast.dao)
    places = [None, *(one.organisation_id for one in people)]
    return [Somebody(role, place) for role in Role for place in places]


def found(session: Session, kind: type, clause: ColumnElement[bool]) -> set[int]:
    return set(session.exec(select(kind.id).where(clause)).all())  # type: ignore[attr-defined]  # any table


def disagreements(
    actors: Iterable[Somebody],
    things: Iterable[Any],
    action: Action,
    listed: Callable[[Somebody], set[int]],
    words: Callable[[Any], object],
) -> list[str]:
    """Where the list of an actor and the policy differ, in words."""
    things = list(things)
    wrong = []
    for actor in actors:
        rows = listed(actor)
        for thing in things:
            allowed = can(actor, action, thing)
            if allowed != (thing.id in rows):
                wrong.append(f"{actor.role} of {actor.organisation_id}: page {allowed}, {words(thing)}")
    return wrong


def every_need(session: Session, cast: Cast) -> list[Need]:
    """Each state x visibility x named donor or none; what may exist unsubmitted, both ways."""
    into = a_row(cast, NeedState.PUBLISHED, Visibility.SECRETARIAT, NOON)
    session.add(into)
    session.flush()
    rows = [into]
    for state in NeedState:
        for visibility in Visibility:
            for sent in (NOON, None) if state in MAY_BE_UNSENT else (NOON,):
                for named in ([], [NamedDonor(organisation_id=cast.carla.organisation_id)]):
                    row = a_row(cast, state, visibility, sent)
                    row.named_donors = named
                    row.merged_into_id = into.id if state == NeedState.MERGED else None
                    rows.append(row)
    session.add_all(rows)
    session.flush()
    return rows


MAY_BE_UNSENT = {NeedState.DRAFT, NeedState.CLEARANCE, NeedState.WITHDRAWN}


def a_row(cast: Cast, state: NeedState, visibility: Visibility, sent: datetime | None) -> Need:
    return Need(
        organisation_id=cast.amina.organisation_id,
        state=state,
        visibility=visibility,
        created_at=NOON,
        changed_at=NOON,
        cleared_at=NOON,
        submitted_at=sent,
        published_at=NOON,
    )


def need_words(need: Need) -> object:
    return need.state, need.visibility, [one.organisation_id for one in need.named_donors], need.submitted_at


@pytest.mark.parametrize(
    ("action", "twin"), [(Action.READ_NEED, needs.readable), (Action.READ_NEED_WHOLE, needs.whole)]
)
def test_needs_are_listed_exactly_for_those_who_may_read_them(
    session: Session, cast: Cast, action: Action, twin: Callable[[Any], ColumnElement[bool]]
) -> None:
    """Sabotaged: ON_HOLD let into OPEN_NEED_STATES of the query alone; the named donor forgotten; the visitor
    given `whole` for a public summary; the staff's clause without submitted_at.
    """
    rows = every_need(session, cast)
    wrong = disagreements(
        everybody(cast), rows, action, lambda actor: found(session, Need, twin(actor)), need_words
    )
    assert not wrong, "\n".join(wrong)


def every_offer(session: Session, cast: Cast) -> list[Offer]:
    rows = [
        Offer(
            organisation_id=cast.carla.organisation_id,
            state=state,
            visibility=visibility,
            created_at=NOON,
            changed_at=NOON,
            submitted_at=sent,
            published_at=NOON,
        )
        for state in OfferState
        for visibility in Visibility
        for sent in ((NOON, None) if state in (OfferState.DRAFT, OfferState.WITHDRAWN) else (NOON,))
    ]
    session.add_all(rows)
    session.flush()
    return rows


def test_offers_are_listed_exactly_for_those_who_may_read_them(session: Session, cast: Cast) -> None:
    """Sabotaged: `donors` offers shown to the public in queries/offers.py; EXPIRED left readable there."""
    rows = every_offer(session, cast)
    wrong = disagreements(
        everybody(cast),
        rows,
        Action.READ_OFFER,
        lambda actor: found(session, Offer, offers.readable(actor)),
        lambda offer: (offer.state, offer.visibility, offer.submitted_at),
    )
    assert not wrong, "\n".join(wrong)


def every_match(session: Session, cast: Cast) -> list[Match]:
    """Each state, on needs of each visibility, named or not, open or withdrawn; the State answered or not."""
    some = [
        one for one in every_need(session, cast) if one.state in (NeedState.IN_MATCHING, NeedState.WITHDRAWN)
    ]
    rows = []
    for state in MatchState:
        for answered in (NOON,) if state in INTRODUCED else (NOON, None):
            offer = Offer(organisation_id=cast.carla.organisation_id, created_at=NOON, changed_at=NOON)
            rows += [a_match_row(cast, need, offer, state, answered) for need in some]
    # Among thousands that are drawn one by one, two of the same are not rare.
    with session.no_autoflush:
        refs = references.drawn(session, Match, len(rows))
    for row, ref in zip(rows, refs, strict=True):
        row.ref = ref
    session.add_all(rows)
    session.flush()
    return rows


def a_match_row(cast: Cast, need: Need, offer: Offer, state: MatchState, answered: datetime | None) -> Match:
    row = Match(
        need_id=need.id,
        state=state,
        reviewed_by_id=cast.dao.id,
        requester_accepted_at=answered,
        donor_accepted_at=answered,
        introduced_at=answered,
        decline_reason=DeclineReason.OTHER,
        created_at=NOON,
        changed_at=NOON,
    )
    row.need, row.offer = need, offer
    return row


INTRODUCED = {
    MatchState.INTRODUCED,
    MatchState.EXPLORING,
    MatchState.AGREED,
    MatchState.PART_AGREED,
    MatchState.IN_DELIVERY,
    MatchState.DELIVERED,
    MatchState.CLOSED,
}


def test_matches_are_listed_exactly_for_those_who_may_read_them(session: Session, cast: Cast) -> None:
    """Sabotaged: a donor shown the match before the State said yes; a dismissed match left to the State."""
    rows = every_match(session, cast)

    def listed(actor: Somebody) -> set[int]:
        both = select(Match.id).join(Need, Match.need_id == Need.id).join(Offer, Match.offer_id == Offer.id)
        return set(session.exec(both.where(matches.readable(actor))).all())

    wrong = disagreements(
        everybody(cast),
        rows,
        Action.READ_MATCH,
        listed,
        lambda match: (match.state, match.requester_accepted_at, need_words(match.need)),
    )
    assert not wrong, "\n".join(wrong)
