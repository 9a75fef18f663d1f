"""The road of a match in the demonstration, deed by deed through the real services."""

from datetime import datetime
from functools import partial

from sqlmodel import Session

from matchmaker.actions import Action
from matchmaker.models import Match, Need, Offer, Person
from matchmaker.policy import Actor
from matchmaker.queries import matches as read_matches
from matchmaker.services import matches
from matchmaker.services.moves import PORTAL, move
from matchmaker.services.seeding.diary import Step, upto
from matchmaker.services.seeding.people import People
from matchmaker.services.seeding.rows import MatchRow, NeedRow, OfferRow
from matchmaker.vocabulary import MatchState

S = MatchState
SILENCE_DAYS = 61  # a donor has sixty to answer


def bring_up(
    session: Session, need: Need, offer: Offer, row: MatchRow, people: People, *, now: datetime
) -> Match:
    """The donor's interest, the secretariat's pick, or what the engine has suggested."""
    if row.interest:
        officer = people.officer(offer.organisation.key)
        return matches.show_interest(session, need, offer, note=row.interest, by=officer, now=now)
    suggested = None if row.picked else read_matches.between(session, need, offer)
    return suggested or matches.pick(session, need, offer, by=people.dao, now=now)


def road(need: NeedRow, offer: OfferRow, row: MatchRow, people: People) -> list[Step]:
    """What follows the suggestion, up to the state of *row*."""
    if row.state == S.SUGGESTED:
        return []
    review = [Step(1, partial(matches.shortlist, by=people.dao), S.SHORTLISTED)]
    if row.state == S.DISMISSED:
        return [*review, Step(1, partial(matches.dismiss, by=people.dao, **_why(row)))]
    review += [
        Step(3, partial(matches.propose, note=row.review, by=people.dao), S.TO_RELEASE),
        Step(1, partial(matches.release, by=people.erik), S.CONSENT_ASKED),
    ]
    asked = _asked(need, offer, row, people)
    if row.state in (S.DECLINED, S.LAPSED) or (row.state == S.CONSENT_ASKED and row.accepted):
        return [*review, *asked]
    return upto(row.state, [*review, *asked, *_introduced(need, offer, row, people)])


def _why(row: MatchRow) -> dict[str, object]:
    return {"reason": row.reason, "note": row.note}


def _asked(need: NeedRow, offer: OfferRow, row: MatchRow, people: People) -> list[Step]:
    """What the two sides answer."""
    focal, officer = _sides(need, offer, people)
    yes = Step(6, partial(matches.accept_as_requester, by=focal))
    if row.state == S.DECLINED and row.by == "requester":
        return [Step(6, partial(matches.decline_as_requester, by=focal, **_why(row)))]
    if row.state == S.DECLINED:
        return [yes, Step(9, partial(matches.decline_as_donor, by=officer, **_why(row)))]
    if row.state == S.LAPSED:
        return [yes, Step(SILENCE_DAYS, partial(_lapse, row=row))]
    if row.state == S.CONSENT_ASKED:
        return [yes]
    return [yes, Step(9, partial(matches.accept_as_donor, by=officer))]


def _lapse(session: Session, match: Match, *, row: MatchRow, now: datetime) -> None:
    move(session, match, Action.LAPSE_MATCH, by=PORTAL, now=now, note=row.note, private=True)
    match.decline_reason = row.reason


def _introduced(need: NeedRow, offer: OfferRow, row: MatchRow, people: People) -> list[Step]:
    """From the introduction to the last day of a delivery; the need follows its match."""
    focal, officer = _sides(need, offer, people)
    in_part = row.part or row.state == S.PART_AGREED
    return [
        Step(1, partial(matches.introduce, by=people.erik), S.INTRODUCED),
        Step(7, partial(move, action=Action.EXPLORE_MATCH, by=people.dao), S.EXPLORING),
        Step(28, partial(_agree, row=row, by=people.dao), S.PART_AGREED if in_part else S.AGREED),
        Step(18, partial(_start, by=people.dao), S.IN_DELIVERY),
        Step(row.delivery_days, partial(_report, by=officer)),
        Step(2, partial(_receive, by=focal), S.DELIVERED),
        Step(18, partial(_close, by=people.erik), S.CLOSED),
    ]


def _sides(need: NeedRow, offer: OfferRow, people: People) -> tuple[Person, Person]:
    return people.focal_point(need.country), people.officer(offer.provider)


def _agree(session: Session, match: Match, *, row: MatchRow, now: datetime, by: Actor) -> None:
    in_part = row.part or row.state == S.PART_AGREED
    action = Action.RECORD_PART_AGREEMENT if in_part else Action.RECORD_AGREEMENT
    move(session, match, action, by=by, now=now)
    match.offer.capacity_used += row.uses
    move(session, match.need, Action.MARK_NEED_MATCHED, by=PORTAL, now=now)


def _start(session: Session, match: Match, *, now: datetime, by: Actor) -> None:
    move(session, match, Action.START_DELIVERY_OF_MATCH, by=by, now=now)
    move(session, match.need, Action.START_DELIVERY_OF_NEED, by=PORTAL, now=now)


def _report(session: Session, match: Match, *, now: datetime, by: Actor) -> None:
    move(session, match, Action.REPORT_DELIVERY, by=by, now=now)
    match.reported_at = now


def _receive(session: Session, match: Match, *, now: datetime, by: Actor) -> None:
    """The requester confirms, which makes two: both it and its need are delivered."""
    move(session, match, Action.CONFIRM_RECEIPT, by=by, now=now)
    match.received_at = now
    move(session, match, Action.MARK_MATCH_DELIVERED, by=PORTAL, now=now)
    move(session, match.need, Action.MARK_NEED_DELIVERED, by=PORTAL, now=now)


def _close(session: Session, match: Match, *, now: datetime, by: Actor) -> None:
    move(session, match, Action.CLOSE_MATCH, by=by, now=now)
    move(session, match.need, Action.CLOSE_NEED, by=by, now=now)
