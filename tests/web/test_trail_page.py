"""The page of the audit trail: for the auditor, who reads, filters and exports references and no content."""

from collections.abc import Callable

import pytest
from sqlmodel import Session

from matchmaker import chain
from matchmaker.vocabulary import Event, MatchState, NeedState, Result, Role
from tests.cast import Cast
from tests.stories import a_match, a_need
from tests.web.conftest import MANY, Client, Told


def trail_page(client: Client, cast: Cast, query: str = "") -> str:
    cast.farah.language = "en"
    return client(cast.farah).get(f"/trail/{query}").text


def test_the_auditor_reads_references_and_no_content(client: Client, cast: Cast, session: Session) -> None:
    match = a_match(session, cast, state=MatchState.DISMISSED)
    page = trail_page(client, cast)
    for words in (match.ref, "Dismissed", "match.dismiss", "suggested &gt; dismissed", cast.dao.name):
        assert words in page
    for content in (match.need.title, match.offer.title, "Too large.", cast.amina.name, cast.carla.name):
        assert content not in page
    assert f"No. {cast.amina.id}<" in page


def test_nobody_else_reads_or_exports_the_trail(
    client: Client, cast: Cast, told: Callable[[], list[Told]]
) -> None:
    for person in (cast.amina, cast.carla, cast.dao, cast.erik, cast.gus):
        browser = client(person)
        assert browser.get("/trail/").status_code == 403
        assert browser.post("/trail/export").status_code == 403
    assert client().get("/trail/").status_code == 302
    assert {row[0] for row in told()} == {Event.DENIAL}


def test_the_auditor_looks_for_a_person_an_event_a_thing_a_day_and_a_result(
    client: Client, cast: Cast, session: Session
) -> None:
    need = a_need(session, cast, state=NeedState.IN_CHECK)
    other = a_need(session, cast, state=NeedState.CLEARANCE)
    session.commit()
    assert client(cast.carla).get(f"/needs/{other.ref}").status_code == 404
    found = {
        query: trail_page(client, cast, query).count("<tr>") - 1
        for query in (
            "",
            f"?by={cast.dao.id}",
            "?event=denial",
            "?result=refused",
            f"?ref={need.ref}",
            "?since=2026-11-22&until=2026-11-22&event=move",
            "?until=2026-11-21",
            "?by=x&event=x&result=x&since=x&until=x",
            "?by=99999999999999999999&until=9999-12-31",
        )
    }
    assert list(found.values()) == [5, 1, 1, 1, 3, 4, -1, 5, 5]


@pytest.mark.proves("S55")
def test_an_export_is_what_was_looked_for_and_a_row_itself(
    client: Client, cast: Cast, session: Session, told: Callable[[], list[Told]]
) -> None:
    need = a_need(session, cast, state=NeedState.IN_CHECK)
    a_need(session, cast, state=NeedState.CLEARANCE)
    browser = client(cast.farah)
    told()
    answer = browser.post("/trail/export", data={"ref": need.ref, "event": "move"})
    lines = answer.text.splitlines()
    assert (answer.status_code, answer.mimetype, len(lines)) == (200, "text/csv", 4)
    assert lines[0] == ",".join(chain.COLUMNS)
    assert all(need.ref in line for line in lines[1:])
    asked = f"csv 3 rows event=move ref={need.ref}"
    farah = (cast.farah.id, Role.AUDITOR)
    assert told() == [(Event.EXPORT, Result.DONE, *farah, "trail.export", "", "", asked)]


def test_the_trail_takes_the_same_number_of_queries_for_one_row_and_for_many(
    client: Client, cast: Cast, session: Session, count_queries
) -> None:
    a_need(session, cast, state=NeedState.IN_CHECK)
    browser = client(cast.farah)
    browser.get("/trail/")
    with count_queries() as one:
        browser.get("/trail/")
    for _ in range(MANY):
        a_need(session, cast, state=NeedState.IN_CHECK)
    session.commit()
    with count_queries() as many:
        browser.get("/trail/")
    assert many.count == one.count
