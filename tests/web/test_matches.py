"""Matches on pages: the two sides of a pair, and each step from suggestion to introduction."""

import re

import pytest
from sqlmodel import Session, select

from matchmaker.models import Match
from matchmaker.services import matches
from matchmaker.vocabulary import DeclineReason, MatchState, NeedState, OfferState, Origin, Visibility
from tests.cast import NOON, Cast
from tests.stories import a_match, a_need, an_offer
from tests.web.conftest import Client, shown


def test_a_case_officer_picks_an_offer_by_its_reference(client: Client, cast: Cast, session: Session) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    offer = an_offer(session, cast, state=OfferState.PUBLISHED)
    browser = client(cast.dao)
    wrong = browser.post(f"/matches/for/{need.ref}/pick", data={"offer": "F-999999"})
    right = browser.post(f"/matches/for/{need.ref}/pick", data={"offer": f" {offer.ref.lower()} "})
    match = session.exec(select(Match)).one()
    assert (wrong.status_code, "F-999999" in wrong.text) == (422, True)
    assert (right.status_code, match.origin, match.offer_id) == (302, Origin.STAFF, offer.id)


def test_a_case_officer_cannot_pick_an_offer_that_is_not_open(
    client: Client, cast: Cast, session: Session
) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    offer = an_offer(session, cast, state=OfferState.SUBMITTED)
    assert (
        client(cast.dao).post(f"/matches/for/{need.ref}/pick", data={"offer": offer.ref}).status_code == 409
    )
    assert client(cast.erik).get(f"/matches/for/{need.ref}/pick").status_code == 403


def test_a_pair_goes_from_suggestion_to_introduction(client: Client, cast: Cast, session: Session) -> None:
    match = a_match(session, cast)
    steps = [
        (cast.dao, "shortlist", {}),
        (cast.dao, "propose", {"note": "Laboratory and dates agree."}),
        (cast.erik, "send-back", {"note": "Is the language agreed?"}),
        (cast.dao, "propose", {"note": "It is."}),
        (cast.erik, "release", {}),
        (cast.amina, "accept-as-requester", {}),
        (cast.carla, "accept-as-donor", {}),
        (cast.erik, "introduce", {}),
    ]
    for person, verb, answers in steps:
        session.refresh(match)
        page = client(person).get(f"/matches/{match.ref}")
        said = client(person).post(f"/matches/{match.ref}/{verb}", data=answers | {"version": match.version})
        assert (verb, f"/matches/{match.ref}/{verb}" in page.text, said.status_code) == (verb, True, 302)
    session.refresh(match)
    assert match.state == MatchState.INTRODUCED


@pytest.mark.proves("S4")
def test_contacts_are_read_after_the_introduction_only(client: Client, cast: Cast, session: Session) -> None:
    match = a_match(session, cast, state=MatchState.CONSENT_ASKED)
    matches.accept_as_requester(session, match, by=cast.amina, now=NOON)
    matches.accept_as_donor(session, match, by=cast.carla, now=NOON)
    before = client(cast.amina).get(f"/matches/{match.ref}"), client(cast.carla).get(f"/matches/{match.ref}")
    matches.introduce(session, match, by=cast.erik, now=NOON)
    after = client(cast.amina).get(f"/matches/{match.ref}"), client(cast.carla).get(f"/matches/{match.ref}")
    assert [cast.carla.email in before[0].text, cast.amina.email in before[1].text] == [False, False]
    assert [cast.carla.email in after[0].text, cast.amina.email in after[1].text] == [True, True]
    assert "Directorate of Public Prosecutions, room 4" in after[1].text


@pytest.mark.proves("S4")
def test_before_the_introduction_the_donor_reads_the_summary_of_a_hidden_need(
    client: Client, cast: Cast, session: Session
) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING, visibility=Visibility.SECRETARIAT)
    match = a_match(session, cast, need=need, state=MatchState.CONSENT_ASKED)
    unknown = client(cast.carla).get(f"/matches/{match.ref}")
    matches.accept_as_requester(session, match, by=cast.amina, now=NOON)
    asked = client(cast.carla).get(f"/matches/{match.ref}").text
    assert unknown.status_code == 404
    assert need.public_summary in asked
    for hidden in (need.problem, "Gambia", "USD", f"/needs/{need.ref}", cast.amina.name):
        assert hidden not in asked


