"""Reasons in words: what the engine left as JSON, said to a reader, as far as the reader knows both sides."""

import pytest
from sqlmodel import Session

from matchmaker import clock
from matchmaker.models import Match, Need, Offer, Person
from matchmaker.vocabulary import NeedState, OfferState, Visibility
from matchmaker.web.reasons import Reasons, Stated, in_words, reasons_of
from matchmaker.web.session import Portal
from tests.cast import NOON, Cast
from tests.entering import be
from tests.stories import a_match, a_need, an_offer
from tests.web.conftest import Client


def share(kind: str, in_need: str = "", in_offer: str = "") -> dict[str, object]:
    return {"kind": kind, "in_need": in_need, "in_offer": in_offer, "share": 0.1}


def plain(said: list[str]) -> list[str]:
    """Without the marks that keep each quoted word in its own direction."""
    return [sentence.replace("\u2068", "").replace("\u2069", "") for sentence in said]


def told(*shares: dict[str, object], need: str = "en", offer: str = "en", **paid: str) -> Reasons:
    """What is said of a pair in these languages; *paid* are the currencies of each side."""
    asked = Need(language=need, currency=paid.get("asked", "USD"))
    given = Offer(language=offer, currency=paid.get("given", "USD"))
    return in_words(shares, asked, given)


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
            [
                share("topic_words", "EVI-02", "disk images"),
                share("topic_words", "EVI-02", "forensic examiner"),
                share("topic_words", "ICO-02", "central authority"),
            ],
            "The offer also writes of “Digital forensic laboratory” (“disk images” and “forensic examiner”)"
            " and “Central authority capacity” (“central authority”).",
        ),
        (
            [share("modality", "MEN", "MEN")],
            "It is given in the way that is asked for: “Mentoring and on-the-job coaching”.",
        ),
    ],
)
def test_each_kind_of_reason_is_a_sentence(shares: list[dict[str, object]], said: str) -> None:
    why = told(*shares)
    assert (plain(why.lines), why.more) == ([said], [])


@pytest.mark.usefixtures("reading")
@pytest.mark.parametrize(
    ("in_need", "in_offer", "given", "said"),
    [
        ("50k_250k", "50k_250k", "USD", ["The budgets are in the same range."]),
        ("50k_250k", "50k_250k", "EUR", ["The budgets are of a similar order."]),
        ("50k_250k", "in_kind", "USD", ["It is given in kind."]),
        ("in_kind", "in_kind", "EUR", ["It is given in kind."]),
        ("50k_250k", "250k_1m", "USD", []),
        ("50k_250k", "250k_1m", "EUR", []),
    ],
)
def test_budgets_are_compared_no_closer_than_they_can_be(
    in_need: str, in_offer: str, given: str, said: list[str]
) -> None:
    assert told(share("budget", in_need, in_offer), given=given).more == said


@pytest.mark.usefixtures("reading")
def test_at_most_four_lines_are_shown_and_the_rest_is_folded() -> None:
    shares = [
        share("words", "phones", "phones"),
        share("budget", "50k_250k", "50k_250k"),
        share("language", "en", "en"),
        share("topic", "EVI-02", "EVI-02"),
        share("area", "EVI-01", "EVI"),
        share("area", "INV-04", "INV"),
        share("dates", "2027-03-01/2027-12-31", "2027-03-01/2027-12-31"),
        share("modality", "MEN", "MEN"),
        share("topic_words", "ICO-02", "central authority"),
        share("concept", "mentor", "coach"),
    ]
    why = in_words(shares, Need(language="en"), Offer(language="en"), Stated(reach=["Open to: Gambia."]))
    assert plain(why.lines) == [
        "Both are about “Digital forensic laboratory”.",
        "It is given in the way that is asked for: “Mentoring and on-the-job coaching”.",
        "Open to: Gambia.",
        "It can be given in English, and covers the whole period.",
    ]
    assert plain(why.more) == [
        "Both speak of “phones”.",
        "Said in different words: “mentor” = “coach”.",
        "The offer also writes of “Central authority capacity” (“central authority”).",
        "Both belong to “Investigation, prosecution and adjudication”.",
        "The budgets are in the same range.",
    ]


@pytest.mark.usefixtures("reading")
def test_where_no_topic_is_in_common_the_words_come_first() -> None:
    why = told(share("language", "en", "en"), share("words", "phones", "phones"))
    assert (plain(why.lines), why.more) == (["Both speak of “phones”.", "It can be given in English."], [])


@pytest.mark.usefixtures("reading")
@pytest.mark.parametrize(
    ("need", "offer", "said"),
    [
        ("en", "en", ["Both speak of “phones”."]),
        ("en", "fr", ["Both speak of “phones”."]),
        ("fr", "en", ["Both speak of “téléphones”."]),
        ("fr", "fr", ["Both speak of “phones”."]),
        ("fr", "es", []),
    ],
)
def test_words_are_quoted_only_in_a_language_that_is_read(need: str, offer: str, said: list[str]) -> None:
    """The need has "phones" and the offer "téléphones", whatever their languages; the reader reads English."""
    assert plain(told(share("words", "phones", "téléphones"), need=need, offer=offer).lines) == said


@pytest.mark.usefixtures("reading")
@pytest.mark.parametrize(
    ("need", "offer", "told_it"), [("fr", "en", True), ("en", "fr", True), ("fr", "es", False)]
)
def test_a_concept_is_told_in_both_words_to_whoever_reads_one(need: str, offer: str, told_it: bool) -> None:
    why = told(share("concept", "chaîne de traçabilité", "chain of custody"), need=need, offer=offer)
    said = ["Said in different words: “chaîne de traçabilité” = “chain of custody”."]
    assert plain(why.lines) == (said if told_it else [])


