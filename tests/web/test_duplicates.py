"""While somebody writes, what says the same is shown beside it: on the form and on the page of the draft."""

from sqlmodel import Session

from matchmaker.vocabulary import NeedState, OfferState, Visibility
from tests.cast import Cast
from tests.stories import a_need, an_offer
from tests.web.conftest import Client

ALIKE = "Much the same is here already"


def test_near_duplicates_stand_above_the_form_and_on_the_page_of_the_draft(
    client: Client, cast: Cast, session: Session
) -> None:
    need, offer = a_need(session, cast), an_offer(session, cast)
    same_need = a_need(session, cast, state=NeedState.IN_MATCHING, by=cast.ines, visibility=Visibility.PUBLIC)
    same_offer = an_offer(session, cast, state=OfferState.PUBLISHED, by=cast.chen)
    for person, address, other in (
        (cast.amina, f"/needs/{need.ref}", f"/needs/{same_need.ref}"),
        (cast.carla, f"/offers/{offer.ref}", f"/offers/{same_offer.ref}"),
    ):
        for page in (address, f"{address}/edit"):
            text = client(person).get(page).text
            assert (ALIKE in text, other in text) == (True, True)


def test_whoever_only_reads_is_shown_none(client: Client, cast: Cast, session: Session) -> None:
    one, other = (
        a_need(session, cast, state=NeedState.IN_MATCHING, by=person, visibility=Visibility.PUBLIC)
        for person in (cast.amina, cast.ines)
    )
    for person in (cast.amina, cast.carla, None):
        for need in (one, other):
            assert ALIKE not in client(person).get(f"/needs/{need.ref}").text


def test_a_draft_like_no_other_is_written_in_peace(client: Client, cast: Cast, session: Session) -> None:
    need = a_need(session, cast)
    a_need(session, cast, state=NeedState.IN_MATCHING, by=cast.ines, visibility=Visibility.SECRETARIAT)
    assert ALIKE not in client(cast.amina).get(f"/needs/{need.ref}/edit").text
