"""The page of a match as a reviewer sees it: both texts, what stands beside them, and asking either side."""

from sqlmodel import Session

from matchmaker.vocabulary import MatchState, NeedState, OfferState, Visibility
from tests.cast import Cast
from tests.stories import a_match, a_need, an_offer
from tests.web.conftest import Client

BESIDE = (
    "Who else is active there",
    "Other offers suggested for this need",
    "Ask the State",
    "Ask the donor",
)


def test_staff_read_the_original_the_summary_and_what_stands_beside(
    client: Client, cast: Cast, session: Session
) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    match = a_match(session, cast, need=need)
    other = a_match(session, cast, need=need, offer=an_offer(session, cast, state=OfferState.PUBLISHED))
    cast.dao.language = "en"
    page = client(cast.dao).get(f"/matches/{match.ref}").text
    for words in ("What everybody may read", need.public_summary, f"/matches/{other.ref}", *BESIDE):
        assert words in page


def test_the_two_sides_read_nothing_of_it(client: Client, cast: Cast, session: Session) -> None:
    match = a_match(session, cast, state=MatchState.INTRODUCED)
    for person in (cast.amina, cast.carla):
        page = client(person).get(f"/matches/{match.ref}")
        assert (page.status_code, [words for words in BESIDE if words in page.text]) == (200, [])


def test_a_question_from_the_review_stands_in_the_thread_of_that_side(
    client: Client, cast: Cast, session: Session
) -> None:
    match = a_match(session, cast)
    asked = {"text": "Which budget year?", "language": "en"}
    for address, reader, other in (
        (f"/needs/{match.need.ref}", cast.amina, cast.carla),
        (f"/offers/{match.offer.ref}", cast.carla, cast.amina),
    ):
        assert client(cast.dao).post(f"{address}/discuss", data=asked).status_code == 302
        assert "Which budget year?" in client(reader).get(address).text
        assert "Which budget year?" not in client(other).get(address).text


def test_a_reviewer_is_warned_of_what_a_side_may_not_read(
    client: Client, cast: Cast, session: Session
) -> None:
    hidden = a_match(
        session,
        cast,
        need=a_need(session, cast, state=NeedState.IN_MATCHING, visibility=Visibility.SECRETARIAT),
        offer=an_offer(session, cast, state=OfferState.PUBLISHED, visibility=Visibility.DONORS),
    )
    open_ = a_match(session, cast)
    cast.dao.language = "en"
    browser = client(cast.dao)
    pages = [browser.get(f"/matches/{match.ref}").text for match in (hidden, open_)]
    for warning in ("This donor may not read the need", "This State may not read the offer"):
        assert [warning in page for page in pages] == [True, False]


def test_topics_are_corrected_on_a_page_of_their_own(client: Client, cast: Cast, session: Session) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    offer = an_offer(session, cast, state=OfferState.PUBLISHED)
    browser = client(cast.dao)
    told = []
    for thing, field in ((need, "topic-1"), (offer, "topics")):
        noun = "needs" if thing is need else "offers"
        address = f"/{noun}/{thing.ref}/correct"
        assert address in browser.get(f"/{noun}/{thing.ref}").text
        told += [browser.get(address).status_code]
        told += [browser.post(address, data={field: topic}).status_code for topic in ("nonsense", "INV-01")]
        told += [client(cast.amina).post(address, data={field: "EVI-03"}).status_code]
        session.refresh(thing)
        told += [thing.topics]
        session.commit()
    assert told == [200, 422, 302, 403, ["INV-01"]] * 2
