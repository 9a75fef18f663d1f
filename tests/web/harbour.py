"""Going to a provider of identities and coming back, as a browser does it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from matchmaker import clock
from matchmaker.settings import Settings
from tests.cast import Cast
from tests.provider import LocalProvider, open_provider

NOT_HERE = "opens no account here"
NOT_BELIEVED = "did not work, or took too long"
SILENT = "does not answer just now"


@pytest.fixture
def harbour(cast: Cast) -> Iterator[LocalProvider]:
    """The provider; whoever comes is Amina."""
    with open_provider() as opened:
        opened.email = cast.amina.email
        yield opened


@pytest.fixture
def settings(settings: Settings, harbour: LocalProvider) -> Settings:
    return replace(settings, provider=harbour.settings())


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch, noon: datetime) -> list[datetime]:
    """now[0] is what time it is."""
    moved = [noon]
    monkeypatch.setattr(clock, "now", lambda: moved[0])
    return moved


def way_back(browser: FlaskClient, wanted: str = "") -> str:
    """Where the provider sends a browser that came by the link on the sign-in page."""
    sought = browser.get("/identities/seek" + (f"?next={wanted}" if wanted else ""))
    assert sought.status_code == 302, sought.location
    return requests.get(sought.location, allow_redirects=False, timeout=5).headers["Location"]


def come_back(browser: FlaskClient, back: str) -> TestResponse:
    """The answer to the one button of the page to which the provider sends people."""
    landed = browser.get(back.removeprefix("http://localhost"))
    assert (landed.status_code, "One more step" in landed.text) == (200, True)
    return browser.post("/identities/use", data=parse_qs(urlsplit(back).query))


def sign_in(browser: FlaskClient, wanted: str = "") -> TestResponse:
    return come_back(browser, way_back(browser, wanted))


def said(browser: FlaskClient, answer: TestResponse) -> str:
    """What the sign-in page says of why nobody was let in."""
    assert (answer.status_code, answer.location) == (302, "/sign-in")
    text = browser.get("/sign-in").text
    (sentence,) = (each for each in (NOT_HERE, NOT_BELIEVED, SILENT) if each in text)
    return sentence


def is_in(browser: FlaskClient) -> bool:
    return browser.get("/my-account/").status_code == 200
