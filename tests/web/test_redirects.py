"""Nobody is led to another site from here (QUALITY S44)."""

import re
from urllib.parse import urljoin, urlsplit

import pytest
from argon2 import PasswordHasher

from matchmaker.database import transaction
from matchmaker.models import Person
from tests.web.houses import House

BAD = (
    "//evil.example",
    "///evil.example",
    "////evil.example/a",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\\/evil.example",
    "/\t/evil.example",
    "/\r\n/evil.example",
    "/%09/evil.example",
    "/%5cevil.example",
    "/%2f%2fevil.example",
    "\x19//evil.example",
    " //evil.example",
    "\u200a//evil.example",
    "http://evil.example",
    "HTTPS:evil.example",
    "http:///evil.example",
    "http:/\\evil.example",
    "http://localhost@evil.example",
    "http://localhost:80@evil.example/",
    "http://evil.example\\.localhost",
    "http://[::ffff:1.2.3.4",
    "//[evil.example",
    "//evil\u2100.example",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "mailto:evil@example.org",
    ".evil.example",
    "@evil.example",
    "/needs/\r\nSet-Cookie: evil=1",
    "/..//evil.example",
    "/.//evil.example",
    "//localhost:9999/",
    "http://localhost.evil.example/",
)
PASSWORD = "a password that nobody else has"


def where(location: str) -> str:
    """The host to which a browser goes: it drops line ends and tabs, trims, and reads \\ as /."""
    seen = re.sub(r"[\t\r\n]", "", location).strip("".join(map(chr, range(33)))).replace("\\", "/")
    path = re.sub(r"^/{3,}", "//", seen)
    return urlsplit(urljoin("http://localhost/sign-in", path)).netloc


@pytest.mark.proves("S44")
@pytest.mark.parametrize("bad", BAD)
def test_the_form_of_languages_leads_back_into_the_portal_only(houses: list[House], bad: str) -> None:
    for house in houses:
        for who in ("eve", "amina"):
            answer = house.new_browser(who).post("/language/fr", data={"back": bad})
            assert answer.status_code == 302
            assert where(answer.location) == "localhost"
            assert "evil=1" not in str(answer.headers)


def test_the_form_of_languages_leads_back_to_where_it_was_pressed(houses: list[House]) -> None:
    answer = houses[0].new_browser("eve").post("/language/fr", data={"back": "/needs/?words=Çelik&page=2"})
    assert answer.location == "/needs/?words=%C3%87elik&page=2"


@pytest.mark.proves("S44")
@pytest.mark.parametrize("bad", BAD)
def test_who_is_signed_in_is_not_led_away_by_the_page_that_asks_for_it(houses: list[House], bad: str) -> None:
    for house in houses:
        answer = house.ask("amina", "/sign-in", query_string={"next": bad})
        assert answer.status_code in (302, 400)
        assert where(answer.location or "") == "localhost"


@pytest.fixture
def password_of_gus(houses: list[House]) -> None:
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    for house in houses:
        with transaction(house.engine) as session:
            session.get_one(Person, house.cast.gus.id).password = quick


@pytest.mark.proves("S44")
@pytest.mark.usefixtures("password_of_gus")
def test_who_signs_in_is_not_led_away(houses: list[House]) -> None:
    led: dict[str, str] = {}
    for house in houses:
        for bad in BAD if house.name == "sqlite" else BAD[::6]:
            for typed, asked in (({"next": bad}, {}), ({}, {"next": bad})):
                form = {"email": "gus@example.org", "password": PASSWORD} | typed
                answer = house.new_browser("eve").post("/sign-in", data=form, query_string=asked)
                assert answer.status_code in (302, 400), bad
                led |= {bad: answer.location} if where(answer.location or "") != "localhost" else {}
    assert led == {}


@pytest.mark.usefixtures("password_of_gus")
def test_who_signs_in_comes_to_the_page_that_they_asked_for(houses: list[House]) -> None:
    form = {"email": "gus@example.org", "password": PASSWORD}
    answer = houses[0].new_browser("eve").post("/sign-in?next=/needs/%3Fpage%3D2", data=form)
    assert answer.location == "/needs/?page=2"


@pytest.mark.proves("S44")
def test_an_address_without_its_last_stroke_stays_in_the_portal(houses: list[House]) -> None:
    for url in ("/needs", "//evil.example/needs", "/needs//", "//needs"):
        answer = houses[0].ask("eve", "/", environ_overrides={"PATH_INFO": url})
        assert where(answer.location or "") == "localhost"
