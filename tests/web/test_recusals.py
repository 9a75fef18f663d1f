"""Whoever has an interest of their own stands back: by no button and by no post do they decide on such a match."""

from collections.abc import Callable

import pytest
from sqlmodel import Session, col, select

from matchmaker.models import Match, Organisation, Person, Trail
from matchmaker.services import matches, needs, recusals
from matchmaker.vocabulary import MatchState, NeedState, OfferState, Role
from tests.cast import NOON, Cast, a_colleague
from tests.stories import a_match, a_need, an_offer
from tests.web.conftest import Client

SIDES: dict[str, Callable[[Cast], Organisation]] = {
    "requester": lambda cast: cast.amina.organisation,
    "provider": lambda cast: cast.carla.organisation,
}
EXCUSE = "You stand back from one of the two sides, so another person takes this step."
DECISIONS = [
    ("dao", MatchState.SUGGESTED, "shortlist"),
    ("dao", MatchState.SUGGESTED, "dismiss"),
    ("erik", MatchState.SUGGESTED, "dismiss"),
    ("dao", MatchState.SHORTLISTED, "propose"),
    ("dao", MatchState.SHORTLISTED, "unlist"),
    ("dao", MatchState.TO_RELEASE, "take-back"),
    ("erik", MatchState.TO_RELEASE, "release"),
    ("erik", MatchState.TO_RELEASE, "send-back"),
    ("erik", MatchState.CONSENT_ASKED, "introduce"),
    ("dao", MatchState.DISMISSED, "reopen"),
    ("erik", MatchState.DELIVERED, "close"),
]
FIELDS = {"note": "They fit.", "reason": "other"}


def stands_back(session: Session, house: Organisation, *people: Person) -> None:
    for person in people:
        recusals.stand_back(session, house, note="My sister works there.", by=person, now=NOON)
    session.commit()


@pytest.mark.proves("S9")
@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize(("who", "state", "deed"), DECISIONS)
def test_whoever_has_an_interest_in_one_side_decides_nothing(
    client: Client, cast: Cast, session: Session, side: str, who: str, state: MatchState, deed: str
) -> None:
    match = a_match(session, cast, state=state)
    if state == MatchState.CONSENT_ASKED:
        matches.accept_as_requester(session, match, by=cast.amina, now=NOON)
        matches.accept_as_donor(session, match, by=cast.carla, now=NOON)
    person = getattr(cast, who)
    person.language = "en"
    stands_back(session, SIDES[side](cast), person)
    browser, page = client(person), f"/matches/{match.ref}"
    shown = browser.get(page)
    answer = browser.post(f"{page}/{deed}", data=FIELDS)
    assert (shown.status_code, f'action="{page}/{deed}"' in shown.text) == (200, False)
    assert (answer.status_code, EXCUSE in answer.text) == (403, True)
    session.refresh(match)
    assert match.state == state


@pytest.mark.proves("S9")
@pytest.mark.parametrize(("who", "state", "deed"), DECISIONS)
def test_whoever_has_none_is_shown_the_button(
    client: Client, cast: Cast, session: Session, who: str, state: MatchState, deed: str
) -> None:
    match = a_match(session, cast, state=state)
    if state == MatchState.CONSENT_ASKED:
        matches.accept_as_requester(session, match, by=cast.amina, now=NOON)
        matches.accept_as_donor(session, match, by=cast.carla, now=NOON)
    stands_back(session, cast.chen.organisation, cast.dao, cast.erik)  # of neither side
    page = f"/matches/{match.ref}"
    assert f'action="{page}/{deed}"' in client(getattr(cast, who)).get(page).text


OF_ONE_SIDE = [
    ("dao", "need", NeedState.SUBMITTED, "check"),
    ("dao", "need", NeedState.IN_CHECK, "send-back"),
    ("erik", "need", NeedState.NO_OBJECTION, "publish"),
    ("erik", "need", NeedState.SUBMITTED, "do-not-take-up"),
    ("dao", "offer", OfferState.SUBMITTED, "check"),
    ("erik", "offer", OfferState.IN_CHECK, "publish"),
    ("dao", "offer", OfferState.PUBLISHED, "suspend"),
]


@pytest.mark.proves("S9")
@pytest.mark.parametrize(("who", "noun", "state", "deed"), OF_ONE_SIDE)
def test_nor_about_the_need_or_offer_of_that_house_which_others_still_decide_about(
    client: Client,
    cast: Cast,
    session: Session,
    who: str,
    noun: str,
    state: NeedState | OfferState,
    deed: str,
) -> None:
    thing = {"need": a_need, "offer": an_offer}[noun](session, cast, state=state)
    if state == NeedState.NO_OBJECTION:
        needs.agree(session, thing, by=cast.amina, now=NOON)
    house, page = thing.organisation, f"/{noun}s/{thing.ref}"
    person = getattr(cast, who)
    person.language = "en"
    session.commit()
    before = client(person).get(page).text
    stands_back(session, house, person)
    browser = client(person)
    shown, answer = browser.get(page).text, browser.post(f"{page}/{deed}", data=FIELDS)
    assert (f'action="{page}/{deed}"' in before, f'action="{page}/{deed}"' in shown) == (True, False)
    assert (answer.status_code, "You stand back from whose this is" in answer.text) == (403, True)
    assert f"{person.name} stands back: a conflict of interest." in shown
    session.refresh(thing)
    assert thing.state == state


