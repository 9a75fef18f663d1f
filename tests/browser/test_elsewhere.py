"""Signing in elsewhere in a real browser: there, back and in, with a script and without one."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser
from sqlmodel import Session

from matchmaker.settings import Settings
from matchmaker.web.app import create_app
from tests.browsing import Reader, served
from tests.cast import Cast
from tests.provider import LocalProvider, open_provider


@pytest.fixture
def harbour(cast: Cast) -> Iterator[LocalProvider]:
    """The provider; whoever comes is Amina."""
    with open_provider() as opened:
        opened.email = cast.amina.email
        yield opened


@pytest.fixture
def portal(settings: Settings, harbour: LocalProvider, session: Session) -> Iterator[str]:
    """The address of a portal whose people come from there."""
    session.commit()
    app = create_app(settings := replace(settings, provider=harbour.settings()))
    with served(app) as address:
        app.extensions["settings"] = replace(settings, base_url=address)
        yield address
    app.extensions["engine"].dispose()


def at_sign_in(chromium: Browser, portal: str, language: str, width: int, *, script: bool) -> Reader:
    size = {"width": width, "height": 800}
    context = chromium.new_context(viewport=size, locale=language, java_script_enabled=script)
    context.set_default_timeout(10_000)
    reader = Reader(portal, context, context.new_page(), language)
    reader.goto("/sign-in?next=/my-letters/")
    return reader


def test_one_press_leads_there_and_back_and_in(chromium: Browser, portal: str) -> None:
    amina = at_sign_in(chromium, portal, "en", 360, script=True)
    assert amina.violations() == []
    amina.page.get_by_role("link", name="Sign in with Harbour ID").click()
    amina.page.wait_for_url(f"{portal}/my-letters/")
    complaints = [said for said in amina.ears.complaints() if "a request to another host" not in said]
    amina.context.close()
    assert complaints == []


def test_without_a_script_it_is_one_press_more(chromium: Browser, portal: str) -> None:
    amina = at_sign_in(chromium, portal, "en", 1280, script=False)
    amina.page.get_by_role("link", name="Sign in with Harbour ID").click()
    amina.page.get_by_role("button", name="Go on").click()
    assert amina.page.url == f"{portal}/my-letters/"
    amina.context.close()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_page_between_is_for_everybody(chromium: Browser, portal: str, language: str) -> None:
    amina = at_sign_in(chromium, portal, language, 360, script=True)
    amina.goto("/identities/use?code=x&state=y")  # a way back that nobody went: it leads to the reason
    amina.page.wait_for_url(f"{portal}/sign-in")
    assert (amina.page.get_by_role("alert").count(), amina.violations()) == (1, [])
    amina.context.route("**/page.js*", lambda route: route.abort())
    amina.goto("/identities/use?code=x&state=y")
    assert amina.violations() == []
    assert amina.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    amina.context.close()