@pytest.mark.usefixtures("reading")
def test_what_the_reader_cannot_read_of_a_topic_is_named_and_not_quoted() -> None:
    why = told(
        share("topic_words", "EVI-02", "数字取证"), share("topic_words", "ICO-02", "中央机关"), offer="zh"
    )
    assert plain(why.lines) == [
        "The offer writes of “Digital forensic laboratory” and “Central authority capacity” in Chinese."
    ]


@pytest.mark.usefixtures("reading")
@pytest.mark.parametrize(
    "strange",
    [
        share("other_words"),
        share("a kind of the next engine", "x", "y"),
        share("topic", "XXX-99", "XXX-99"),
        share("topic_words", "XXX-99", "central authority"),
        share("concept", "State", ""),
        share("dates", "soon", "later"),
        share("language", "klingon", "klingon"),
        {"kind": "language"},
        {},
    ],
)
def test_what_it_does_not_know_says_nothing(strange: dict[str, object]) -> None:
    assert told(strange) == Reasons([], [], [])


@pytest.mark.usefixtures("reading")
def test_everyday_words_and_words_inside_a_phrase_are_not_told() -> None:
    shares = [
        share("topic", "EVI-02", "EVI-02"),
        {**share("words", "phone", "phone"), "share": 0.05},
        share("words", "Locked phones", "locked phones"),
        {**share("words", "for", "for"), "share": 0.0001},
    ]
    assert plain(told(*shares).whole) == [TOPIC, "Both speak of “Locked phones”."]


@pytest.mark.usefixtures("reading")
def test_how_many_parts_it_covers_comes_before_the_ways_in_which_it_does() -> None:
    stated = Stated(parts=["It covers 2 of the 3 parts that are asked for."])
    why = in_words([share("modality", "MEN", "MEN")], Need(language="en"), Offer(language="en"), stated)
    assert (why.lines, plain(why.more)) == (
        ["It covers 2 of the 3 parts that are asked for."],
        ["It is given in the way that is asked for: “Mentoring and on-the-job coaching”."],
    )


EVERY_KIND = [
    share("topic", "EVI-02", "EVI-02"),
    share("words", "locked phones", "locked phones"),
    share("budget", "50k_250k", "50k_250k"),
    "not even a reason",
]
TOPIC = "Both are about “Digital forensic laboratory”."
PLACE = "Open to: Africa."
WORDS = "Both speak of “locked phones”."
START = "It can begin 3 months before it is asked for."
SIZE = "The budgets are in the same range."


def said_to(app: Portal, person: Person, match: Match) -> tuple[list[str], list[str]]:
    """What *person* reads at once, and what is folded, on a day in November."""
    with pytest.MonkeyPatch.context() as patch, app.test_request_context(headers={"Accept-Language": "en"}):
        patch.setattr(clock, "now", lambda: NOON)
        be(person)
        person.language = "en"
        why = reasons_of(match)
        return plain(why.lines), plain(why.more)


def test_a_donor_who_may_not_read_the_need_learns_none_of_its_words(
    app: Portal, cast: Cast, session: Session
) -> None:
    hidden = a_need(session, cast, state=NeedState.IN_MATCHING, visibility=Visibility.SECRETARIAT)
    match = a_match(session, cast, need=hidden)
    match.reasons = EVERY_KIND
    assert said_to(app, cast.carla, match) == ([TOPIC], [])
    assert said_to(app, cast.dao, match) == ([TOPIC, PLACE], [WORDS, START, SIZE])


def test_a_donor_who_may_not_read_the_size_is_not_told_that_it_is_the_same(
    app: Portal, cast: Cast, session: Session
) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING, budget_visibility=Visibility.SECRETARIAT)
    match = a_match(session, cast, need=need)
    match.reasons = EVERY_KIND
    assert said_to(app, cast.carla, match) == ([TOPIC, PLACE], [WORDS, START])
    assert said_to(app, cast.amina, match) == ([TOPIC, PLACE], [WORDS, START, SIZE])


def test_a_requester_who_may_not_read_the_offer_learns_none_of_its_words(
    app: Portal, cast: Cast, session: Session
) -> None:
    offer = an_offer(session, cast, state=OfferState.PUBLISHED, visibility=Visibility.DONORS)
    match = a_match(session, cast, offer=offer)
    match.reasons = EVERY_KIND
    assert said_to(app, cast.amina, match) == ([TOPIC], [])


def test_of_a_pair_that_the_engine_never_ranked_nothing_is_said(
    app: Portal, cast: Cast, session: Session
) -> None:
    assert said_to(app, cast.dao, a_match(session, cast)) == ([], [])


def test_a_pair_that_people_brought_up_and_that_was_never_ranked_has_no_band(
    client: Client, cast: Cast, session: Session
) -> None:
    cast.dao.language = "en"
    match = a_match(session, cast)
    unranked = client(cast.dao).get(f"/matches/{match.ref}").text
    match.score, match.reasons = 0.1, [share("topic", "EVI-02", "EVI-02")]
    ranked = client(cast.dao).get(f"/matches/{match.ref}").text
    assert ["Not ranked by the engine" in page for page in (unranked, ranked)] == [True, False]
    assert ["Possible fit" in page for page in (unranked, ranked)] == [False, True]


def test_what_is_less_telling_stands_whole_on_the_page_of_the_pair(
    client: Client, cast: Cast, session: Session
) -> None:
    cast.dao.language = "en"
    match = a_match(session, cast)
    match.score, match.reasons = 0.1, EVERY_KIND
    page = plain([client(cast.dao).get(f"/matches/{match.ref}").text])[0]
    places = [page.index(said) for said in (TOPIC, WORDS, PLACE, SIZE)]
    assert (places, "<summary>More</summary>" in page) == (sorted(places), False)
