"""What time asks of people, on the pages: to confirm with one button, to renew, and why nothing was found."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from matchmaker import clock, clocks
from matchmaker.models import Need, Person
from matchmaker.vocabulary import MatchState, NeedState, OfferState, Visibility
from tests.cast import NOON, Cast
from tests.stories import a_match, a_need, an_offer
from tests.web.conftest import Client

HOLDS = "It still holds"
A_YEAR = timedelta(days=366)


def page(client: Client, person: Person, path: str) -> str:
    person.language = "en"
    return client(person).get(path).text


def press(client: Client, person: Person, thing, verb: str, **typed: str):
    path = f"/{'needs' if isinstance(thing, Need) else 'offers'}/{thing.ref}/{verb}"
    return client(person).post(path, data={"version": thing.version, **typed})


@pytest.fixture
def old_need(session: Session, engine: Engine, cast: Cast) -> Need:
    """In matching, and asked about after a year."""
    need = a_need(session, cast, state=NeedState.IN_MATCHING, visibility=Visibility.PUBLIC)
    session.commit()
    clocks.tick(engine, now=NOON + A_YEAR)
    session.refresh(need)
    return need


def test_a_focal_point_confirms_a_need_with_one_button(
    client: Client, cast: Cast, session: Session, old_need: Need
) -> None:
    shown = page(client, cast.amina, f"/needs/{old_need.ref}")
    assert "If nobody does by <time" in shown
    assert shown.count(f"<button>{HOLDS}</button>") == 1
    answer = press(client, cast.amina, old_need, "confirm")
    session.refresh(old_need)
    assert (answer.status_code, old_need.confirm_by) == (302, None)
    assert HOLDS not in page(client, cast.amina, f"/needs/{old_need.ref}")


@pytest.mark.parametrize(("who", "status"), [("bashir", 403), ("ines", 403), ("carla", 403), ("dao", 403)])
def test_nobody_else_confirms_it_or_is_shown_the_button(
    client: Client, cast: Cast, old_need: Need, who: str, status: int
) -> None:
    person = getattr(cast, who)
    assert HOLDS not in page(client, person, f"/needs/{old_need.ref}")
    assert press(client, person, old_need, "confirm").status_code == status


def test_a_need_that_is_not_asked_about_shows_no_button_but_when_it_was_confirmed(
    client: Client, cast: Cast, session: Session
) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    shown = page(client, cast.amina, f"/needs/{need.ref}")
    assert HOLDS not in shown
    assert "<dt>Last confirmed</dt>" in shown
    assert "<dt>Last confirmed</dt>" in client().get(f"/needs/{need.ref}").text


def test_what_is_hidden_says_so_to_its_state_and_is_not_there_for_others(
    client: Client, cast: Cast, session: Session
) -> None:
    need = a_need(session, cast, state=NeedState.UNCONFIRMED, visibility=Visibility.PUBLIC)
    assert "One button brings it back." in page(client, cast.amina, f"/needs/{need.ref}")
    assert client(cast.carla).get(f"/needs/{need.ref}").status_code == 404
    assert need.ref not in client().get("/needs/").text
    assert press(client, cast.amina, need, "confirm").status_code == 302
    assert client(cast.carla).get(f"/needs/{need.ref}").status_code == 200


def test_a_donor_confirms_what_was_hidden(client: Client, cast: Cast, session: Session) -> None:
    offer = an_offer(session, cast, state=OfferState.UNCONFIRMED)
    assert client().get(f"/offers/{offer.ref}").status_code == 404
    assert f"<button>{HOLDS}</button>" in page(client, cast.carla, f"/offers/{offer.ref}")
    assert press(client, cast.carla, offer, "confirm").status_code == 302
    assert "<dt>Last confirmed</dt>" in client().get(f"/offers/{offer.ref}").text


def test_a_donor_renews_an_offer_that_has_ended(client: Client, cast: Cast, session: Session) -> None:
    offer = an_offer(session, cast, state=OfferState.EXPIRED)
    day = clock.now().date() + timedelta(days=400)
    answer = press(client, cast.carla, offer, "renew", valid_until=day.isoformat())
    session.refresh(offer)
    assert (answer.status_code, offer.state, offer.valid_until) == (302, OfferState.PUBLISHED, day)


@pytest.mark.parametrize("typed", ["", "soon", "2020-01-01", "2999-01-01"])
def test_a_day_that_cannot_be_meant_is_asked_for_again(
    client: Client, cast: Cast, session: Session, typed: str
) -> None:
    offer = an_offer(session, cast, state=OfferState.EXPIRED)
    answer = press(client, cast.carla, offer, "renew", valid_until=typed)
    session.refresh(offer)
    assert (answer.status_code, offer.state) == (422, OfferState.EXPIRED)
    assert f'value="{typed}"' in answer.text


def test_a_stranger_cannot_renew(client: Client, cast: Cast, session: Session) -> None:
    offer = an_offer(session, cast, state=OfferState.EXPIRED)
    answer = press(client, cast.chen, offer, "renew", valid_until="2030-01-01")
    assert (answer.status_code, offer.state) == (404, OfferState.EXPIRED)


def test_a_state_reads_what_was_done_for_a_need_that_is_unmet_and_nobody_else_does(
    client: Client, cast: Cast, session: Session, engine: Engine
) -> None:
    need = a_match(session, cast, state=MatchState.DECLINED).need
    need.visibility = Visibility.PUBLIC
    session.commit()
    clocks.tick(engine, now=NOON + timedelta(days=90))
    session.refresh(need)
    words = "Nothing suitable was found yet"
    shown = page(client, cast.amina, f"/needs/{need.ref}")
    assert words in shown
    assert "<dt>Pairs for which a side was asked</dt><dd>1</dd>" in shown
    assert words in page(client, cast.dao, f"/needs/{need.ref}")
    for person in (cast.carla, cast.ines):
        assert words not in page(client, person, f"/needs/{need.ref}")
    assert words not in client().get(f"/needs/{need.ref}").text


def test_what_waits_to_be_confirmed_stands_on_the_desk_of_its_own_house(
    client: Client, cast: Cast, session: Session, old_need: Need
) -> None:
    offer = an_offer(session, cast, state=OfferState.UNCONFIRMED)
    offer.confirm_by = date(2026, 11, 1)
    ask = "Confirm that it still holds"
    assert page(client, cast.amina, "/desk/").count(ask) == 1
    donor = page(client, cast.carla, "/desk/")
    assert (donor.count(ask), "late: due by" in donor) == (1, True)
    for person in (cast.bashir, cast.ines, cast.chen):
        assert ask not in page(client, person, "/desk/")


def test_a_late_answer_is_late_only_when_its_day_is_over_everywhere(
    client: Client, cast: Cast, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    need = a_need(session, cast, state=NeedState.NO_OBJECTION)
    end = datetime.combine(need.agree_by, NOON.timetz()) + timedelta(days=1)
    for moment, late in ((end - timedelta(minutes=1), False), (end, True)):
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        assert ("late: due by" in page(client, cast.amina, "/desk/")) == late
