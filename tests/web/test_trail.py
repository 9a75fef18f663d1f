"""The audit trail at the edge: each sign-in, refusal and reading of what is restricted leaves one row."""

import pytest
from flask.testing import FlaskClient
from flask_security import hash_password
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, select

from matchmaker.models import History, Match, Need
from matchmaker.vocabulary import Event, MatchState, NeedState, Result, Role, Visibility
from matchmaker.web import session as edge
from matchmaker.web.session import Portal
from tests.cast import Cast
from tests.stories import a_match, a_need, an_offer
from tests.web.conftest import Client


def with_password(app: Portal, session: Session, cast: Cast) -> None:
    with app.app_context():
        cast.amina.password = hash_password("the right one")
    session.commit()


def sign_in(browser: FlaskClient, email: str, password: str) -> int:
    return browser.post("/sign-in", data={"email": email, "password": password}).status_code


@pytest.mark.proves("S55")
def test_a_sign_in_that_went_well_is_one_row(
    app: Portal, client: Client, cast: Cast, session: Session, told
) -> None:
    with_password(app, session, cast)
    assert sign_in(client(), "amina@example.org", "the right one") == 302
    amina = (cast.amina.id, Role.FOCAL_POINT)
    about = ("person.sign_in", "person", str(cast.amina.id), "")
    assert told() == [(Event.SIGN_IN, Result.DONE, *amina, *about)]


def test_whoever_signs_in_anew_becomes_the_other_and_that_is_one_row(
    app: Portal, client: Client, cast: Cast, session: Session, told
) -> None:
    with_password(app, session, cast)
    browser = client(cast.carla)
    assert sign_in(browser, "amina@example.org", "the right one") == 302
    assert [row[:3] for row in told()] == [(Event.SIGN_IN, Result.DONE, cast.amina.id)]
    assert 'data-person="Amina' in browser.get("/").text


@pytest.mark.proves("S55")
def test_a_sign_in_that_failed_is_one_row_that_names_no_address_and_no_password(
    app: Portal, client: Client, cast: Cast, session: Session, told
) -> None:
    with_password(app, session, cast)
    for email in ("amina@example.org", " Amina@example.org", "nobody@example.org"):
        assert sign_in(client(), email, "the wrong one") == 200
    rows = told()
    assert [row[:7] for row in rows] == [
        (Event.SIGN_IN, Result.REFUSED, None, Role.VISITOR, "person.sign_in", noun, ref)
        for noun, ref in [("person", str(cast.amina.id)), ("person", str(cast.amina.id)), ("", "")]
    ]
    addresses = [row[7] for row in rows]
    assert addresses[0] == addresses[1] != addresses[2]
    assert all(len(address) == len("address ") + 16 for address in addresses)


@pytest.mark.proves("S55")
def test_a_404_for_a_thing_that_exists_is_one_row_and_for_nothing_none(
    client: Client, cast: Cast, session: Session, told
) -> None:
    need = a_need(session, cast, visibility=Visibility.SECRETARIAT, state=NeedState.IN_MATCHING)
    browser = client(cast.carla)
    told()
    assert browser.get(f"/needs/{need.ref}").status_code == 404
    assert browser.get("/needs/N-222222").status_code == 404
    carla = (cast.carla.id, Role.DONOR_OFFICER)
    assert told() == [(Event.DENIAL, Result.REFUSED, *carla, "need.read", "need", need.ref, "")]


def test_a_visitor_who_is_refused_is_a_row_without_a_number(
    client: Client, cast: Cast, session: Session, told
) -> None:
    need = a_need(session, cast)
    browser = client()
    told()
    assert browser.post(f"/needs/{need.ref}/publish").status_code == 404
    visitor = (None, Role.VISITOR)
    assert told() == [(Event.DENIAL, Result.REFUSED, *visitor, "need.publish", "need", need.ref, "")]


@pytest.mark.proves("S55")
def test_a_403_is_one_row_and_keeps_nothing_of_the_deed(
    client: Client, cast: Cast, session: Session, told
) -> None:
    need = a_need(session, cast, state=NeedState.PUBLISHED)
    browser = client(cast.carla)
    told()
    assert browser.post(f"/needs/{need.ref}/withdraw", data={"note": "No."}).status_code == 403
    assert browser.get("/letters/").status_code == 403
    carla = (cast.carla.id, Role.DONOR_OFFICER)
    assert told() == [
        (Event.DENIAL, Result.REFUSED, *carla, "need.withdraw", "need", need.ref, ""),
        (Event.DENIAL, Result.REFUSED, *carla, "letter.read", "", "", ""),
    ]


@pytest.mark.proves("S55")
def test_a_move_is_one_row(client: Client, cast: Cast, session: Session, told) -> None:
    need = a_need(session, cast, state=NeedState.SUBMITTED)
    browser = client(cast.dao)
    told()
    assert browser.post(f"/needs/{need.ref}/check").status_code == 302
    dao = (cast.dao.id, Role.CASE_OFFICER)
    assert told() == [(Event.MOVE, Result.DONE, *dao, "need.check", "need", need.ref, "submitted > in_check")]


