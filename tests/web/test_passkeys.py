"""Passkeys at the edge: who may make one, what it opens, and that nothing of it is changed without the password."""

import re
from html import unescape

import pytest
from argon2 import PasswordHasher
from flask.testing import FlaskClient
from sqlmodel import Session, select

from matchmaker.models import Passkey, Person
from matchmaker.services import factors
from tests.cast import Cast
from tests.device import Device
from tests.web.conftest import Client

PASSWORD = "a lantern in the reading room"
HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
HASH = HASHER.hash(PASSWORD)


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten codes are hashed with the first passkey of somebody."""
    monkeypatch.setattr(factors, "HASHER", HASHER)


@pytest.fixture
def device(app) -> Device:
    return Device(origin=app.extensions["settings"].base_url)


def give_password(client: Client, session: Session, person: Person) -> FlaskClient:
    """The browser of *person*, who has just given the right password."""
    person.password = HASH
    session.commit()
    browser = client()
    assert browser.post("/sign-in", data={"email": person.email, "password": PASSWORD}).status_code == 302
    return browser


def asked_by(page: str) -> str:
    """What the page asks the device."""
    found = re.search(r'data-passkey="([^"]+)"', page)
    assert found is not None
    return unescape(found[1])


def make(browser: FlaskClient, device: Device) -> str:
    """The page after *device* has made a passkey for whoever is at *browser*."""
    page = browser.post("/passkeys/add", data={"password": PASSWORD})
    return browser.post("/passkeys/add?next=/needs/", data={"answer": device.make(asked_by(page.text))}).text


@pytest.mark.proves("S20")
def test_a_passkey_is_a_second_step_for_staff_and_signs_them_in(
    client: Client, session: Session, cast: Cast, device: Device
) -> None:
    cast.dao.two_steps_since = None
    browser = give_password(client, session, cast.dao)
    assert browser.get("/desk/").location == "/second-step/enrol?next=/desk/"
    shown = make(browser, device)
    assert len(re.findall(r"(?:[2-9A-Z]{4}-){3}[2-9A-Z]{4}", shown)) == 10
    assert 'href="/needs/"' in shown
    assert browser.get("/desk/").status_code == 200
    elsewhere = client()
    page = elsewhere.get("/passkeys/use?next=/matches/")
    answer = elsewhere.post("/passkeys/use?next=/matches/", data={"answer": device.show(asked_by(page.text))})
    assert (answer.status_code, answer.location) == (302, "/matches/")
    assert elsewhere.get("/matches/").status_code == 200


@pytest.mark.proves("S20")
def test_the_password_alone_opens_nothing_where_there_is_a_passkey(
    client: Client, session: Session, cast: Cast, device: Device
) -> None:
    make(give_password(client, session, cast.amina), device)
    browser = give_password(client, session, cast.amina)
    assert browser.get("/desk/").location == "/second-step/prove?next=/desk/"
    for path in ("/passkeys/add", "/second-step/enrol"):
        assert browser.get(path).location.startswith("/second-step/prove")
        assert browser.post(path, data={"password": PASSWORD}).location.startswith("/second-step/prove")
    asked = asked_by(browser.get("/passkeys/use").text)
    assert browser.post("/passkeys/use", data={"answer": device.show(asked)}).location == "/desk/"
    assert browser.get("/desk/").status_code == 200


@pytest.mark.proves("S44")
def test_a_passkey_leads_to_no_other_site(
    client: Client, session: Session, cast: Cast, device: Device
) -> None:
    make(give_password(client, session, cast.amina), device)
    browser = client()
    asked = asked_by(browser.get("/passkeys/use").text)
    answer = browser.post("/passkeys/use?next=//evil.example/", data={"answer": device.show(asked)})
    assert answer.location == "/desk/"


@pytest.mark.proves("S22")
def test_without_the_password_no_passkey_is_made_and_none_removed(
    client: Client, session: Session, cast: Cast, device: Device
) -> None:
    browser = give_password(client, session, cast.amina)
    refused = browser.post("/passkeys/add", data={"password": "another"}).text
    assert ("not your password" in refused, "data-passkey" in refused) == (True, False)
    make(browser, device)
    ref = session.exec(select(Passkey.ref)).one()
    session.rollback()
    form = {"version": "1", "password": "another"}
    assert "not your password" in browser.post(f"/passkeys/{ref}/remove", data=form).text
    assert browser.post(f"/passkeys/{ref}/remove", data=form | {"password": PASSWORD}).status_code == 302
    assert session.exec(select(Passkey)).all() == []


@pytest.mark.proves("S3")
def test_a_passkey_of_somebody_else_is_not_there(
    client: Client, session: Session, cast: Cast, device: Device
) -> None:
    make(give_password(client, session, cast.amina), device)
    ref = session.exec(select(Passkey.ref)).one()
    session.rollback()
    for other in (cast.bashir, cast.gus):
        assert client(other).get(f"/passkeys/{ref}/remove").status_code == 404
        assert client(other).post(f"/passkeys/{ref}/remove", data={"password": PASSWORD}).status_code == 404


def test_another_passkey_is_asked_for_wherever_one_is_signed_in(
    client: Client, session: Session, cast: Cast, device: Device
) -> None:
    here, elsewhere = (give_password(client, session, cast.amina) for _ in range(2))
    make(here, device)
    assert (here.get("/desk/").status_code, elsewhere.get("/desk/").status_code) == (200, 302)


def test_what_no_device_said_opens_nothing_and_makes_nothing(
    client: Client, session: Session, cast: Cast
) -> None:
    browser = give_password(client, session, cast.amina)
    assert "did not work" in browser.post("/passkeys/add", data={"answer": "{}"}).text
    answer = client().post("/passkeys/use", data={"answer": "{}"})
    assert (answer.status_code, "opens no account" in answer.text) == (200, True)