def test_before_the_introduction_the_requester_reads_no_more_than_the_title_of_a_hidden_offer(
    client: Client, cast: Cast, session: Session
) -> None:
    offer = an_offer(session, cast, state=OfferState.PUBLISHED, visibility=Visibility.SECRETARIAT)
    match = a_match(session, cast, offer=offer, state=MatchState.CONSENT_ASKED)
    page = client(cast.amina).get(f"/matches/{match.ref}").text
    assert offer.title in page
    for hidden in (offer.description, offer.organisation.name, f"/offers/{offer.ref}", offer.conditions):
        assert hidden not in page


def test_each_side_answers_for_itself_and_in_its_turn(client: Client, cast: Cast, session: Session) -> None:
    match = a_match(session, cast, state=MatchState.CONSENT_ASKED)
    assert client(cast.carla).post(f"/matches/{match.ref}/accept-as-donor").status_code == 409
    assert client(cast.carla).post(f"/matches/{match.ref}/accept-as-requester").status_code == 403
    assert client(cast.bashir).post(f"/matches/{match.ref}/accept-as-requester").status_code == 403
    assert client(cast.ines).post(f"/matches/{match.ref}/accept-as-requester").status_code == 404
    assert client(cast.amina).post(f"/matches/{match.ref}/accept-as-requester").status_code == 302
    assert client(cast.amina).post(f"/matches/{match.ref}/accept-as-requester").status_code == 409
    assert client(cast.erik).post(f"/matches/{match.ref}/introduce").status_code == 409


def test_each_side_reads_first_what_a_yes_means(client: Client, cast: Cast, session: Session) -> None:
    match = a_match(session, cast, state=MatchState.CONSENT_ASKED)
    cast.amina.language = cast.carla.language = "en"
    meaning = "Both of you will then read each other’s contact."
    asked = client(cast.amina).get(f"/matches/{match.ref}").text
    matches.accept_as_requester(session, match, by=cast.amina, now=NOON)
    then = client(cast.carla).get(f"/matches/{match.ref}").text
    for page in (asked, then):
        assert page.index(meaning) < page.index("Yes, introduce us") < page.index('class="pairing explained"')
    assert meaning not in client(cast.amina).get(f"/matches/{match.ref}").text
    assert meaning not in client(cast.dao).get(f"/matches/{match.ref}").text


def test_after_two_yeses_the_sides_are_not_told_of_the_review(
    client: Client, cast: Cast, session: Session
) -> None:
    match = a_match(session, cast, state=MatchState.CONSENT_ASKED)
    matches.accept_as_requester(session, match, by=cast.amina, now=NOON)
    matches.accept_as_donor(session, match, by=cast.carla, now=NOON)
    for person, told in ((cast.amina, True), (cast.carla, True), (cast.erik, False)):
        person.language = "en"
        page = client(person).get(f"/matches/{match.ref}").text
        assert ("The secretariat introduces you now." in page, "reviewer introduces" in page) == (
            told,
            not told,
        )


@pytest.mark.proves("S4")
def test_the_reason_of_a_no_stays_with_the_secretariat(client: Client, cast: Cast, session: Session) -> None:
    match = a_match(session, cast, state=MatchState.CONSENT_ASKED)
    matches.accept_as_requester(session, match, by=cast.amina, now=NOON)
    answer = client(cast.carla).post(
        f"/matches/{match.ref}/decline-as-donor", data={"reason": "size", "note": "Larger than our budget."}
    )
    read = {
        person.name: "Larger than our budget." in client(person).get(f"/matches/{match.ref}").text
        for person in (cast.dao, cast.amina)
    }
    session.refresh(match)
    assert (answer.status_code, match.decline_reason) == (302, DeclineReason.SIZE)
    assert read == {cast.dao.name: True, cast.amina.name: False}


def test_the_review_is_told_to_the_secretariat_only(client: Client, cast: Cast, session: Session) -> None:
    match = a_match(session, cast, state=MatchState.INTRODUCED)
    cast.dao.language = "en"
    read = {
        person.name: "Proposed for release" in client(person).get(f"/matches/{match.ref}").text
        for person in (cast.dao, cast.amina, cast.carla)
    }
    assert read == {cast.dao.name: True, cast.amina.name: False, cast.carla.name: False}