@pytest.mark.proves("S55")
def test_reading_restricted_blocks_is_one_row_for_staff_and_none_for_their_own_state(
    client: Client, cast: Cast, session: Session, told
) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    staff, own, donor = client(cast.dao), client(cast.amina), client(cast.carla)
    told()
    for browser in (staff, own, donor):
        assert browser.get(f"/needs/{need.ref}").status_code == 200
    dao = (cast.dao.id, Role.CASE_OFFICER)
    assert told() == [(Event.READ, Result.DONE, *dao, "need.read", "need", need.ref, "contact partners")]


@pytest.mark.proves("S55")
@pytest.mark.parametrize("address", ["/needs/{}", "/needs/", "/matches/"])
def test_reading_a_confidential_need_is_one_row_on_its_page_and_in_a_list(
    client: Client, cast: Cast, session: Session, told, address: str
) -> None:
    need = a_need(
        session,
        cast,
        state=NeedState.IN_MATCHING,
        visibility=Visibility.SECRETARIAT,
        contact="",
        preferred_partners="",
    )
    a_match(session, cast, need=need)
    browser = client(cast.erik)
    told()
    assert browser.get(address.format(need.ref)).status_code == 200
    erik = (cast.erik.id, Role.RELEASER)
    assert told() == [(Event.READ, Result.DONE, *erik, "need.read", "need", need.ref, "whole")]


def test_a_named_donor_who_reads_leaves_a_row(client: Client, cast: Cast, session: Session, told) -> None:
    need = a_need(
        session,
        cast,
        state=NeedState.IN_MATCHING,
        visibility=Visibility.NAMED_DONORS,
        budget_visibility=Visibility.NAMED_DONORS,  # Chen is named
    )
    browser = client(cast.chen)
    told()
    assert browser.get(f"/needs/{need.ref}").status_code == 200
    chen = (cast.chen.id, Role.DONOR_OFFICER)
    assert told() == [(Event.READ, Result.DONE, *chen, "need.read", "need", need.ref, "budget whole")]


def test_a_need_that_is_open_to_all_donors_is_read_without_a_row(
    client: Client, cast: Cast, session: Session, told
) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    browsers = [client(cast.carla), client(cast.farah), client()]
    told()
    for browser in browsers:
        assert browser.get(f"/needs/{need.ref}").status_code == 200
        assert browser.get("/needs/").status_code == 200
    assert told() == []


@pytest.mark.proves("S55")
def test_contacts_are_disclosed_to_both_sides_and_read_by_staff(
    client: Client, cast: Cast, session: Session, told
) -> None:
    match: Match = a_match(session, cast, state=MatchState.INTRODUCED)
    browsers = [client(cast.amina), client(cast.carla), client(cast.dao)]
    told()
    for browser in browsers:
        assert browser.get(f"/matches/{match.ref}").status_code == 200
    about = ("match.read_contacts", "match", match.ref, "contacts")
    assert told() == [
        (Event.DISCLOSURE, Result.DONE, cast.amina.id, Role.FOCAL_POINT, *about),
        (Event.DISCLOSURE, Result.DONE, cast.carla.id, Role.DONOR_OFFICER, *about),
        (Event.READ, Result.DONE, cast.dao.id, Role.CASE_OFFICER, *about),
    ]


def test_a_page_that_comes_back_with_an_error_has_shown_what_it_shows(
    client: Client, cast: Cast, session: Session, told
) -> None:
    need = a_need(session, cast, state=NeedState.IN_CHECK)
    browser = client(cast.dao)
    told()
    assert browser.post(f"/needs/{need.ref}/send-back", data={"note": ""}).status_code == 422
    dao = (cast.dao.id, Role.CASE_OFFICER)
    assert told() == [(Event.READ, Result.DONE, *dao, "need.read", "need", need.ref, "contact partners")]


@pytest.mark.proves("S55")
def test_nothing_restricted_is_shown_where_its_row_cannot_be_written(
    client: Client, cast: Cast, session: Session, told, monkeypatch: pytest.MonkeyPatch
) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    offer = an_offer(session, cast)
    browser = client(cast.dao)
    told()

    def away(*_anything: object) -> None:
        raise OperationalError("INSERT INTO trail", {}, Exception("database is locked"))

    monkeypatch.setattr(edge, "transaction", away)
    answers = [browser.get(address) for address in (f"/needs/{need.ref}", f"/offers/{offer.ref}")]
    assert [answer.status_code for answer in answers] == [503, 404]  # a refusal shows nothing, and stays one
    assert need.contact not in answers[0].text
    assert told() == []


def test_a_refused_deed_leaves_its_thing_as_it_was(
    client: Client, cast: Cast, session: Session, told
) -> None:
    need = a_need(session, cast, state=NeedState.NO_OBJECTION)
    need.agreed_at, need.reviewed_by_id = need.changed_at, cast.erik.id
    before = len(session.exec(select(History)).all())
    assert client(cast.erik).post(f"/needs/{need.ref}/publish").status_code == 403
    session.rollback()
    assert session.get_one(Need, need.id).state == NeedState.NO_OBJECTION
    assert len(session.exec(select(History)).all()) == before
    assert [row[0] for row in told()][-1] == Event.DENIAL
