"""Reasons in words: what the engine left as JSON, said to a reader, as far as the reader knows both sides."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask_login import login_user
from sqlmodel import Session

from matchmaker.models import Person
from matchmaker.settings import Settings
from matchmaker.vocabulary import NeedState, OfferState, Visibility
from matchmaker.web.app import create_app
from matchmaker.web.reasons import reasons_of, sentences
from matchmaker.web.session import Portal
from tests.cast import Cast
from tests.stories import a_match, a_need, an_offer


def share(kind: str, in_need: str = "", in_offer: str = "") -> dict[str, object]:
    return {"kind": kind, "in_need": in_need, "in_offer": in_offer, "share": 0.1}


def plain(said: list[str]) -> list[str]:
    """Without the marks that keep each quoted word in its own direction."""
    return [sentence.replace("\u2068", "").replace("\u2069", "") for sentence in said]


@pytest.fixture
def reading(tmp_path: Path) -> Iterator[None]:
    """An English reader; no database is asked."""
    settings = Settings(
        database_url=f"sqlite:///{tmp_path / 'none.sqlite'}",
        secret_key="a secret for tests",
        var=tmp_path,
        base_url="http://localhost",
        port=8000,
        demo=False,
    )
    with create_app(settings).test_request_context(headers={"Accept-Language": "en"}):
        yield


@pytest.mark.usefixtures("reading")
@pytest.mark.parametrize(
    ("shares", "said"),
    [
        (
            [share("topic", "INV-04", "INV-04"), share("topic", "ICO-02", "ICO-02")],
            "Both are about “Judges and adjudication” and “Central authority capacity”.",
        ),
        ([share("area", "EVI-02", "EVI")], "Both belong to “Electronic evidence and digital forensics”."),
        (
            [share("words", "write blockers", "write blocker"), share("words", "imaging", "imaging")],
            "Both speak of “write blockers” and “imaging”.",
        ),
        (
            [share("kin", "chaîne de traçabilité", "traceability")],
            "“chaîne de traçabilité” is “traceability” in the offer.",
        ),
        (
            [share("topic_words", "EVI-02", "disk images"), share("topic_words", "EVI-02", "examiner")],
            "On “Digital forensic laboratory” the offer says “disk images” and “examiner”.",
        ),
        (
            [share("modality", "MEN", "MEN")],
            "It is given in the way that is asked for: “Mentoring and on-the-job coaching”.",
        ),
        (
            [share("language", "fr", "fr"), share("language", "en", "en")],
            "It can be given in French and English.",
        ),
        (
            [share("dates", "2027-03-01/2027-12-31", "2027-03-01/2027-07-31")],
            "The dates overlap by 5 months.",
        ),
        ([share("dates", "2027-03-01/2027-12-31", "2027-12-20/2027-12-31")], "The dates overlap by 12 days."),
        (
            [share("dates", "2027-03-01/2027-12-31", "2027-03-01/2027-12-31")],
            "It can be given in the whole time that is asked for.",
        ),
        (
            [share("dates", "0001-01-01/9999-12-31", "2027-03-01/2028-12-31")],
            "It can begin on 1 March 2027.",
        ),
        ([share("budget", "50k_250k", "50k_250k")], "The size is the same."),
        ([share("budget", "50k_250k", "in_kind")], "The sizes are close to each other."),
    ],
)
def test_each_kind_of_reason_is_a_sentence(shares: list[dict[str, object]], said: str) -> None:
    assert plain(sentences(shares)) == [said]


@pytest.mark.usefixtures("reading")
def test_the_weightiest_kind_speaks_first() -> None:
    shares = [
        share("language", "en", "en"),
        share("topic", "EVI-02", "EVI-02"),
        share("language", "fr", "fr"),
    ]
    assert sentences(shares) == [
        "It can be given in English and French.",
        "Both are about “Digital forensic laboratory”.",
    ]


@pytest.mark.usefixtures("reading")
@pytest.mark.parametrize(
    "strange",
    [
        share("other_words"),
        share("a kind of the next engine", "x", "y"),
        share("topic", "XXX-99", "XXX-99"),
        share("words", "2027", "2027"),
        share("kin", "", ""),
        share("dates", "soon", "later"),
        {"kind": "language"},
        {},
    ],
)
def test_what_it_does_not_know_says_nothing(strange: dict[str, object]) -> None:
    assert sentences([strange]) == []


EVERY_KIND = [
    share("topic", "EVI-02", "EVI-02"),
    share("words", "locked phones", "locked phones"),
    share("budget", "50k_250k", "50k_250k"),
    "not even a reason",
]
TOPIC = "Both are about “Digital forensic laboratory”."
WORDS = "Both speak of “locked phones”."
SIZE = "The size is the same."


def said_to(app: Portal, person: Person, match: object) -> list[str]:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        login_user(person)
        person.language = "en"
        return plain(reasons_of(match))


def test_a_donor_who_may_not_read_the_need_learns_none_of_its_words(
    app: Portal, cast: Cast, session: Session
) -> None:
    hidden = a_need(session, cast, state=NeedState.IN_MATCHING, visibility=Visibility.SECRETARIAT)
    match = a_match(session, cast, need=hidden)
    match.reasons = EVERY_KIND
    assert said_to(app, cast.carla, match) == [TOPIC]
    assert said_to(app, cast.dao, match) == [TOPIC, WORDS, SIZE]


def test_a_donor_who_may_not_read_the_size_is_not_told_that_it_is_the_same(
    app: Portal, cast: Cast, session: Session
) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING, budget_visibility=Visibility.SECRETARIAT)
    match = a_match(session, cast, need=need)
    match.reasons = EVERY_KIND
    assert said_to(app, cast.carla, match) == [TOPIC, WORDS]
    assert said_to(app, cast.amina, match) == [TOPIC, WORDS, SIZE]


def test_a_requester_who_may_not_read_the_offer_learns_none_of_its_words(
    app: Portal, cast: Cast, session: Session
) -> None:
    offer = an_offer(session, cast, state=OfferState.PUBLISHED, visibility=Visibility.DONORS)
    match = a_match(session, cast, offer=offer)
    match.reasons = EVERY_KIND
    assert said_to(app, cast.amina, match) == [TOPIC]
