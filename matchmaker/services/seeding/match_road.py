"""The road of a match in the demonstration, deed by deed through the real services."""

from datetime import datetime
from functools import partial

from sqlmodel import Session

from matchmaker.models import Match, Need, Offer, Person
from matchmaker.queries import matches as read_matches
from matchmaker.services import agreements, matches
from matchmaker.services.agreement_drafts import AgreementDraft
from matchmaker.services.due.matches import lapse
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
        return [yes, Step(SILENCE_DAYS, partial(lapse, **_why(row)))]
    if row.state == S.CONSENT_ASKED:
        return [yes]
    return [yes, Step(9, partial(matches.accept_as_donor, by=officer))]


def _introduced(need: NeedRow, offer: OfferRow, row: MatchRow, people: People) -> list[Step]:
    """From the introduction to the last day of a delivery, and what each side says of it."""
    focal, officer = _sides(need, offer, people)
    said = [(by, draft) for by, draft in ((focal, row.asking), (officer, row.giving)) if draft]
    return [
        Step(1, partial(matches.introduce, by=people.erik), S.INTRODUCED),
        Step(7, partial(agreements.explore, by=people.dao), S.EXPLORING),
        Step(28, partial(_agree, row=row, by=people.dao), S.PART_AGREED if row.covers else S.AGREED),
        Step(18, partial(agreements.start_delivery, by=people.dao), S.IN_DELIVERY),
        Step(
            row.delivery_days,
            partial(agreements.report_delivery, by=officer),
            S.IN_DELIVERY if row.reported else None,
        ),
        Step(2, partial(agreements.confirm_receipt, by=focal), S.DELIVERED),
        *(Step(3, partial(agreements.give_feedback, draft=draft, by=by), S.DELIVERED) for by, draft in said),
        Step(12, partial(agreements.close, by=people.erik), S.CLOSED),
    ]


def _sides(need: NeedRow, offer: OfferRow, people: People) -> tuple[Person, Person]:
    return people.focal_point(need.country), people.officer(offer.provider)


def _agree(session: Session, match: Match, *, row: MatchRow, now: datetime, by: Person) -> None:
    """The dates are those of the need, as far as they are still to come."""
    need = match.need
    begins = max(need.earliest_start or now.date(), now.date())
    draft = AgreementDraft(
        activity=row.activity or need.title,
        parts=row.covers or [part.position for part in need.open_components],
        starts_on=begins,
        ends_on=max(need.latest_end or begins, begins),
        value=row.value,
        currency=need.currency,
        places=row.uses,
    )
    agreements.record_agreement(session, match, draft, by=by, now=now)
