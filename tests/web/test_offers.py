"""Offers on pages: who may, who may not, and that nothing typed is lost."""

import pytest
from sqlmodel import Session, select

from matchmaker.models import Offer
from matchmaker.vocabulary import MatchState, NeedState, OfferState, Visibility
from matchmaker.web.forms.offer import filled_from
from tests.cast import Cast
from tests.stories import a_match, a_need, an_offer
from tests.web.conftest import MANY, Client, shown

WRITTEN = {
    "language": "en",
    "title": "Two examiners who work beside yours",
    "description": "Six weeks in your laboratory, twice a year.",
    "topics": ["EVI-02", "EVI-04"],
    "modalities": ["MEN"],
    "regions": ["002"],
    "groups": ["LDC"],
    "countries": ["PRY"],
    "languages": ["en", "fr"],
    "covers": ["experts"],
    "not_covered": "Licences.",
    "conditions": "A room with a door that locks.",
    "capacity": "4",
    "capacity_unit": "missions",
    "budget_band": "in_kind",
    "currency": "EUR",
    "valid_from": "2026-12-01",
    "valid_until": "2028-12-31",
    "lead_time_weeks": "8",
    "cofunding": "yes",
    "safeguards": "Our code of conduct.",
    "contact": "Cybercrime desk",
    "visibility": "public",
}


def test_a_donor_writes_an_offer(client: Client, cast: Cast, session: Session) -> None:
    answer = client(cast.carla).post("/offers/write", data=WRITTEN)
    offer = session.exec(select(Offer)).one()
    page = client(cast.carla).get(answer.location)
    assert (answer.status_code, answer.location) == (302, f"/offers/{offer.ref}")
    assert (offer.state, offer.topics, offer.capacity, offer.cofunding, offer.triangular) == (
        OfferState.DRAFT,
        ["EVI-02", "EVI-04"],
        4,
        True,
        False,
    )
    for words in (WRITTEN["title"], "Digital forensic laboratory", "Least developed countries", "Paraguay"):
        assert words in page.text


def test_a_focal_point_cannot_write_an_offer(client: Client, cast: Cast) -> None:
    browser = client(cast.amina)
    assert browser.get("/offers/write").status_code == 403
    assert browser.post("/offers/write", data=WRITTEN).status_code == 403


def test_a_wrong_answer_keeps_everything_that_was_typed(client: Client, cast: Cast) -> None:
    typed = WRITTEN | {"valid_until": "some day", "capacity": "four or five", "topics": ["EVI-02", "XXX-01"]}
    answer = client(cast.carla).post("/offers/write", data=typed)
    assert answer.status_code == 422
    for name in ("title", "description", "not_covered", "conditions", "valid_until", "capacity", "contact"):
        assert str(typed[name]) in answer.text
    for box in (
        "topics-EVI-02",
        "modalities-MEN",
        "regions-002",
        "groups-LDC",
        "countries-PRY",
        "covers-experts",
    ):
        name, value = box.split("-", 1)
        assert f'id="{box}" name="{name}" value="{value}" checked' in answer.text
    for name in ("valid_until", "capacity", "topics"):
        assert f'href="#{name}"' in answer.text


def test_the_form_of_an_offer_comes_back_as_it_was_filled_in(
    client: Client, cast: Cast, session: Session
) -> None:
    client(cast.carla).post("/offers/write", data=WRITTEN)
    form = filled_from(session.exec(select(Offer)).one()).values
    assert {name: form[name] for name in WRITTEN} == WRITTEN
    assert (form["triangular"], form["references"]) == ("", "")


def test_the_second_of_two_edits_sees_both_texts(client: Client, cast: Cast, session: Session) -> None:
    offer = an_offer(session, cast, title="As it was")
    seen = WRITTEN | {"from_version": offer.version}
    first = client(cast.carla).post(f"/offers/{offer.ref}/edit", data=seen | {"title": "The first title"})
    second = client(cast.carla).post(f"/offers/{offer.ref}/edit", data=seen | {"title": "The second title"})
    assert (first.status_code, second.status_code) == (302, 409)
    assert "The first title" in second.text
    assert "The second title" in second.text
    session.refresh(offer)
    assert offer.title == "The first title"


def test_an_incomplete_offer_says_what_is_missing_and_where(
    client: Client, cast: Cast, session: Session
) -> None:
    offer = an_offer(session, cast, description="", languages=[])
    answer = client(cast.carla).post(f"/offers/{offer.ref}/submit", data={"version": offer.version})
    form = client(cast.carla).get(answer.location)
    assert (answer.status_code, form.status_code) == (302, 200)
    assert 'href="#description"' in form.text
    assert 'href="#languages"' in form.text


def test_an_offer_is_submitted_checked_and_published(client: Client, cast: Cast, session: Session) -> None:
    offer = an_offer(session, cast)
    assert client().get(f"/offers/{offer.ref}").status_code == 404
    for person, verb in ((cast.carla, "submit"), (cast.dao, "check"), (cast.erik, "publish")):
        session.refresh(offer)
        said = client(person).post(f"/offers/{offer.ref}/{verb}", data={"version": offer.version})
        assert (verb, said.status_code) == (verb, 302)
    assert client().get(f"/offers/{offer.ref}").status_code == 200
    assert offer.title in client().get("/offers/").text


def test_nobody_publishes_an_offer_alone(client: Client, cast: Cast, session: Session) -> None:
    offer = an_offer(session, cast, state=OfferState.IN_CHECK)
    assert client(cast.dao).post(f"/offers/{offer.ref}/publish").status_code == 403
    assert "Publish" not in client(cast.dao).get(f"/offers/{offer.ref}").text
    assert client(cast.erik).post(f"/offers/{offer.ref}/publish").status_code == 302


