"""What speaks against a pair: each warning when it holds, silence when it does not."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlmodel import Session

from matchmaker.models import Match, Person
from matchmaker.queries import casework
from matchmaker.services.drafts import ComponentDraft
from matchmaker.vocabulary import (
    CapacityUnit,
    Cover,
    MatchState,
    NeedState,
    OfferState,
    OrganisationState,
    Visibility,
)
from matchmaker.web.fit import misfits_of, warnings_of
from matchmaker.web.session import Portal
from tests.cast import Cast
from tests.entering import be
from tests.stories import a_match, a_need, an_offer

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def english(app: Portal) -> Iterator[None]:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        yield


def said(session: Session, match: Match) -> list[str]:
    found = warnings_of(match, casework.engagements(session, [match]), on=TODAY)
    return [warning.replace("\u2068", "").replace("\u2069", "") for warning in found]


def test_a_provider_that_nobody_vouches_for_is_told_to_reviewers_alone(cast: Cast, session: Session) -> None:
    cast.carla.organisation.state = OrganisationState.UNVERIFIED
    match = a_match(session, cast)
    assert said(session, match) == [
        "Nobody has verified this provider: “Northern Lights Development Agency”."
    ]
    be(cast.amina)
    assert misfits_of(match, on=TODAY) == []


def test_a_pair_that_fits_has_no_warning(cast: Cast, session: Session) -> None:
    assert said(session, a_match(session, cast)) == []


@pytest.mark.parametrize(
    ("asked", "warning"),
    [
        (
            {"languages": ["pt"]},
            "No language in common: the need asks for Portuguese, the offer is given in English and French.",
        ),
        (
            {"earliest_start": date(2029, 1, 1), "latest_end": None},
            "The offer ends on 31 Dec 2028, before the need begins.",
        ),
        ({"latest_end": date(2029, 6, 30)}, "The offer ends on 31 Dec 2028, before the need does."),
        (
            {"components": [ComponentDraft(topic="INV-04", modality="TRN")]},
            "None of the topics asked for is in the offer.",
        ),
        (
            {"components": [ComponentDraft(topic=topic, modality="TRN") for topic in ("INV-04", "EVI-02")]},
            "Not named by the offer: “Judges and adjudication”.",
        ),
        (
            {"components": [ComponentDraft(topic="EVI-02", modality="STV")]},
            "None of the kinds of assistance asked for is in the offer: “Study visit”.",
        ),
        (
            {"components": [ComponentDraft(topic="EVI-02", modality=way) for way in ("STV", "TRN")]},
            "Asked for in a way that the offer does not name: “Study visit”.",
        ),
        (
            {"excluded_partners": "sellers of spyware"},
            "The State would not work with “sellers of spyware”: see whether this donor is meant.",
        ),
    ],
)
def test_what_the_need_asks_and_the_offer_cannot(
    cast: Cast, session: Session, asked: dict[str, object], warning: str
) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING, **asked)
    assert said(session, a_match(session, cast, need=need)) == [warning]


@pytest.mark.parametrize(
    ("given", "warning"),
    [
        ({"regions": ["019"]}, "The offer is for others: Gambia is not among them."),
        (
            {"lead_time_weeks": 20},
            "The offer can begin on 11 Apr 2027, 6 weeks later than asked.",
        ),
        (
            {"lead_time_weeks": 15},
            "The offer can begin on 7 Mar 2027, a few days later than asked.",
        ),
        (
            {"lead_time_weeks": 30},
            "The offer can begin on 20 Jun 2027, 4 months later than asked.",
        ),
        ({"lead_time_weeks": 60}, "The offer can begin on 16 Jan 2028, after the need has ended."),
        (
            {"capacity": 1, "capacity_unit": CapacityUnit.MISSIONS},
            "Only one is left of the capacity of the offer (missions).",
        ),
        (
            {"budget_band": "under_50k"},
            "The need is larger than the offer: 50,000 to 250,000 (USD) against Up to 50,000 (USD).",
        ),
        (
            {"budget_band": "over_1m"},
            "The offer is larger than the need: Over 1 million (USD) against 50,000 to 250,000 (USD).",
        ),
    ],
)
def test_what_the_offer_cannot_and_the_need_asks(
    cast: Cast, session: Session, given: dict[str, object], warning: str
) -> None:
    offer = an_offer(session, cast, state=OfferState.PUBLISHED, **given)
    assert said(session, a_match(session, cast, offer=offer)) == [warning]


def test_equipment_that_is_asked_for_and_not_covered(cast: Cast, session: Session) -> None:
    need = a_need(
        session,
        cast,
        state=NeedState.IN_MATCHING,
        components=[ComponentDraft(topic="EVI-02", modality="EQU")],
    )
    offer = an_offer(session, cast, state=OfferState.PUBLISHED, modalities=["EQU"], covers=[Cover.EXPERTS])
    assert said(session, a_match(session, cast, need=need, offer=offer)) == [
        "Equipment or licences are asked for, and the offer does not cover them."
    ]


def test_a_need_and_an_offer_that_have_left_the_catalogue(cast: Cast, session: Session) -> None:
    match = a_match(session, cast)
    match.need.state, match.offer.state = NeedState.WITHDRAWN, OfferState.EXHAUSTED
    match.offer.capacity_used = match.offer.capacity
    assert said(session, match) == [
        "The need is not looking for offers now: Withdrawn.",
        "The offer is not open now: Capacity used.",
        "This donor may not read the need: it is asked with the title and the summary alone.",
        "Nothing is left of the capacity of the offer.",
    ]


def test_the_weightiest_stands_first_and_a_word_about_partners_last(cast: Cast, session: Session) -> None:
    need = a_need(
        session,
        cast,
        state=NeedState.IN_MATCHING,
        components=[ComponentDraft(topic="INV-04", modality="TRN")],
        languages=["pt"],
        excluded_partners="sellers of spyware",
    )
    offer = an_offer(
        session,
        cast,
        state=OfferState.PUBLISHED,
        regions=["019"],
        lead_time_weeks=60,
        capacity=1,
        budget_band="under_50k",
    )
    starts = (
        "None of the topics",
        "The offer is for others",
        "The offer can begin",
        "No language in common",
        "Only one is left",
        "The need is larger",
        "The State would not work with",
    )
    found = said(session, a_match(session, cast, need=need, offer=offer))
    assert [start for start, one in zip(starts, found, strict=True) if one.startswith(start)] == [*starts]


def test_the_same_donor_is_already_introduced_for_the_same_need(cast: Cast, session: Session) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    a_match(session, cast, need=need, state=MatchState.INTRODUCED)
    assert said(session, a_match(session, cast, need=need)) == [
        "This donor and this State are already brought together for the same need, by another offer."
    ]


def test_other_introductions_of_the_same_need(cast: Cast, session: Session) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    of_chen = an_offer(session, cast, state=OfferState.PUBLISHED, by=cast.chen)
    another = an_offer(session, cast, state=OfferState.PUBLISHED, by=cast.chen)
    a_match(session, cast, need=need, offer=of_chen, state=MatchState.CONSENT_ASKED)
    a_match(session, cast, need=need, offer=another, state=MatchState.EXPLORING)
    assert said(session, a_match(session, cast, need=need)) == [
        "For the same need 1 other introduction is being asked for.",
        "1 other donor is already introduced for the same need.",
    ]


def test_another_state_may_take_the_last_place(cast: Cast, session: Session) -> None:
    offer = an_offer(session, cast, state=OfferState.PUBLISHED, capacity=1)
    elsewhere = a_need(session, cast, state=NeedState.IN_MATCHING, by=cast.ines)
    a_match(session, cast, need=elsewhere, offer=offer, state=MatchState.CONSENT_ASKED)
    assert said(session, a_match(session, cast, offer=offer)) == [
        "Only one is left of the capacity of the offer (projects).",
        "1 other State may take what is left of this offer.",
    ]


def told_to(app: Portal, person: Person, match: Match) -> list[str]:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        be(person)
        person.language = "en"
        return misfits_of(match, on=TODAY)


def test_both_sides_are_told_what_does_not_fit_and_nothing_of_others(
    app: Portal, cast: Cast, session: Session
) -> None:
    need = a_need(
        session, cast, state=NeedState.IN_MATCHING, languages=["pt"], excluded_partners="sellers of spyware"
    )
    match = a_match(session, cast, need=need)
    of_chen = an_offer(session, cast, state=OfferState.PUBLISHED, by=cast.chen)
    a_match(session, cast, need=need, offer=of_chen, state=MatchState.INTRODUCED)
    language = (
        "No language in common: the need asks for Portuguese, the offer is given in English and French."
    )
    assert [told_to(app, person, match) for person in (cast.amina, cast.carla)] == [[language], [language]]
    assert len(said(session, match)) == 3


def test_who_may_not_read_both_texts_or_the_size_is_told_nothing_of_them(
    app: Portal, cast: Cast, session: Session
) -> None:
    hidden = a_need(
        session, cast, state=NeedState.IN_MATCHING, visibility=Visibility.SECRETARIAT, languages=["pt"]
    )
    sized = a_need(session, cast, state=NeedState.IN_MATCHING, budget_visibility=Visibility.SECRETARIAT)
    small = an_offer(session, cast, state=OfferState.PUBLISHED, budget_band="under_50k")
    assert told_to(app, cast.carla, a_match(session, cast, need=hidden)) == []
    match = a_match(session, cast, need=sized, offer=small)
    assert told_to(app, cast.carla, match) == []
    assert [sentence.split(":")[0] for sentence in told_to(app, cast.amina, match)] == [
        "The need is larger than the offer"
    ]
