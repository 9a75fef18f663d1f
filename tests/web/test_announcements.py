"""Announcements: a line at the top of every page, from day to day, for everybody or for those who are signed in."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from matchmaker import clock
from matchmaker.models import Announcement, Trail
from matchmaker.vocabulary import AnnouncementState
from tests.cast import NOON, Cast, an_announcement
from tests.web.conftest import Client

OTHERS = ("eve", "bashir", "amina", "carla", "dao", "erik", "farah")
DAY = timedelta(days=1)
TODAY = NOON.date()


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


def typed(**changed: Any) -> dict[str, str]:
    answers = {"en": "The portal rests tonight.", "starts_on": TODAY, "ends_on": TODAY + DAY}
    return {name: str(value) for name, value in (answers | changed).items()}


def top(page: str) -> str:
    """What stands above the page itself."""
    return page[: page.index("<main")]


def test_everybody_reads_it_on_every_page_and_some_only_when_they_are_signed_in(
    client: Client, cast: Cast, session: Session
) -> None:
    an_announcement(session, cast)
    an_announcement(session, cast, en="Please set up a second step.", signed_in_only=True)
    cast.amina.language = "en"
    session.commit()
    told = {}
    for name, pages in (
        ("eve", ("/", "/needs/", "/help/", "/sign-in")),
        ("amina", ("/desk/", "/my-account/")),
    ):
        browser = client(getattr(cast, name) if name != "eve" else None)
        tops = [top(browser.get(page).text) for page in pages]
        told[name] = {("rests on Saturday" in one, "second step." in one) for one in tops}
    assert told == {"eve": {(True, False)}, "amina": {(True, True)}}


@pytest.mark.parametrize(
    ("first", "last", "shown"), [(-1, -1, False), (-1, 0, True), (0, 0, True), (0, 1, True), (1, 2, False)]
)
def test_it_is_shown_from_its_first_to_its_last_day(
    client: Client, cast: Cast, session: Session, first: int, last: int, shown: bool
) -> None:
    an_announcement(session, cast, starts_on=TODAY + first * DAY, ends_on=TODAY + last * DAY)
    session.commit()
    assert ("rests on Saturday" in top(client().get("/").text)) is shown


def test_a_reader_reads_their_language_and_english_where_there_is_none(
    client: Client, cast: Cast, session: Session
) -> None:
    an_announcement(session, cast, fr="Le portail se repose.", ar="تتوقف البوابة.")
    told = {}
    for language in ("fr", "ar", "es"):
        cast.amina.language = language
        session.commit()
        told[language] = top(client(cast.amina).get("/desk/").text)
    assert '<p class="announcement" lang="fr" dir="auto">Le portail se repose.</p>' in told["fr"]
    assert 'lang="ar" dir="auto">تتوقف البوابة.</p>' in told["ar"]
    assert 'lang="en" dir="auto">The portal rests on Saturday night.</p>' in told["es"]


@pytest.mark.proves("S34", "S35")
def test_an_announcement_is_text_and_of_many_only_the_three_newest_are_shown(
    client: Client, cast: Cast, session: Session
) -> None:
    for number in range(5):
        an_announcement(session, cast, en=f"<script>alert({number})</script>")
    session.commit()
    page = top(client().get("/").text)
    assert [f"&lt;script&gt;alert({number})&lt;/script&gt;" in page for number in range(5)] == [False] * 2 + [
        True
    ] * 3
    assert "<script>alert" not in page


def test_an_administrator_writes_changes_and_ends_one_and_the_trail_keeps_each_step(
    client: Client, cast: Cast, session: Session
) -> None:
    cast.gus.language = "en"
    session.commit()
    gus = client(cast.gus)
    where = gus.post("/announcements/write", data=typed(fr="Le portail se repose.")).location
    assert "The portal rests tonight." in top(gus.get("/announcements/").text)
    changed = typed(en="It rests tomorrow.", signed_in_only="yes")
    assert gus.post(f"{where}/edit", data=changed).status_code == 302
    assert ("It rests tomorrow." in top(gus.get("/").text), "rests" in top(client().get("/").text)) == (
        True,
        False,
    )
    assert gus.post(f"{where}/end").status_code == 302
    assert ("It rests" in top(gus.get("/").text), "Ended early" in gus.get(where).text) == (False, True)
    statuses = [gus.post(f"{where}/{deed}", data=typed()).status_code for deed in ("edit", "end")]
    told = select(Trail.action).where(Trail.noun == "announcement").order_by(col(Trail.seq))
    steps = [f"announcement.{deed}" for deed in ("write", "edit", "end")]
    assert (statuses, [*session.exec(told)]) == ([409, 409], steps)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"en": " "}, "en"),
        ({"fr": "x" * 301}, "fr"),
        ({"ends_on": TODAY - DAY}, "ends_on"),
        ({"starts_on": "tomorrow"}, "starts_on"),
    ],
)
def test_what_cannot_be_meant_is_said_beside_its_field_and_nothing_typed_is_lost(
    client: Client, cast: Cast, session: Session, wrong: dict[str, Any], field: str
) -> None:
    answer = client(cast.gus).post("/announcements/write", data=typed(ru="Портал отдыхает.", **wrong))
    assert (answer.status_code, f'id="{field}-error"' in answer.text) == (422, True)
    assert "Портал отдыхает." in answer.text
    assert session.exec(select(Announcement)).all() == []


def test_a_form_that_is_sent_twice_announces_once(client: Client, cast: Cast, session: Session) -> None:
    gus, sheet = client(cast.gus), "abcdefghijkl"
    places = {gus.post("/announcements/write", data=typed(sheet=sheet)).location for _ in range(2)}
    written = session.exec(select(Announcement)).one()
    assert (places, written.state) == ({f"/announcements/{written.ref}"}, AnnouncementState.STANDING)


def test_nobody_else_sees_the_list_or_writes(client: Client, cast: Cast, session: Session) -> None:
    announcement = an_announcement(session, cast)
    session.commit()
    seen = {}
    for name in OTHERS:
        browser = client(getattr(cast, name) if name != "eve" else None)
        seen[name] = (
            browser.get("/announcements/").status_code,
            browser.post("/announcements/write", data=typed()).status_code,
            browser.post(f"/announcements/{announcement.ref}/end").status_code,
        )
    assert seen == {"eve": (302, 302, 404)} | dict.fromkeys(OTHERS[1:], (403, 403, 404))


def test_a_page_takes_one_query_for_them_however_many_there_are(
    client: Client, cast: Cast, session: Session, count_queries
) -> None:
    browser, counts = client(), []
    browser.get("/help/")
    for _ in range(2):
        with count_queries() as counted:
            browser.get("/help/")
        counts.append(counted.count)
        for _ in range(4):
            an_announcement(session, cast)
        session.commit()
    assert counts[0] == counts[1]
    with count_queries() as refused:
        assert browser.get("/nothing-is-here").status_code == 404
    assert refused.count == 0  # a page that says what is wrong asks nothing of a database that may be away
