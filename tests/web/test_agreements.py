"""A match after the introduction, on its pages: what is shown to whom, and what each form takes."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from matchmaker.models import Agreement, Feedback
from matchmaker.outcomes import Extent, Side
from matchmaker.vocabulary import DeclineReason, MatchState, NeedState, OfferState
from tests.cast import NOON, TWO_PARTS, Cast
from tests.stories import a_match, a_need, an_offer
from tests.web.conftest import Client

AGREED = {
    "activity": "Six weeks of mentoring",
    "parts": ["1"],
    "starts_on": "2027-03-01",
    "ends_on": "2027-06-30",
    "value": "40 000",
    "currency": "EUR",
    "places": "2",
}
ANSWERS = {"as_agreed": "yes", "timely": "partly", "useful": "4", "lasting": "yes", "recommended": "no"}


def test_a_match_goes_from_introduction_to_its_end(client: Client, cast: Cast, session: Session) -> None:
    match = a_match(session, cast, state=MatchState.INTRODUCED)
    steps = [
        (cast.carla, "explore", {}),
        (cast.amina, "answer-contact", {"answer": "talking"}),
        (cast.carla, "record-agreement", AGREED),
        (cast.amina, "start-delivery", {}),
        (cast.carla, "report-delivery", {}),
        (cast.amina, "confirm-receipt", {}),
        (cast.amina, "give-feedback", ANSWERS),
        (cast.carla, "give-feedback", ANSWERS | {"may_publish": "yes", "words": "Gladly again."}),
        (cast.erik, "close", {}),
    ]
    for person, verb, answers in steps:
        session.refresh(match)
        page = client(person).get(f"/matches/{match.ref}")
        said = client(person).post(f"/matches/{match.ref}/{verb}", data=answers | {"version": match.version})
        assert (verb, f"/matches/{match.ref}/{verb}" in page.text, said.status_code) == (verb, True, 302)
    session.refresh(match)
    recorded = session.exec(select(Agreement)).one()
    assert match.state == MatchState.CLOSED
    assert (recorded.value, recorded.currency, recorded.places) == (40_000, "EUR", 2)
    said = session.exec(select(Feedback.side, Feedback.may_publish).order_by(Feedback.id)).all()
    assert said == [(Side.REQUESTER, False), (Side.DONOR, True)]


def test_the_page_shows_the_whole_way_with_its_days(client: Client, cast: Cast, session: Session) -> None:
    match = a_match(session, cast, state=MatchState.IN_DELIVERY)
    for person in (cast.amina, cast.carla, cast.dao):
        person.language = "en"
        page = client(person).get(f"/matches/{match.ref}").text
        way = page[page.index("steps-of") : page.index("</ol>")]
        assert [way.count("<time"), way.count("not yet")] == [4, 2]
        assert "Six weeks of mentoring in the capital" in page
        assert "USD 40,000" in page.replace("\N{NO-BREAK SPACE}", " ")


def test_a_match_that_is_not_introduced_has_no_way_yet(client: Client, cast: Cast, session: Session) -> None:
    match = a_match(session, cast, state=MatchState.CONSENT_ASKED)
    assert "steps-of" not in client(cast.amina).get(f"/matches/{match.ref}").text


def test_what_stays_open_is_told_on_the_pages_of_both(client: Client, cast: Cast, session: Session) -> None:
    match = a_match(session, cast, state=MatchState.PART_AGREED)
    page = client(cast.carla).get(f"/matches/{match.ref}").text
    assert page.index("12 examiners, 3 weeks") < page.index("Stays open") < page.rindex("2 workstations")
    need = client(cast.amina).get(f"/needs/{match.need.ref}").text
    assert (need.count("Already covered"), need.count("Still open")) == (1, 1)


def test_only_open_components_can_be_ticked(client: Client, cast: Cast, session: Session) -> None:
    first = a_match(session, cast, state=MatchState.PART_AGREED)
    offer = an_offer(session, cast, state=OfferState.PUBLISHED, by=cast.chen)
    other = a_match(session, cast, need=first.need, offer=offer, state=MatchState.EXPLORING)
    cast.chen.language = "en"
    form = client(cast.chen).get(f"/matches/{other.ref}/record-agreement").text
    assert ("parts-2" in form, "parts-1" in form) == (True, False)
    answer = client(cast.chen).post(f"/matches/{other.ref}/record-agreement", data=AGREED)
    assert (answer.status_code, "covered by another agreement" in answer.text) == (409, True)


@pytest.mark.parametrize(
    ("changed", "at"),
    [
        ({"activity": ""}, "activity"),
        ({"parts": []}, "parts"),
        ({"parts": ["9"]}, "parts"),
        ({"parts": ["one"]}, "parts"),
        ({"starts_on": ""}, "starts_on"),
        ({"ends_on": "2027-02-01"}, "ends_on"),
        ({"value": "-1"}, "value"),
        ({"value": "1e3"}, "value"),
        ({"currency": "XXX"}, "currency"),
        ({"places": "0"}, "places"),
        ({"recorded_by_id": "1"}, "recorded_by_id"),
    ],
)
def test_an_agreement_that_cannot_be_meant_is_asked_again(
    client: Client, cast: Cast, session: Session, changed: dict[str, object], at: str
) -> None:
    match = a_match(session, cast, state=MatchState.EXPLORING)
    answer = client(cast.amina).post(f"/matches/{match.ref}/record-agreement", data=AGREED | changed)
    assert (answer.status_code, f'href="#{at}"' in answer.text) == (422, True)
    assert session.exec(select(Agreement)).all() == []


def test_an_agreement_beyond_the_capacity_says_what_is_left(
    client: Client, cast: Cast, session: Session
) -> None:
    match = a_match(session, cast, state=MatchState.EXPLORING)
    answer = client(cast.amina).post(f"/matches/{match.ref}/record-agreement", data=AGREED | {"places": "5"})
    session.refresh(match.offer)
    assert (answer.status_code, "has 4 left" in answer.text) == (409, True)
    assert match.offer.capacity_used == 0


def test_who_says_that_they_agreed_is_led_to_the_form(client: Client, cast: Cast, session: Session) -> None:
    match = a_match(session, cast, state=MatchState.INTRODUCED)
    answer = client(cast.carla).post(f"/matches/{match.ref}/answer-contact", data={"answer": "agreed"})
    assert (answer.status_code, answer.location) == (302, f"/matches/{match.ref}/record-agreement")


def test_who_does_not_go_on_gives_a_reason_that_stays_with_the_secretariat(
    client: Client, cast: Cast, session: Session
) -> None:
    match = a_match(session, cast, state=MatchState.EXPLORING)
    url = f"/matches/{match.ref}/answer-contact"
    assert client(cast.carla).post(url, data={"answer": "not_continuing"}).status_code == 422
    said = {"answer": "not_continuing", "reason": "size", "note": "Larger than our budget."}
    assert client(cast.carla).post(url, data=said).status_code == 302
    read = {
        person.name: "Larger than our budget." in client(person).get(f"/matches/{match.ref}").text
        for person in (cast.dao, cast.amina, cast.carla)
    }
    session.refresh(match)
    assert (match.state, match.decline_reason) == (MatchState.DECLINED, DeclineReason.SIZE)
    assert read == {cast.dao.name: True, cast.amina.name: False, cast.carla.name: False}


def test_after_the_end_contacts_and_agreement_are_no_longer_shown(
    client: Client, cast: Cast, session: Session
) -> None:
    match = a_match(session, cast, state=MatchState.AGREED)
    before = client(cast.carla).get(f"/matches/{match.ref}").text
    client(cast.amina).post(f"/matches/{match.ref}/stop", data={"reason": "policy"})
    after = client(cast.carla).get(f"/matches/{match.ref}").text
    for told in (cast.amina.email, "What was agreed"):
        assert (told in before, told in after) == (True, False)


def test_answers_are_read_by_the_other_side_only_with_consent(
    client: Client, cast: Cast, session: Session
) -> None:
    match = a_match(session, cast, state=MatchState.DELIVERED)
    client(cast.amina).post(f"/matches/{match.ref}/give-feedback", data=ANSWERS | {"words": "Came late."})
    client(cast.carla).post(
        f"/matches/{match.ref}/give-feedback", data=ANSWERS | {"words": "A fine team.", "may_publish": "yes"}
    )
    read = {}
    for person in (cast.amina, cast.carla, cast.dao):
        page = client(person).get(f"/matches/{match.ref}").text
        read[person.name] = ("Came late." in page, "A fine team." in page)
    assert read == {
        cast.amina.name: (True, True),
        cast.carla.name: (False, True),
        cast.dao.name: (True, True),
    }


def test_the_question_after_a_year_is_shown_when_it_is_due(
    client: Client, cast: Cast, session: Session
) -> None:
    match = a_match(session, cast, state=MatchState.CLOSED)
    match.delivered_at = NOON - timedelta(days=300)
    session.flush()
    url = f"/matches/{match.ref}/report-use"
    assert url not in client(cast.amina).get(f"/matches/{match.ref}").text
    match.delivered_at = NOON - timedelta(days=3000)
    session.flush()
    assert url in client(cast.amina).get(f"/matches/{match.ref}").text
    assert client(cast.amina).post(url, data={"in_use": "perhaps"}).status_code == 422
    assert client(cast.amina).post(url, data={"in_use": "partly", "note": "Two rooms."}).status_code == 302
    session.refresh(match)
    assert match.still_in_use == Extent.PARTLY
    assert "Two rooms." in client(cast.carla).get(f"/matches/{match.ref}").text


def test_what_waits_after_an_introduction_lies_on_the_desk_of_that_side(
    client: Client, cast: Cast, session: Session
) -> None:
    match = a_match(session, cast, state=MatchState.IN_DELIVERY)
    asked = {"amina": "Confirm that it is delivered", "carla": "Answer five short questions"}
    seen = []
    for person, verb in ((cast.carla, "report-delivery"), (cast.amina, "confirm-receipt")):
        seen.append(
            {name: words in client(getattr(cast, name)).get("/desk/").text for name, words in asked.items()}
        )
        client(person).post(f"/matches/{match.ref}/{verb}")
    seen.append(
        {name: words in client(getattr(cast, name)).get("/desk/").text for name, words in asked.items()}
    )
    assert seen == [
        {"amina": False, "carla": False},
        {"amina": True, "carla": False},
        {"amina": False, "carla": True},
    ]


def test_a_stranger_finds_none_of_it(client: Client, cast: Cast, session: Session) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING, components=TWO_PARTS)
    match = a_match(session, cast, need=need, state=MatchState.DELIVERED)
    for verb in ("record-agreement", "give-feedback"):
        for person in (None, cast.ines, cast.chen, cast.farah, cast.gus):
            assert client(person).get(f"/matches/{match.ref}/{verb}").status_code == 404
