"""Fixtures for tests with a browser."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright
from sqlmodel import Session

from matchmaker.models import Person
from matchmaker.settings import Settings
from matchmaker.web.app import create_app
from tests.browsing import Reader, launch, let_in, served
from tests.cast import Cast

Browse = Callable[..., Reader]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def portal(settings: Settings, session: Session, cast: Cast) -> Iterator[str]:
    """The address of a portal with the cast in it; a test writes more through `session` and commits."""
    let_in(session, *(one for one in vars(cast).values() if isinstance(one, Person)))
    app = create_app(settings)
    with served(app) as address:
        yield address
    app.extensions["engine"].dispose()


@pytest.fixture
def browse(chromium: Browser, portal: str) -> Iterator[Browse]:
    """browse(person, language="en", width=1280): a reader, signed in if a person is given."""
    readers: list[Reader] = []

    def open_one(
        person: Person | None = None, *, language: str = "en", width: int = 1280, **more: object
    ) -> Reader:
        context = chromium.new_context(locale=language, viewport={"width": width, "height": 900}, **more)
        reader = Reader(portal, context, context.new_page(), language)
        reader.page.set_default_timeout(30_000)
        readers.append(reader)
        if person is not None:
            reader.sign_in(person)
        return reader

    yield open_one
    complaints = [complaint for reader in readers for complaint in reader.ears.complaints()]
    for reader in readers:
        reader.context.close()
    assert complaints == [], complaints  # by hand: pytest explains the assertions of tests alone
