"""Lessons on pages: read by the secretariat, adopted and rolled back by a releaser, with history."""

import pytest
from sqlmodel import Session, select

from matchmaker.engine.weights import ENGINE_VERSION
from matchmaker.models import Match
from matchmaker.vocabulary import LessonState, NeedState, OfferState
from tests.cast import Cast
from tests.stories import a_lesson, a_match, a_need, an_offer
from tests.web.conftest import Client

FIRST = f"{ENGINE_VERSION}.1"
PATH = f"/lessons/{FIRST}"


def test_the_list_says_what_everything_is_ranked_by(client: Client, cast: Cast, session: Session) -> None:
    browser = client(cast.dao)
    assert "matchmaker learn" in browser.get("/lessons/").text
    a_lesson(session, cast, state=LessonState.ADOPTED)
    session.commit()
    page = browser.get("/lessons/", headers={"Accept-Language": "en"}).text
    assert f'href="{PATH}"' in page
    assert FIRST in page


def test_a_lesson_shows_all_that_speaks_for_and_against_it(
    client: Client, cast: Cast, session: Session
) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    enters = an_offer(session, cast, state=OfferState.PUBLISHED)
    leaves = an_offer(session, cast, state=OfferState.PUBLISHED)
    a_lesson(session, cast, changes=[[need.id, enters.id, True], [need.id, leaves.id, False]])
    page = client(cast.erik).get(PATH).text
    for said in (
        "0.62",
        "0.37",
        "write blocker",
        "0.9 before, 0.92 with it",
        "10 of 14 before, 12 with a lesson that had not seen them",
        "1 of 40",
        f"/needs/{need.ref}",
        f"/offers/{enters.ref}",
        f"/offers/{leaves.ref}",
        "Learned from decisions",
    ):
        assert said in page


def test_a_releaser_adopts_and_rolls_back_and_all_is_ranked_at_once(
    client: Client, cast: Cast, session: Session
) -> None:
    offer = an_offer(session, cast, state=OfferState.PUBLISHED)
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    lesson = a_lesson(session, cast)
    browser = client(cast.erik)
    match_versions = []
    for deed, typed in (("adopt", {}), ("roll-back", {"note": "Two donors complained."})):
        answer = browser.post(f"{PATH}/{deed}", data=typed)
        assert (answer.status_code, answer.location) == (302, PATH)
        session.expire_all()
        match = session.exec(select(Match).where(Match.need_id == need.id, Match.offer_id == offer.id)).one()
        match_versions.append((lesson.state, match.engine_version))
        session.rollback()  # lets the next request write
    assert match_versions == [(LessonState.ADOPTED, FIRST), (LessonState.RETIRED, ENGINE_VERSION)]
    page = browser.get(PATH).text
    assert "Two donors complained." in page
    assert "Erik Solberg" in page


def test_a_lesson_is_rejected_with_a_reason(client: Client, cast: Cast, session: Session) -> None:
    lesson = a_lesson(session, cast)
    browser = client(cast.dao)
    assert browser.post(f"{PATH}/reject", data={"note": ""}).status_code == 422
    assert browser.post(f"{PATH}/reject", data={"note": "Too few decisions."}).status_code == 302
    session.expire_all()
    assert lesson.state == LessonState.REJECTED


@pytest.mark.parametrize(
    ("name", "statuses"),
    [
        ("eve", (302, 404, 404, 404)),
        ("amina", (403, 404, 404, 404)),
        ("bashir", (403, 404, 404, 404)),
        ("carla", (403, 404, 404, 404)),
        ("farah", (403, 404, 404, 404)),
        ("gus", (403, 404, 404, 404)),
        ("dao", (200, 200, 403, 403)),
    ],
)
def test_lessons_are_for_the_secretariat_and_adopted_by_a_releaser_alone(
    client: Client, cast: Cast, session: Session, name: str, statuses: tuple[int, ...]
) -> None:
    lesson = a_lesson(session, cast)
    browser = client(getattr(cast, name))
    found = (
        browser.get("/lessons/").status_code,
        browser.get(PATH).status_code,
        browser.post(f"{PATH}/adopt").status_code,
        browser.post(f"{PATH}/roll-back", data={"note": "no"}).status_code,
    )
    session.expire_all()
    assert (found, lesson.state) == (statuses, LessonState.CANDIDATE)


def test_a_case_officer_is_shown_no_button_that_would_not_work(
    client: Client, cast: Cast, session: Session
) -> None:
    a_lesson(session, cast)
    pages = [client(who).get(PATH).text for who in (cast.dao, cast.erik)]
    assert [f"{PATH}/adopt" in page for page in pages] == [False, True]
    assert [f"{PATH}/reject" in page for page in pages] == [True, True]


def test_a_lesson_of_an_earlier_engine_has_no_button_to_adopt_it(
    client: Client, cast: Cast, session: Session
) -> None:
    a_lesson(session, cast, engine="2")
    page = client(cast.erik).get("/lessons/2.1").text
    assert "does not hold for this one" in page
    assert "/lessons/2.1/adopt" not in page


def test_staff_are_told_which_engine_suggested_a_pair(client: Client, cast: Cast, session: Session) -> None:
    match = a_match(session, cast)
    match.engine_version, match.score = FIRST, 0.5
    a_lesson(session, cast)
    browser = client(cast.erik)
    assert f'href="{PATH}"' in browser.get(f"/matches/{match.ref}").text
    assert PATH not in client(cast.amina).get(f"/matches/{match.ref}").text
