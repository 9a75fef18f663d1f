"""Why this match: in words, by weight, and marked in both texts, as far as its reader may know both."""

import re
from typing import Any

import pytest
from sqlmodel import Session

from matchmaker.models import Match, Person
from matchmaker.services import matches
from matchmaker.vocabulary import MatchState, NeedState, OfferState, Visibility
from tests.cast import NOON, Cast
from tests.stories import a_match, a_need, an_offer
from tests.web.conftest import Client

SHARES = [
    {"kind": "topic", "in_need": "EVI-02", "in_offer": "EVI-02", "share": 0.25},
    {"kind": "words", "in_need": "locked phones", "in_offer": "Locked phones", "share": 0.02},
    {"kind": "concept", "in_need": "evidence", "in_offer": "proof", "share": 0.01},
    {"kind": "budget", "in_need": "50k_250k", "in_offer": "50k_250k", "share": 0.02},
    {"kind": "other_words", "in_need": "", "in_offer": "", "share": 0.005},
]
MARK = re.compile(r"<mark>(.*?)\u2060|<mark>(.*?)&#8288;")
FIGURE = "0.2500"


@pytest.fixture
def match(session: Session, cast: Cast) -> Match:
    return ranked(session, cast)


def ranked(
    session: Session, cast: Cast, *, state: MatchState = MatchState.SUGGESTED, **written: dict[str, Any]
) -> Match:
    need = a_need(
        session,
        cast,
        state=NeedState.IN_MATCHING,
        title="Locked phones",
        problem="Two people read locked phones. <b>Locked phones</b> wait.",
        **written.get("need", {}),
    )
    given = {"title": "We read locked phones", "description": "A kit."} | written.get("offer", {})
    offer = an_offer(session, cast, state=OfferState.PUBLISHED, **given)
    match = a_match(session, cast, need=need, offer=offer, state=state)
    match.score, match.band, match.reasons = 0.305, "good", SHARES
    return match


def page(client: Client, person: Person, match: Match) -> str:
    person.language = "en"
    return client(person).get(f"/matches/{match.ref}").text


def test_the_words_of_a_reason_are_marked_wherever_they_stand(
    client: Client, cast: Cast, match: Match
) -> None:
    text = page(client, cast.amina, match)
    pieces = [one or other for one, other in MARK.findall(text)]
    assert pieces == ["Locked phones", "locked phones", "Locked phones", "phone", "locked phones"]
    assert "<b>" not in text.split("explained")[1].split("<mark>")[2]
    assert text.count('id="need-1"') == text.count('id="offer-1"') == text.count('id="reason-1"') == 1
    assert "in the need: 4</a>" in text
    assert "in the offer: 1</a>" in text


def test_words_come_first_then_weights_then_texts(client: Client, cast: Cast, match: Match) -> None:
    text = page(client, cast.carla, match)
    places = [
        text.index(words)
        for words in (
            "Why they fit",
            "What does not fit",
            "How much each reason counts",
            '<section class="need">',
        )
    ]
    assert places == sorted(places)


def test_figures_are_for_the_secretariat_and_words_for_everybody_else(
    client: Client, cast: Cast, match: Match
) -> None:
    texts = {person.name: page(client, person, match) for person in (cast.dao, cast.amina, cast.carla)}
    assert {name: FIGURE in text for name, text in texts.items()} == {
        cast.dao.name: True,
        cast.amina.name: False,
        cast.carla.name: False,
    }
    assert {name: "counts a lot" in text for name, text in texts.items()} == {
        cast.dao.name: False,
        cast.amina.name: True,
        cast.carla.name: True,
    }
    assert "0.3050" in texts[cast.dao.name]


def test_a_donor_who_may_not_read_the_need_sees_no_mark_in_their_own_offer(
    client: Client, cast: Cast, session: Session
) -> None:
    """The marks would tell the words of the need."""
    match = ranked(session, cast, need={"visibility": Visibility.SECRETARIAT}, state=MatchState.CONSENT_ASKED)
    matches.accept_as_requester(session, match, by=cast.amina, now=NOON)
    text = page(client, cast.carla, match)
    assert [words in text for words in (match.offer.title, "<mark", "reason-1", "What does not fit")] == [
        True,
        False,
        False,
        False,
    ]
    assert "<mark>" in page(client, cast.amina, match)


def test_a_requester_who_may_not_read_the_offer_sees_no_mark_in_their_own_need(
    client: Client, cast: Cast, session: Session
) -> None:
    match = ranked(session, cast, offer={"visibility": Visibility.DONORS})
    assert client(cast.amina).get(f"/matches/{match.ref}").status_code == 404  # still in review
    match.state, match.reviewed_by_id = MatchState.CONSENT_ASKED, cast.dao.id
    text = page(client, cast.amina, match)
    assert [words in text for words in (match.need.title, "<mark", "reason-1")] == [True, False, False]


def test_the_weight_of_a_size_is_told_to_nobody_who_may_not_read_it(
    client: Client, cast: Cast, session: Session
) -> None:
    match = ranked(session, cast, need={"budget_visibility": Visibility.SECRETARIAT})
    chart = {
        person.name: page(client, person, match).split('class="shares"')[1].split("</table>")[0]
        for person in (cast.amina, cast.carla)
    }
    assert {name: "Size" in text for name, text in chart.items()} == {
        cast.amina.name: True,
        cast.carla.name: False,
    }


def test_a_pair_that_nothing_speaks_against_is_said_so(client: Client, cast: Cast, match: Match) -> None:
    assert "Nothing that the two sides state speaks against it." in page(client, cast.amina, match)


def test_of_a_pair_that_was_never_ranked_no_weights_are_told(
    client: Client, cast: Cast, match: Match
) -> None:
    match.score, match.reasons = 0.0, []
    text = page(client, cast.dao, match)
    assert "How much each reason counts" not in text
    assert match.need.problem.split(".")[0] in re.sub("<[^>]*>", "", text)
