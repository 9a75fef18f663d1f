"""Why an offer is not suggested: for the secretariat, what `matchmaker why` prints, in the reader's language."""

import pytest
from sqlmodel import Session

from matchmaker.models import Need
from matchmaker.services import matching
from matchmaker.settings import Settings
from matchmaker.vocabulary import NeedState, OfferState, Visibility
from tests.cast import NOON, Cast
from tests.stories import a_match, a_need, an_offer
from tests.web.conftest import Client


@pytest.fixture
def need(session: Session, cast: Cast) -> Need:
    cast.dao.language = cast.erik.language = "en"
    return a_need(session, cast, state=NeedState.IN_MATCHING)


def asked(client: Client, person: object, need: Need, offer: str) -> tuple[int, str]:
    answer = client(person).get(f"/matches/for/{need.ref}/why?offer={offer}")
    return answer.status_code, answer.text


def test_the_page_of_a_need_leads_the_secretariat_there(client: Client, cast: Cast, need: Need) -> None:
    way = f'href="/matches/for/{need.ref}/why"'
    seen = {
        person.name: way in client(person).get(f"/needs/{need.ref}").text
        for person in (cast.dao, cast.erik, cast.amina, cast.carla)
    }
    assert seen == {cast.dao.name: True, cast.erik.name: True, cast.amina.name: False, cast.carla.name: False}
    assert "Compare" in client(cast.dao).get(f"/matches/for/{need.ref}/why").text


def test_what_bars_a_pair_is_said_with_what_it_has_in_common(
    client: Client, cast: Cast, session: Session, need: Need
) -> None:
    offer = an_offer(session, cast, state=OfferState.PUBLISHED, regions=["019"])
    status, page = asked(client, cast.dao, need, f"+{offer.ref.lower()}")
    assert status == 200
    for words in (
        "It may not serve this need.",
        "The offer is for other States.",
        "Otherwise it would stand in place 1.",
        "Both are about",
        "How much each reason counts",
        "<mark>",
    ):
        assert words in page


def test_the_limit_that_a_pair_stays_below_is_said(
    client: Client, cast: Cast, session: Session, need: Need
) -> None:
    an_offer(session, cast, state=OfferState.PUBLISHED)
    far = an_offer(
        session,
        cast,
        state=OfferState.PUBLISHED,
        title="Help for victims",
        description="A helpline.",
        topics=["VIC-01"],
        modalities=["STV"],
    )
    _, page = asked(client, cast.erik, need, far.ref)
    assert "It is not suggested." in page
    assert "Too little is in common: 0.0" in page
    assert "the least is 0.0800." in page
    assert "1 offer fits better." in page


def test_a_suggestion_is_told_with_its_place_and_the_way_to_it(
    client: Client, cast: Cast, session: Session, need: Need, settings: Settings
) -> None:
    offer = an_offer(session, cast, state=OfferState.PUBLISHED)
    session.commit()
    matching.rank_need(session, need, index_folder=settings.var / matching.FOLDER, now=NOON)
    _, page = asked(client, cast.dao, need, offer.ref)
    assert "It is suggested." in page
    assert "It stands in place 1." in page
    assert 'href="/matches/M-' in page
    assert "Pick this offer all the same" not in page


def test_a_case_officer_may_pick_the_offer_all_the_same_and_a_releaser_may_not(
    client: Client, cast: Cast, session: Session, need: Need
) -> None:
    offer = an_offer(session, cast, state=OfferState.PUBLISHED, regions=["019"])
    action = f'action="/matches/for/{need.ref}/pick"'
    assert [action in asked(client, person, need, offer.ref)[1] for person in (cast.dao, cast.erik)] == [
        True,
        False,
    ]
    a_match(session, cast, need=need, offer=offer)
    assert action not in asked(client, cast.dao, need, offer.ref)[1]


def test_an_offer_that_is_not_published_or_not_there_is_compared_with_nothing(
    client: Client, cast: Cast, session: Session, need: Need
) -> None:
    submitted = an_offer(session, cast, state=OfferState.SUBMITTED)
    draft = an_offer(session, cast)
    status, page = asked(client, cast.dao, need, submitted.ref)
    assert (status, "This offer is not published" in page) == (422, True)
    for ref in (draft.ref, "F-222222", "", "%3Cb%3E", "F" * 500):
        status, page = asked(client, cast.dao, need, ref)
        assert (status, "<b>" in page, "This offer is not published" in page) == (422, False, False)


@pytest.mark.parametrize(
    ("visibility", "statuses"),
    [
        (Visibility.PUBLIC, {"eve": 403, "carla": 403, "ines": 403, "amina": 403, "farah": 403, "gus": 403}),
        (
            Visibility.SECRETARIAT,
            {"eve": 404, "carla": 404, "ines": 404, "amina": 403, "farah": 404, "gus": 404},
        ),
    ],
)
def test_nobody_else_is_told(
    client: Client, cast: Cast, session: Session, visibility: Visibility, statuses: dict[str, int]
) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING, visibility=visibility)
    offer = an_offer(session, cast, state=OfferState.PUBLISHED)
    found = {name: asked(client, getattr(cast, name), need, offer.ref)[0] for name in statuses}
    assert found == statuses


def test_a_need_that_the_secretariat_has_not_received_is_not_known_to_it(
    client: Client, cast: Cast, session: Session
) -> None:
    draft = a_need(session, cast)
    assert client(cast.dao).get(f"/matches/for/{draft.ref}/why").status_code == 404
