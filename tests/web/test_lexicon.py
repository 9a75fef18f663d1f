"""The lexicon on pages: looked up, added, corrected, retired and taken up again by the secretariat, with history."""

import pytest
from sqlmodel import Session, select

from matchmaker import reference
from matchmaker.models import Concept, History
from matchmaker.services import lexicon
from matchmaker.vocabulary import ConceptState
from tests.cast import Cast
from tests.web.conftest import Client

TERMS = {"en": "sandbox escape\nescape from a sandbox", "fr": "évasion du bac à sable", "note": "A new word"}
SHIPPED = "chain-of-custody"


@pytest.mark.parametrize(
    "words", ["chain of custody", "CUSTODY chain", "chaîne", "chaine de", "保管链", SHIPPED]
)
def test_a_concept_is_found_by_any_of_its_terms(client: Client, cast: Cast, words: str) -> None:
    page = client(cast.erik).get("/lexicon/", query_string={"words": words}).text
    assert f"/lexicon/{SHIPPED}" in page


def test_a_word_that_nobody_has_is_said_so(client: Client, cast: Cast) -> None:
    assert "No concept has this word." in client(cast.erik).get("/lexicon/?words=xyzzy").text


def test_the_whole_list_is_paged(client: Client, cast: Cast) -> None:
    first, last = (client(cast.erik).get(f"/lexicon/?page={page}").text for page in (1, 100_000))
    assert "Page 1 of" in first
    assert sorted(reference.concepts())[-1] in last


def test_a_concept_is_added_and_used(client: Client, cast: Cast, session: Session) -> None:
    answer = client(cast.erik).post("/lexicon/write", data=TERMS)
    page = client(cast.erik).get(answer.location).text
    assert answer.location == "/lexicon/sandbox-escape"
    assert "évasion du bac à sable" in page
    assert "A new word" in page
    assert lexicon.current(session).concepts["sandbox-escape"]["fr"] == ["évasion du bac à sable"]


def test_a_name_that_is_taken_is_said_and_nothing_typed_is_lost(client: Client, cast: Cast) -> None:
    answer = client(cast.erik).post("/lexicon/write", data=TERMS | {"en": "chain of custody"})
    assert answer.status_code == 409
    assert "There is a concept of this name already." in answer.text
    assert TERMS["fr"] in answer.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"en": " \n "}, "Please answer this."),
        ({"en": "x" * 101}, "Please shorten this to 100 characters."),
        ({"en": "\n".join(f"term {number}" for number in range(31))}, "At most 30 may be chosen."),
    ],
)
def test_a_wrong_answer_is_named_and_kept(
    client: Client, cast: Cast, typed: dict[str, str], said: str
) -> None:
    answer = client(cast.erik).post("/lexicon/write", data=TERMS | typed)
    assert answer.status_code == 422
    assert f'<a href="#en">English: {said}</a>' in answer.text
    assert TERMS["fr"] in answer.text


def test_a_shipped_concept_is_corrected_and_the_first_of_two_wins(
    client: Client, cast: Cast, session: Session
) -> None:
    typed = {"en": "chain of custody\nevidence trail", "from_version": "0"}
    first = client(cast.erik).post(f"/lexicon/{SHIPPED}/edit", data=typed)
    second = client(cast.gus).post(f"/lexicon/{SHIPPED}/edit", data=typed | {"en": "another"})
    assert (first.status_code, second.status_code) == (302, 409)
    assert "another" in second.text
    assert lexicon.current(session).concepts[SHIPPED] == {"en": ["chain of custody", "evidence trail"]}


def test_a_retired_concept_is_found_in_no_text_until_it_is_taken_up_again(
    client: Client, cast: Cast, session: Session
) -> None:
    browser = client(cast.erik)
    assert browser.post(f"/lexicon/{SHIPPED}/retire", data={"note": ""}).status_code == 422
    browser.post(f"/lexicon/{SHIPPED}/retire", data={"note": "Too broad"})
    assert SHIPPED not in lexicon.current(session).concepts
    session.rollback()  # lets the next request write
    page = browser.get(f"/lexicon/{SHIPPED}").text
    assert "Too broad" in page
    assert "Retired" in page
    browser.post(f"/lexicon/{SHIPPED}/restore")
    session.expire_all()
    (concept,) = session.exec(select(Concept))
    assert concept.state == ConceptState.IN_USE
    assert lexicon.current(session).concepts[SHIPPED]["zh"] == list(reference.concepts()[SHIPPED]["zh"])
    assert [row.action for row in session.exec(select(History))] == ["concept.retire", "concept.restore"]


@pytest.mark.parametrize("name", ["amina", "bashir", "carla", "farah"])
def test_the_lexicon_is_for_the_secretariat(client: Client, cast: Cast, name: str) -> None:
    browser = client(getattr(cast, name))
    assert browser.get("/lexicon/").status_code == 403
    assert browser.get(f"/lexicon/{SHIPPED}").status_code == 404
    assert browser.post(f"/lexicon/{SHIPPED}/retire", data={"note": "no"}).status_code == 404
    assert browser.post("/lexicon/write", data=TERMS).status_code == 403


def test_a_loaded_concept_has_no_page(client: Client, cast: Cast) -> None:
    assert client(cast.erik).get("/lexicon/imported/proof").status_code == 404
    assert client(cast.erik).get("/lexicon/no-such-thing").status_code == 404


def test_the_list_takes_the_same_number_of_queries_however_many_are_our_own(
    client: Client, cast: Cast, session: Session, count_queries
) -> None:
    browser = client(cast.erik)
    browser.post("/lexicon/write", data=TERMS)
    with count_queries() as one:
        browser.get("/lexicon/")
    for number in range(30):
        browser.post("/lexicon/write", data=TERMS | {"en": f"aaa {number}"})
    with count_queries() as many:
        browser.get("/lexicon/")
    assert many.count == one.count