@pytest.mark.proves("S9")
def test_they_pick_nothing_for_either_side(client: Client, cast: Cast, session: Session) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    theirs = an_offer(session, cast, state=OfferState.PUBLISHED)
    of_another = a_need(session, cast, state=NeedState.IN_MATCHING, by=cast.ines)
    cast.dao.language = "en"
    stands_back(session, cast.amina.organisation, cast.dao)
    stands_back(session, cast.carla.organisation, cast.dao)
    dao = client(cast.dao)
    answers = [
        dao.post(f"/matches/for/{one.ref}/pick", data={"offer": theirs.ref}) for one in (need, of_another)
    ]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert "You stand back from" in answers[0].text
    assert "another person picks it" in answers[1].text
    assert session.exec(select(Match)).all() == []


@pytest.mark.proves("S9")
def test_what_they_had_in_hand_needs_another_person_and_nobody_hands_it_to_them(
    client: Client, cast: Cast, session: Session
) -> None:
    match = a_match(session, cast, state=MatchState.SUGGESTED)
    nadia = a_colleague(session, cast.dao, "Nadia Roy", Role.CASE_OFFICER)
    matches.assign(session, match, to=cast.dao, by=cast.dao, now=NOON)
    for person in (nadia, cast.dao, cast.erik):
        person.language = "en"
    stands_back(session, cast.amina.organisation, cast.dao)
    other, dao, page = client(nadia), client(cast.dao), f"/matches/{match.ref}"
    for address in ("/matches/", page):
        text = other.get(address).text
        assert "Needs another person" in text
        assert "Dao Nguyen stands back: a conflict of interest." in text
    refused = [
        (answer.status_code, words in answer.text)
        for answer, words in (
            (dao.post(f"{page}/assign", data={"to": "me"}), EXCUSE),
            (
                other.post(f"{page}/assign", data={"to": cast.dao.email}),
                "Dao Nguyen stands back: a conflict of interest. Choose",
            ),
        )
    ]
    assert refused == [(403, True), (403, True)]
    assert cast.dao.email not in other.get(page).text
    assert other.post(f"{page}/assign", data={"to": "me"}).status_code == 302
    assert "Needs another person" not in other.get("/matches/").text


@pytest.mark.proves("S9")
def test_one_press_with_a_reason_stands_back_and_another_takes_part_again(
    client: Client, cast: Cast, session: Session
) -> None:
    match = a_match(session, cast, state=MatchState.SUGGESTED)
    cast.dao.language = "en"
    session.commit()
    dao, house, page = client(cast.dao), cast.amina.organisation, f"/matches/{match.ref}"
    form = f'action="/organisations/{house.ref}/stand-back"'
    assert form in dao.get(page).text
    for note, status in ((" ", 422), ("My sister works there.", 302), ("Again.", 409)):
        assert dao.post(f"/organisations/{house.ref}/stand-back", data={"note": note}).status_code == status
    assert (form in dao.get(page).text, dao.post(f"{page}/shortlist").status_code) == (False, 403)
    assert "My sister works there." in dao.get("/my-account/").text
    for status in (302, 409):
        assert dao.post(f"/organisations/{house.ref}/take-part").status_code == status
    assert dao.post(f"{page}/shortlist").status_code == 302
    told = select(Trail.by_id, Trail.action, Trail.ref).where(col(Trail.action).like("organisation.%"))
    assert [tuple(row) for row in session.exec(told.order_by(col(Trail.seq)))] == [
        (cast.dao.id, "organisation.stand_back", house.ref),
        (cast.dao.id, "organisation.take_part", house.ref),
    ]


def test_the_reason_is_read_by_the_secretariat_and_by_nobody_else(
    client: Client, cast: Cast, session: Session
) -> None:
    stands_back(session, cast.amina.organisation, cast.dao)
    page = f"/organisations/{cast.amina.organisation.ref}"
    read = {name: "My sister" in client(getattr(cast, name)).get(page).text for name in ("erik", "gus")}
    assert read == {"erik": True, "gus": False}


def test_nobody_else_stands_back_and_nobody_from_the_secretariat_itself(client: Client, cast: Cast) -> None:
    seen = {}
    for name in ("eve", "bashir", "amina", "carla", "dao", "erik", "farah", "gus"):
        browser = client(getattr(cast, name) if name != "eve" else None)
        seen[name] = tuple(
            browser.post(f"/organisations/{house.ref}/{deed}", data={"note": "Mine."}).status_code
            for house, deed in (
                (cast.carla.organisation, "stand-back"),
                (cast.carla.organisation, "take-part"),
                (cast.dao.organisation, "stand-back"),
            )
        )
    strangers = dict.fromkeys(("eve", "bashir", "amina", "carla", "farah"), (404, 404, 404))
    assert seen == strangers | dict.fromkeys(("dao", "erik"), (302, 302, 403)) | {"gus": (403, 403, 403)}
