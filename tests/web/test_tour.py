"""The guided tour and the cast on the sign-in page: in a demonstration, and nowhere else."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from matchmaker.models import Person
from matchmaker.services import seeding
from matchmaker.settings import Settings
from matchmaker.web.app import create_app
from matchmaker.web.tours import STOPS
from tests.cast import Cast
from tests.entering import enter
from tests.web.conftest import Client

PASSWORD = seeding.read_cast(seeding.FOLDER).password


@pytest.fixture
def demonstration(settings: Settings, session: Session, cast: Cast) -> Iterator[FlaskClient]:
    """The browser of a visitor to a demonstration; what the test wrote is committed."""
    session.commit()
    portal = create_app(replace(settings, demo=True))
    yield portal.test_client()
    portal.extensions["engine"].dispose()


def become(browser: FlaskClient, person: Person) -> None:
    enter(browser, person, browser.application.extensions["engine"])


def test_there_is_no_tour_and_no_cast_outside_a_demonstration(client: Client, cast: Cast) -> None:
    browser = client()
    assert [browser.get(path).status_code for path in ("/tour/", "/tour/desk")] == [404, 404]
    assert (PASSWORD in browser.get("/sign-in").text, "/tour/" in browser.get("/").text) == (False, False)


def test_a_visitor_finds_the_tour_and_each_of_the_cast_with_one_press(demonstration: FlaskClient) -> None:
    assert 'href="/tour/"' in demonstration.get("/").text
    offered = demonstration.get("/sign-in").text.count(f'name="password" value="{PASSWORD}"')
    assert offered == len(seeding.read_cast(seeding.FOLDER).person)
    page = demonstration.get("/tour/").text
    assert page.count(f'value="{PASSWORD}"') == sum(bool(stop.who) for stop in STOPS)


def test_whom_a_stop_names_is_one_of_the_cast() -> None:
    known = {one.name for one in seeding.read_cast(seeding.FOLDER).person}
    assert {stop.who for stop in STOPS} - known == {""}


def test_a_stop_leads_whom_it_names_to_its_place_and_others_back(
    demonstration: FlaskClient, cast: Cast, session: Session
) -> None:
    cast.amina.name = "Amina"
    session.commit()
    as_visitor = [demonstration.get(f"/tour/{code}").location for code in ("catalogue", "desk")]
    become(demonstration, cast.amina)
    as_amina = [demonstration.get(f"/tour/{code}").location for code in ("desk", "need", "question", "queue")]
    assert as_visitor == ["/needs/", "/tour/"]
    assert as_amina == ["/desk/", "/desk/", "/desk/", "/tour/"]
    assert demonstration.get("/tour/moon").status_code == 404
