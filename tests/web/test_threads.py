"""Threads on their pages: who reads them, how words are shown, and a button pressed twice."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from matchmaker.models import Message
from matchmaker.services import matches, needs
from matchmaker.services.drafts import MessageDraft
from matchmaker.vocabulary import MatchState, NeedState, OfferState
from tests.cast import NOON, Cast
from tests.stories import a_match, a_need, an_offer

Client = Callable[..., FlaskClient]
WORDS = "See https://example.org/plan <script>alert(1)</script>"


def sheet_on(page: str) -> str:
    found = re.search(r'name="sheet" value="([\w-]{12})"', page)
    assert found is not None
    return found[1]


@pytest.mark.proves("S34")
def test_an_answer_stands_in_the_thread_with_its_language_and_a_safe_link(
    client: Client, cast: Cast, session: Session
) -> None:
    need = a_need(session, cast, state=NeedState.RETURNED)
    amina = client(cast.amina)
    page = amina.get(f"/needs/{need.ref}").text
    assert "How many phones a month?" in page
    sent: dict[str, Any] = {"sheet": sheet_on(page), "language": "ar", "text": WORDS}
    answer = amina.post(f"/needs/{need.ref}/discuss", data=sent)
    assert (answer.status_code, answer.location) == (302, f"/needs/{need.ref}#thread")
    page = client(cast.dao).get(f"/needs/{need.ref}").text
    assert '<div class="posted" lang="ar" dir="rtl">' in page
    assert '<a href="https://example.org/plan" rel="nofollow' in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    session.refresh(need)
    assert need.state == NeedState.RETURNED


def test_a_button_pressed_twice_sends_one_message(client: Client, cast: Cast, session: Session) -> None:
    offer = an_offer(session, cast, state=OfferState.IN_CHECK)
    carla = client(cast.carla)
    sent = {"sheet": sheet_on(carla.get(f"/offers/{offer.ref}").text), "language": "en", "text": "Yes."}
    where = f"/offers/{offer.ref}/discuss"
    assert [carla.post(where, data=sent).status_code for _ in range(3)] == [302, 302, 302]
    assert carla.post(where, data=sent | {"text": "No."}).status_code == 409
    assert [row.text for row in session.exec(select(Message)).all()] == ["Yes."]


def test_an_empty_message_comes_back_with_a_sentence_and_its_mark(
    client: Client, cast: Cast, session: Session
) -> None:
    need = a_need(session, cast, state=NeedState.IN_CHECK)
    amina = client(cast.amina)
    sheet = sheet_on(amina.get(f"/needs/{need.ref}").text)
    answer = amina.post(f"/needs/{need.ref}/discuss", data={"sheet": sheet, "language": "en", "text": " "})
    assert (answer.status_code, sheet_on(answer.text)) == (422, sheet)
    assert "Please answer this." in answer.text


def test_the_thread_of_a_need_is_for_its_state_and_the_secretariat(
    client: Client, cast: Cast, session: Session
) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING, visibility="public")
    draft = MessageDraft(language="en", text="Between you and me.")
    needs.discuss(session, need, draft, key=None, by=cast.dao, now=NOON)
    readers = {
        who
        for who in vars(cast)
        if "Between you and me." in client(getattr(cast, who)).get(f"/needs/{need.ref}").text
    }
    assert readers == {"amina", "bashir", "dao", "erik"}
    refused = {
        who: client(getattr(cast, who))
        .post(f"/needs/{need.ref}/discuss", data={"language": "en", "text": "Let me in."})
        .status_code
        for who in ("ines", "carla", "farah", "gus", "hiba", "eve")
    }
    assert set(refused.values()) == {403}


@pytest.mark.proves("S3")
def test_to_strangers_the_conversation_of_a_match_does_not_exist(
    client: Client, cast: Cast, session: Session
) -> None:
    match = a_match(session, cast, state=MatchState.INTRODUCED)
    draft = MessageDraft(language="en", text="Between the three of us.")
    matches.discuss(session, match, draft, key=None, by=cast.carla, now=NOON)
    pages = {who: client(getattr(cast, who)).get(f"/matches/{match.ref}") for who in vars(cast)}
    assert {who for who, page in pages.items() if draft.text in page.text} == {
        "amina",
        "bashir",
        "carla",
        "dao",
        "erik",
    }
    assert "Carla Lindqvist" in pages["amina"].text
    sent = {
        who: client(getattr(cast, who))
        .post(f"/matches/{match.ref}/discuss", data={"language": "en", "text": "Let me in."})
        .status_code
        for who in ("ines", "chen", "farah", "gus", "eve", "bashir")
    }
    assert sent == {"ines": 404, "chen": 404, "farah": 404, "gus": 404, "eve": 404, "bashir": 403}
