"""The one search box: needs, offers, topics and States, for each reader as far as they may read."""

from urllib.parse import quote

import pytest
from sqlmodel import Session

from matchmaker.vocabulary import NeedState, OfferState, Visibility
from tests.cast import Cast
from tests.stories import a_need, an_offer
from tests.web.conftest import Client, shown

OPEN = {"state": NeedState.IN_MATCHING}
GIVEN = {"state": OfferState.PUBLISHED}
ODD = (
    "the of and", "%", "_", "\\", "' OR 1=1 --", "<script>", "\x01\x1f\x7f", "\u202e\u2066abc\u2069", "\ud83d\ude00",
    "\u0627\u0644", "a" * 2_000, "电" * 300, "-" * 50, "N-", "N-" + "9" * 300, "e\u0301" * 100, "\u200b", "﷽",
)  # fmt: skip


def search(words: str) -> str:
    return f"/search?words={quote(words.encode(errors='surrogatepass'))}"


def test_a_french_word_finds_the_english_offer_and_the_page_says_why(
    client: Client, cast: Cast, session: Session
) -> None:
    an_offer(session, cast, **GIVEN, title="Training on chain of custody")
    page = client().get(search("chaîne de conservation")).text
    assert "Training on <mark>chain of custody</mark>" in page
    assert "<bdi>chaîne de conservation</bdi> = <bdi" in page
    assert ">chain of custody</bdi></p>" in page


def test_what_is_typed_stands_in_the_box_and_in_the_title(client: Client) -> None:
    page = client().get(search('<b>"phones"')).text
    assert 'value="&lt;b&gt;&#34;phones&#34;"' in page
    assert "<title>Search: &lt;b&gt;&#34;phones&#34; · Matchmaker</title>" in page


def test_what_has_the_words_in_its_title_comes_first_then_the_newest(
    client: Client, cast: Cast, session: Session
) -> None:
    titled = an_offer(session, cast, **GIVEN, title="Submarine cables")
    newer = an_offer(session, cast, **GIVEN, title="Cables", description="Some of them are submarine.")
    page = client().get(search("submarine cables")).text
    assert 0 < page.index(titled.ref) < page.index(newer.ref)


def test_all_of_a_group_stand_in_its_catalogue(client: Client, cast: Cast, session: Session) -> None:
    for _ in range(6):
        an_offer(session, cast, **GIVEN, title="Submarine cables")
    page = client().get(search("submarine cable")).text
    assert '<a href="/offers/?words=submarine+cable">All offers with these words (6)</a>' in page
    assert "6 offers" in client().get("/offers/?words=submarine+cable").text


def test_topics_and_places_lead_to_what_there_is_of_them(
    client: Client, cast: Cast, session: Session
) -> None:
    an_offer(session, cast, **GIVEN)
    topic = client().get(search("laboratoire de criminalistique numérique")).text
    assert 'href="/offers/?topic=EVI-02">1 offer<' in topic
    state = client().get(search("Gambie")).text
    assert 'href="/needs/?place=GMB">0 needs<' in state
    assert 'href="/offers/?place=GMB">1 offer<' in state


def test_a_reference_leads_straight_to_what_its_reader_may_read(
    client: Client, cast: Cast, session: Session
) -> None:
    need, offer = a_need(session, cast, **OPEN), an_offer(session, cast, **GIVEN)
    hidden = a_need(session, cast, **OPEN, visibility=Visibility.SECRETARIAT)
    visitor = client()
    assert visitor.get(search(need.ref.lower())).headers["Location"] == f"/needs/{need.ref}"
    assert visitor.get(search(f" {offer.ref} ")).headers["Location"] == f"/offers/{offer.ref}"
    unknown, secret = (visitor.get(search(ref)) for ref in ("N-222222", hidden.ref))
    assert (secret.status_code, shown(secret)) == (200, shown(unknown).replace("N-222222", hidden.ref))
    assert client(cast.dao).get(search(hidden.ref)).headers["Location"] == f"/needs/{hidden.ref}"


@pytest.mark.parametrize("visibility", [Visibility.DONORS, Visibility.NAMED_DONORS, Visibility.SECRETARIAT])
def test_a_restricted_need_changes_no_search_of_a_visitor(
    client: Client, cast: Cast, session: Session, visibility: Visibility
) -> None:
    """Nor what is offered instead of nothing, nor the numbers beside topics and places."""
    a_need(session, cast, **OPEN)
    an_offer(session, cast, **GIVEN, title="She trained judges")
    asked = (
        "judges",
        "traini",
        "submarine",
        "submarin judges",
        "submerine",
        "Gambia",
        "EVI",
        "forensic",
        "phones",
    )
    before = [shown(client().get(search(words))) for words in asked]
    secret = {"title": "Training submarine judges", "problem": "Submarine cables"}
    a_need(session, cast, **OPEN, visibility=visibility, **secret)
    assert [shown(client().get(search(words))) for words in asked] == before
    assert "Training" in client(cast.dao).get(search("submarine")).text


def test_a_summary_is_found_by_what_everybody_reads_of_it_alone(
    client: Client, cast: Cast, session: Session
) -> None:
    a_need(session, cast, **OPEN, problem="Zanzabarium is short.")
    assert "<mark>Zanzabarium</mark>" in client(cast.carla).get(search("zanzabarium")).text
    assert "1 need" not in client().get(search("zanzabarium")).text
    assert "Gambia" not in client().get(search("forensic laboratory")).text


def test_where_nothing_is_found_the_page_says_what_to_try(
    client: Client, cast: Cast, session: Session
) -> None:
    an_offer(session, cast, **GIVEN, title="Submarine cables")
    page = client().get(search("submarine evidense")).text
    assert "<strong><bdi>submarine evidence</bdi></strong>" in page
    assert "submarine alone: 1 result" in page
    assert 'href="/search?words=submarine"' in page


@pytest.mark.parametrize("words", ODD)
def test_odd_words_are_answered_in_words(client: Client, cast: Cast, session: Session, words: str) -> None:
    a_need(session, cast, **OPEN)
    visitor = client()
    for address in (search(words), f"/needs/{search(words).removeprefix('/search')}"):
        assert visitor.get(address).status_code == 200


@pytest.mark.parametrize("words", ["a" * 1_000_000, "\x00"])
def test_what_nobody_types_is_refused(client: Client, words: str) -> None:
    assert client().get(search(words)).status_code == 400
