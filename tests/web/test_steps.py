"""Steps off the straight road as their pages show them."""

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlmodel import Session

from matchmaker.services import steps
from matchmaker.vocabulary import NeedState, OfferState, RefusalReason
from tests.cast import NOON, Cast
from tests.stories import a_need, an_offer

Client = Callable[..., FlaskClient]


def test_the_page_of_a_joined_need_leads_to_the_other_and_back(
    client: Client, cast: Cast, session: Session
) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING, title="Phones that are locked")
    into = a_need(session, cast, state=NeedState.IN_MATCHING, title="A laboratory for phones")
    answer = client(cast.erik).post(f"/needs/{need.ref}/merge", data={"into": into.ref.lower(), "note": ""})
    assert answer.status_code == 302
    amina = client(cast.amina)
    assert f'href="/needs/{into.ref}">' in amina.get(f"/needs/{need.ref}").text
    assert f'href="/needs/{need.ref}">' in amina.get(f"/needs/{into.ref}").text
    carla = client(cast.carla)
    assert carla.get(f"/needs/{need.ref}").status_code == 404
    assert need.ref not in carla.get(f"/needs/{into.ref}").text


def test_a_need_that_does_not_exist_is_no_place_to_join(client: Client, cast: Cast, session: Session) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    draft = a_need(session, cast)
    for into in ("N-222222", draft.ref, ""):
        answer = client(cast.erik).post(f"/needs/{need.ref}/merge", data={"into": into})
        assert (answer.status_code, "There is no such need." in answer.text or not into) == (422, True)


def test_a_state_reads_why_its_need_was_not_taken_up_and_replies(
    client: Client, cast: Cast, session: Session
) -> None:
    need = a_need(session, cast, state=NeedState.IN_CHECK)
    steps.do_not_take_up(
        session, need, reason=RefusalReason.DETAIL, note="We asked twice.", by=cast.erik, now=NOON
    )
    amina = client(cast.amina)
    page = amina.get(f"/needs/{need.ref}").text
    assert "Too little detail, also after questions" in page
    assert "We asked twice." in page
    assert amina.post(f"/needs/{need.ref}/reply", data={"note": "It is on page two."}).status_code == 302
    assert "It is on page two." in client(cast.erik).get(f"/needs/{need.ref}").text
    session.refresh(need)
    assert need.state == NeedState.IN_CHECK


def test_a_need_on_hold_is_hidden_until_it_is_taken_up_again(
    client: Client, cast: Cast, session: Session
) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    amina = client(cast.amina)
    statuses = []
    for verb in ("hold", "resume"):
        amina.post(f"/needs/{need.ref}/{verb}", data={"note": "The elections."})
        statuses.append(client().get(f"/needs/{need.ref}").status_code)
    assert statuses == [404, 200]


def test_a_donor_adds_capacity_in_whole_numbers(client: Client, cast: Cast, session: Session) -> None:
    offer = an_offer(session, cast, state=OfferState.EXHAUSTED)
    carla = client(cast.carla)
    statuses = [
        carla.post(f"/offers/{offer.ref}/replenish", data={"more": more}).status_code
        for more in ("", "0", "-1", "1e3", "2")
    ]
    session.refresh(offer)
    assert (statuses, offer.capacity, offer.state) == (
        [422, 422, 422, 422, 302],
        6,
        OfferState.PUBLISHED,
    )