@pytest.mark.parametrize(
    ("verb", "person", "state"),
    [
        ("dismiss", "dao", MatchState.SUGGESTED),
        ("dismiss", "erik", MatchState.TO_RELEASE),
        ("decline-as-requester", "amina", MatchState.CONSENT_ASKED),
    ],
)
def test_a_no_wants_a_reason_and_keeps_the_note(
    client: Client, cast: Cast, session: Session, verb: str, person: str, state: MatchState
) -> None:
    match = a_match(session, cast, state=state)
    browser = client(getattr(cast, person))
    for reason in ("", "because"):
        answer = browser.post(f"/matches/{match.ref}/{verb}", data={"reason": reason, "note": "Next year."})
        assert answer.status_code == 422
        assert "Next year.</textarea>" in answer.text
        assert answer.text.count('href="#reason"') == answer.text.count('id="reason"') == 1
    answer = browser.post(f"/matches/{match.ref}/{verb}", data={"reason": "timing", "note": "Next year."})
    assert answer.status_code == 302


@pytest.mark.parametrize(("who", "verb"), [("amina", "decline-as-requester"), ("carla", "decline-as-donor")])
def test_to_decline_is_one_press_on_a_reason_that_only_the_secretariat_reads(
    client: Client, cast: Cast, session: Session, who: str, verb: str
) -> None:
    match = a_match(session, cast, state=MatchState.CONSENT_ASKED)
    if who == "carla":
        matches.accept_as_requester(session, match, by=cast.amina, now=NOON)
    session.commit()
    other = "carla" if who == "amina" else "amina"
    browser, address = client(getattr(cast, who)), f"/matches/{match.ref}"
    form = browser.get(address).text.split(f'action="{address}/{verb}"')[1].split("</form>")[0]
    presses = re.findall(r'<button class="quiet" name="reason" value="(\w+)" data-confirm="', form)
    assert presses == [reason.value for reason in DeclineReason if reason != DeclineReason.WITHDRAWN]
    assert browser.post(f"{address}/{verb}", data={"reason": "timing"}).status_code == 302
    session.refresh(match)
    assert (match.state, match.decline_reason) == (MatchState.DECLINED, DeclineReason.TIMING)
    told = {
        name: "Timing or budget year" in english(client, cast, name, address) for name in (who, other, "dao")
    }
    assert told == {who: False, other: False, "dao": True}


def english(client: Client, cast: Cast, who: str, address: str) -> str:
    person = getattr(cast, who)
    person.language = "en"
    return client(person).get(address).text


def test_a_button_that_saw_an_older_version_changes_nothing(
    client: Client, cast: Cast, session: Session
) -> None:
    match = a_match(session, cast)
    answer = client(cast.dao).post(f"/matches/{match.ref}/shortlist", data={"version": match.version - 1})
    session.refresh(match)
    assert (answer.status_code, match.state) == (409, MatchState.SUGGESTED)


@pytest.mark.proves("S9")
def test_nobody_releases_what_they_proposed(client: Client, cast: Cast, session: Session) -> None:
    match = a_match(session, cast, state=MatchState.TO_RELEASE)
    match.reviewed_by_id = cast.erik.id
    page = client(cast.erik).get(f"/matches/{match.ref}")
    assert f"/matches/{match.ref}/release" not in page.text
    assert client(cast.erik).post(f"/matches/{match.ref}/release").status_code == 403
    assert client(cast.dao).post(f"/matches/{match.ref}/release").status_code == 403


@pytest.mark.proves("S3")
def test_a_stranger_finds_nothing(client: Client, cast: Cast, session: Session) -> None:
    match = a_match(session, cast, state=MatchState.INTRODUCED)
    for person in (None, cast.ines, cast.chen, cast.farah, cast.gus):
        unknown = client(person).get("/matches/M-222222")
        hidden = client(person).get(f"/matches/{match.ref}")
        assert (hidden.status_code, shown(hidden)) == (404, shown(unknown).replace("M-222222", match.ref))
