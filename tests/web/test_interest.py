"""A donor shows interest in a need: with an offer of its own, once, and to the secretariat alone."""

from sqlmodel import Session, select

from matchmaker.models import Match
from matchmaker.vocabulary import NeedState, OfferState, Origin, Visibility
from tests.cast import Cast
from tests.stories import a_match, a_need, an_offer
from tests.web.conftest import Client


def test_a_donor_shows_interest_from_the_page_of_the_need(
    client: Client, cast: Cast, session: Session
) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    offer = an_offer(session, cast, state=OfferState.PUBLISHED)
    browser = client(cast.carla)
    page = browser.get(f"/needs/{need.ref}").text
    answers = {"offer": offer.ref, "note": "We could start in March.", "version": need.version}
    answer = browser.post(f"/matches/for/{need.ref}/show-interest", data=answers)
    match = session.exec(select(Match)).one()
    assert f'action="/matches/for/{need.ref}/show-interest"' in page
    assert (answer.status_code, answer.location) == (302, f"/matches/{match.ref}")
    assert (match.origin, match.interest_note) == (Origin.INTEREST, "We could start in March.")
    assert "We could start in March." in client(cast.dao).get("/matches/").text
    assert "We could start in March." not in client(cast.amina).get(f"/matches/{match.ref}").text


def test_interest_is_shown_once_and_the_page_of_the_need_says_so(
    client: Client, cast: Cast, session: Session
) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    offer = an_offer(session, cast, state=OfferState.PUBLISHED, title="Mentors for a laboratory")
    address, cast.carla.language = f"/matches/for/{need.ref}/show-interest", "en"
    browser = client(cast.carla)
    first = browser.post(address, data={"offer": offer.ref, "note": "We could start in March."})
    page = browser.get(f"/needs/{need.ref}").text
    again = browser.post(address, data={"offer": offer.ref, "note": ""})
    assert (first.status_code, again.status_code) == (302, 409)
    assert ("You showed interest on" in page, offer.title in page, address in page) == (True, True, False)
    assert "You showed interest" not in client(cast.chen).get(f"/needs/{need.ref}").text
    assert session.exec(select(Match)).one().interest_note == "We could start in March."


def test_the_offer_that_fits_best_is_chosen_already(client: Client, cast: Cast, session: Session) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    for score in (0.3, 0.8, 0.5):
        a_match(session, cast, need=need).score = score
    an_offer(session, cast, state=OfferState.PUBLISHED, title="Written last, fits nothing")
    best = session.exec(select(Match).where(Match.score == 0.8)).one().offer
    for address in (f"/needs/{need.ref}", f"/matches/for/{need.ref}/show-interest"):
        assert f'<option value="{best.ref}" selected>' in client(cast.carla).get(address).text


def test_interest_without_an_offer_keeps_the_note(client: Client, cast: Cast, session: Session) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    an_offer(session, cast, state=OfferState.PUBLISHED)
    for offer in ("", "F-222222", "x" * 40):
        answer = client(cast.carla).post(
            f"/matches/for/{need.ref}/show-interest",
            data={"offer": offer, "note": "We could start in March."},
        )
        assert answer.status_code == 422
        assert "We could start in March." in answer.text
        assert 'href="#offer"' in answer.text
    assert session.exec(select(Match)).all() == []


def test_interest_is_shown_with_an_offer_of_ones_own(client: Client, cast: Cast, session: Session) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    of_chen = an_offer(session, cast, state=OfferState.PUBLISHED, by=cast.chen)
    draft = an_offer(session, cast)
    for offer in (of_chen, draft):
        answer = client(cast.carla).post(f"/matches/for/{need.ref}/show-interest", data={"offer": offer.ref})
        assert answer.status_code == 403


def test_nobody_shows_interest_in_a_need_that_is_hidden_from_them(
    client: Client, cast: Cast, session: Session
) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING, visibility=Visibility.SECRETARIAT)
    assert client(cast.carla).get(f"/matches/for/{need.ref}/show-interest").status_code == 404
    assert client(cast.carla).post(f"/matches/for/{need.ref}/show-interest").status_code == 404