@pytest.mark.parametrize(
    ("verb", "person", "state"),
    [("send-back", "dao", OfferState.IN_CHECK), ("withdraw", "carla", OfferState.PUBLISHED)],
)
def test_a_deed_that_wants_a_word_keeps_its_form_open_until_there_is_one(
    client: Client, cast: Cast, session: Session, verb: str, person: str, state: OfferState
) -> None:
    offer = an_offer(session, cast, state=state)
    browser = client(getattr(cast, person))
    empty = browser.post(f"/offers/{offer.ref}/{verb}", data={"version": offer.version, "note": " "})
    assert empty.status_code == 422
    assert '<details class="deed" open>' in empty.text
    assert 'href="#note"' in empty.text
    assert empty.text.count('id="note"') == 1
    said = browser.post(f"/offers/{offer.ref}/{verb}", data={"version": offer.version, "note": "Who flies?"})
    assert said.status_code == 302
    assert "Who flies?" in client(cast.carla).get(f"/offers/{offer.ref}").text


def test_a_button_that_saw_an_older_version_changes_nothing(
    client: Client, cast: Cast, session: Session
) -> None:
    offer = an_offer(session, cast, state=OfferState.SUBMITTED)
    answer = client(cast.dao).post(f"/offers/{offer.ref}/check", data={"version": offer.version - 1})
    session.refresh(offer)
    assert (answer.status_code, offer.state) == (409, OfferState.SUBMITTED)


@pytest.mark.proves("S3")
def test_a_reader_who_may_not_act_is_refused_and_a_stranger_finds_nothing(
    client: Client, cast: Cast, session: Session
) -> None:
    offer = an_offer(session, cast, state=OfferState.SUBMITTED)
    assert client(cast.erik).post(f"/offers/{offer.ref}/check").status_code == 403
    assert client(cast.chen).post(f"/offers/{offer.ref}/check").status_code == 404
    unknown = client(cast.chen).get("/offers/F-222222")
    hidden = client(cast.chen).get(f"/offers/{offer.ref}")
    assert (hidden.status_code, shown(hidden)) == (404, shown(unknown))


def test_an_offer_for_donors_stands_in_their_catalogue_only(
    client: Client, cast: Cast, session: Session
) -> None:
    offer = an_offer(session, cast, state=OfferState.PUBLISHED, visibility=Visibility.DONORS)
    assert offer.title in client(cast.chen).get("/offers/").text
    assert offer.title not in client(cast.amina).get("/offers/").text
    assert client(cast.amina).get(f"/offers/{offer.ref}").status_code == 404


def test_the_contact_of_an_offer_stays_in_the_house(client: Client, cast: Cast, session: Session) -> None:
    offer = an_offer(session, cast, state=OfferState.PUBLISHED, contact="Room 12, ask for the desk")
    assert offer.contact not in client(cast.amina).get(f"/offers/{offer.ref}").text
    assert offer.contact in client(cast.carla).get(f"/offers/{offer.ref}").text


def test_a_donor_sees_the_needs_that_fit_with_the_reasons(
    client: Client, cast: Cast, session: Session
) -> None:
    match = a_match(session, cast)
    match.band, match.reasons = "strong", [{"kind": "topic", "in_need": "EVI-02", "in_offer": "EVI-02"}]
    page = client(cast.carla).get(f"/offers/{match.offer.ref}").text
    assert match.need.title in page
    assert "Strong fit" in page
    assert "Both are about “Digital forensic laboratory”." in page


def test_a_donor_does_not_learn_that_a_state_declined_before_the_donor_was_asked(
    client: Client, cast: Cast, session: Session
) -> None:
    match = a_match(session, cast, state=MatchState.DECLINED)
    assert match.need.title not in client(cast.carla).get(f"/offers/{match.offer.ref}").text
    assert client(cast.carla).get(f"/matches/{match.ref}").status_code == 404


@pytest.mark.parametrize(
    "asked", ["page=0", "page=99999999999", "page=x", "topic=%00x", "place=%F0", "words=%25_"]
)
def test_no_address_breaks_the_catalogue(client: Client, cast: Cast, session: Session, asked: str) -> None:
    an_offer(session, cast, state=OfferState.PUBLISHED)
    assert client().get(f"/offers/?{asked}").status_code in (200, 400)


def test_the_catalogue_takes_the_same_number_of_queries_for_one_offer_and_for_many(
    client: Client, cast: Cast, session: Session, count_queries
) -> None:
    browser = client(cast.carla)
    an_offer(session, cast, state=OfferState.PUBLISHED)
    session.commit()
    browser.get("/offers/")
    with count_queries() as one:
        browser.get("/offers/")
    for _ in range(MANY - 1):
        an_offer(session, cast, state=OfferState.PUBLISHED)
    session.commit()
    browser.get("/offers/")  # what is new is read once for the index of words
    with count_queries() as many:
        browser.get("/offers/")
    assert many.count == one.count


def test_the_page_of_an_offer_takes_the_same_number_of_queries_for_one_fitting_need_and_for_many(
    client: Client, cast: Cast, session: Session, count_queries
) -> None:
    offer = a_match(session, cast).offer
    browser = client(cast.carla)
    browser.get(f"/offers/{offer.ref}")
    with count_queries() as one:
        browser.get(f"/offers/{offer.ref}")
    for _ in range(MANY - 1):
        a_match(session, cast, offer=offer, need=a_need(session, cast, state=NeedState.IN_MATCHING))
    session.commit()
    with count_queries() as many:
        browser.get(f"/offers/{offer.ref}")
    assert many.count == one.count
