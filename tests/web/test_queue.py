"""The review queue: its tabs and pages, what it tells of a pair, and the way back to it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from babel.dates import format_date
from markupsafe import escape
from sqlmodel import Session

from matchmaker.queries.matches import PAIRS_PER_PAGE
from matchmaker.services import matches
from matchmaker.services.deadlines import Term, due
from matchmaker.vocabulary import DeclineReason, MatchState, NeedState, OfferState
from tests.cast import Cast
from tests.stories import a_match, a_need, an_offer
from tests.web.conftest import MANY, Client

REASONS = [
    reason.value for reason in DeclineReason if reason != DeclineReason.WITHDRAWN
]  # that is the portal's


def test_the_queue_shows_pairs_side_by_side_with_what_speaks_for_and_against(
    client: Client, cast: Cast, session: Session
) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING, languages=["pt"])
    match = a_match(session, cast, need=need)
    match.band, match.reasons = "good", [{"kind": "topic", "in_need": "EVI-02", "in_offer": "EVI-02"}]
    cast.dao.language = "en"
    page = client(cast.dao).get("/matches/").text
    for words in (match.need.title, match.offer.title, "Good fit", "Both are about", "No language in common"):
        assert words in page
    assert f'action="/matches/{match.ref}/shortlist"' in page


@pytest.mark.parametrize("state", ["suggested", "shortlisted", "to_release", "consent_asked"])
def test_each_tab_of_the_queue_holds_its_state(
    client: Client, cast: Cast, session: Session, state: str
) -> None:
    pairs = {
        one: a_match(session, cast, state=MatchState(one))
        for one in ("suggested", "shortlisted", "to_release", "consent_asked")
    }
    page = client(cast.erik).get(f"/matches/?state={state}").text
    assert [one for one, match in pairs.items() if f'href="/matches/{match.ref}"' in page] == [state]


def test_an_unknown_tab_is_the_first(client: Client, cast: Cast, session: Session) -> None:
    match = a_match(session, cast)
    for state in ("introduced", "nonsense", "%F0"):
        assert match.ref in client(cast.dao).get(f"/matches/?state={state}").text


@pytest.mark.parametrize(
    ("verb", "state", "person", "answers"),
    [
        ("shortlist", "suggested", "dao", {}),
        ("dismiss", "suggested", "dao", {"reason": "timing"}),
        ("propose", "shortlisted", "dao", {"note": "They fit."}),
        ("release", "to_release", "erik", {}),
        ("send-back", "to_release", "erik", {"note": "Look at the language."}),
    ],
)
def test_a_deed_from_the_queue_leads_back_to_its_page(
    client: Client, cast: Cast, session: Session, verb: str, state: str, person: str, answers: dict[str, str]
) -> None:
    for _ in range(PAIRS_PER_PAGE + 1):
        match = a_match(session, cast, state=MatchState(state))
    browser = client(getattr(cast, person))
    page = browser.get(f"/matches/?state={state}&page=2").text
    back = f"/matches/?state={state}&page=2"
    assert f'action="/matches/{match.ref}/{verb}"' in page
    assert page.count(f'name="back" value="{escape(back)}"') >= 1
    answer = browser.post(f"/matches/{match.ref}/{verb}", data=answers | {"back": back})
    assert (answer.status_code, answer.location) == (302, back)


def test_after_a_press_in_the_queue_the_way_to_undo_it_is_shown(
    client: Client, cast: Cast, session: Session
) -> None:
    match = a_match(session, cast)
    browser = client(cast.dao)
    browser.post(f"/matches/{match.ref}/dismiss", data={"reason": "size", "back": "/matches/?page=1"})
    assert f'<a href="/matches/{match.ref}">{match.ref}</a>' in browser.get("/matches/?page=1").text
    assert f'action="/matches/{match.ref}/reopen"' in browser.get(f"/matches/{match.ref}").text


@pytest.mark.parametrize(
    "back",
    ["", "/needs/", "//elsewhere.example/matches/", "/\\elsewhere.example", "https://elsewhere.example"],
)
def test_a_deed_leads_back_to_no_other_page_than_the_queue_or_the_desk(
    client: Client, cast: Cast, session: Session, back: str
) -> None:
    match = a_match(session, cast)
    answer = client(cast.dao).post(f"/matches/{match.ref}/shortlist", data={"back": back})
    assert (answer.status_code, answer.location) == (302, f"/matches/{match.ref}")


def test_a_form_of_the_queue_that_was_refused_still_knows_its_page(
    client: Client, cast: Cast, session: Session
) -> None:
    match = a_match(session, cast)
    back = "/matches/?state=suggested&page=3"
    refused = client(cast.dao).post(f"/matches/{match.ref}/dismiss", data={"reason": "", "back": back})
    assert (refused.status_code, f'name="back" value="{escape(back)}"' in refused.text) == (422, True)


def test_the_queue_holds_ten_pairs_a_page(client: Client, cast: Cast, session: Session) -> None:
    for _ in range(PAIRS_PER_PAGE + 1):
        a_match(session, cast)
    cast.dao.language = "en"
    browser = client(cast.dao)
    pages = [browser.get(f"/matches/?page={number}").text for number in (1, 2)]
    assert [page.count('<article class="pairing"') for page in pages] == [10, 1]
    assert "Page 1 of 2" in pages[0]


def test_the_queue_folds_all_but_three_warnings(client: Client, cast: Cast, session: Session) -> None:
    need = a_need(
        session, cast, state=NeedState.IN_MATCHING, languages=["pt"], excluded_partners="sellers of spyware"
    )
    offer = an_offer(session, cast, state=OfferState.PUBLISHED, regions=["019"], lead_time_weeks=60)
    match = a_match(session, cast, need=need, offer=offer)
    cast.dao.language = "en"
    browser = client(cast.dao)
    queue, page = browser.get("/matches/").text, browser.get(f"/matches/{match.ref}").text
    shown, folded = queue.split("More to look at (1)")
    assert ("No language in common" in shown, "sellers of spyware" in folded) == (True, True)
    assert ("More to look at" in page, "sellers of spyware" in page) == (False, True)


def test_the_queue_shows_what_is_mine_or_nobodys(client: Client, cast: Cast, session: Session) -> None:
    mine, nobodys = a_match(session, cast), a_match(session, cast)
    browser = client(cast.dao)
    answer = browser.post(f"/matches/{mine.ref}/assign", data={"to": "me", "back": "/matches/?page=1"})
    pages = {whose: browser.get(f"/matches/?whose={whose}").text for whose in ("all", "mine", "nobodys", "x")}
    shown = {whose: (mine.ref in page, nobodys.ref in page) for whose, page in pages.items()}
    assert (answer.status_code, answer.location) == (302, "/matches/?page=1")
    assert shown == {
        "all": (True, True),
        "mine": (True, False),
        "nobodys": (False, True),
        "x": (True, True),
    }


def test_a_pair_is_handed_to_a_colleague_by_name_and_back_to_nobody(
    client: Client, cast: Cast, session: Session
) -> None:
    match = a_match(session, cast)
    browser = client(cast.dao)
    told = []
    for to in (cast.erik.email, "", cast.amina.email, "somebody"):
        answer = browser.post(f"/matches/{match.ref}/assign", data={"to": to, "version": match.version})
        session.refresh(match)
        told.append((answer.status_code, match.assignee_id))
        session.commit()  # the next visit writes again
    assert told == [(302, cast.erik.id), (302, None), (400, None), (400, None)]


def test_the_sides_never_read_who_looks_after_their_case(
    client: Client, cast: Cast, session: Session
) -> None:
    match = a_match(session, cast, state=MatchState.INTRODUCED)
    match.need.organisation = cast.amina.organisation
    session.commit()
    browser = client(cast.dao)
    for address in (f"/matches/{match.ref}", f"/needs/{match.need.ref}", f"/offers/{match.offer.ref}"):
        assert browser.post(f"{address}/assign", data={"to": cast.erik.email}).status_code == 302
        assert cast.erik.name in browser.get(address).text
        for person in (cast.amina, cast.carla):
            page = client(person).get(address)
            assert (page.status_code, cast.erik.name in page.text, "Assigned" in page.text) == (
                200,
                False,
                False,
            )


def test_a_deed_of_the_review_is_undone_on_its_page(client: Client, cast: Cast, session: Session) -> None:
    match = a_match(session, cast)
    browser = client(cast.dao)
    for verb, answers in (
        ("shortlist", {}),
        ("unlist", {}),
        ("dismiss", {"reason": "timing"}),
        ("reopen", {}),
        ("shortlist", {}),
        ("propose", {"note": "They fit."}),
        ("take-back", {}),
    ):
        offered = f"/matches/{match.ref}/{verb}" in browser.get(f"/matches/{match.ref}").text
        answer = browser.post(f"/matches/{match.ref}/{verb}", data=answers)
        assert (verb, offered, answer.status_code) == (verb, True, 302)
    session.refresh(match)
    assert match.state == MatchState.SHORTLISTED


def test_what_waits_for_more_than_ten_working_days_is_marked_late(
    client: Client, cast: Cast, session: Session
) -> None:
    now = datetime.now(UTC)
    late = a_match(session, cast, now=now - timedelta(days=30))
    a_match(session, cast, now=now - timedelta(days=7))
    a_match(session, cast, state=MatchState.TO_RELEASE, now=now - timedelta(days=30))
    cast.dao.language = "en"
    browser = client(cast.dao)
    page, there, desk = (
        browser.get(url).text for url in ("/matches/", "/matches/?state=to_release", "/desk/")
    )
    marks = [text.split("</span>")[0] for text in page.split('<span class="badge warn">')[1:]]
    day = format_date(due(Term.REVIEW, late.changed_at), "medium", locale="en_GB")
    assert ("1 late" in marks, page.count("late: due by"), f">{day}</time>" in page) == (True, 1, True)
    assert page.index("late: due by") < page.index('class="pairing"', page.index('class="pairing"') + 1)
    assert ("late" in there, desk.count("1 late")) == (False, 1)


def test_a_pair_that_was_sent_back_and_left_is_late_on_the_desk(
    client: Client, cast: Cast, session: Session
) -> None:
    then = datetime.now(UTC) - timedelta(days=30)
    match = a_match(session, cast, state=MatchState.TO_RELEASE, now=then)
    matches.send_back(session, match, note="Look at the language.", by=cast.erik, now=then)
    cast.dao.language = "en"
    assert client(cast.dao).get("/desk/").text.count("late: due by") == 1


def test_a_dismissal_is_one_press_on_its_reason(client: Client, cast: Cast, session: Session) -> None:
    match = a_match(session, cast)
    for page in ("/matches/", f"/matches/{match.ref}"):
        form = client(cast.dao).get(page).text.split(f'action="/matches/{match.ref}/dismiss"')[1]
        shown = form.split("</form>")[0]
        assert re.findall(r'name="reason" value="(\w+)"', shown) == REASONS
        assert "data-confirm" not in shown  # it can be undone


def test_the_filters_of_the_queue_stand_in_its_address_and_travel_with_every_link(
    client: Client, cast: Cast, session: Session
) -> None:
    match = a_match(session, cast)
    cast.dao.language = "en"
    dao, asked = client(cast.dao), "state=suggested&whose=all&order=oldest&topic=EVI&place=002"
    page = dao.get(f"/matches/?{asked}").text
    assert f'href="/matches/{match.ref}"' in page
    for part in ("state=shortlisted&whose=all&order=oldest", "state=suggested&whose=mine&order=oldest"):
        assert f'href="/matches/?{escape(part + "&topic=EVI&place=002")}"' in page
    assert f'name="back" value="{escape(f"/matches/?{asked}&page=1")}"' in page
    nothing = dao.get("/matches/?topic=LEG").text
    assert ("Nothing here fits these filters." in nothing, match.ref in nothing) == (True, False)
    assert match.ref in dao.get("/matches/?topic=XXX&place=nowhere").text


@pytest.mark.parametrize(
    ("order", "said"), [("pressing", True), ("oldest", False), ("best", False), ("x", True)]
)
def test_the_queue_says_what_comes_first_where_its_order_does_not_say_it(
    client: Client, cast: Cast, session: Session, order: str, said: bool
) -> None:
    a_match(session, cast)
    cast.dao.language = "en"
    page = client(cast.dao).get(f"/matches/?order={order}").text
    assert ("brought up comes first" in page) == said


def test_only_the_secretariat_reviews(client: Client, cast: Cast) -> None:
    for person in (cast.amina, cast.carla, cast.farah, cast.gus):
        assert client(person).get("/matches/").status_code == 403
    assert client().get("/matches/").location == "/sign-in?next=/matches/"


def test_the_queue_takes_the_same_number_of_queries_for_one_pair_and_for_many(
    client: Client, cast: Cast, session: Session, count_queries
) -> None:
    a_match(session, cast)
    browser = client(cast.dao)
    browser.get("/matches/")
    with count_queries() as one:
        browser.get("/matches/")
    for _ in range(MANY - 1):
        a_match(session, cast)
    session.commit()
    with count_queries() as many:
        browser.get("/matches/")
    assert many.count == one.count
