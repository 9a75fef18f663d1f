"""Pages that say no: errors, forms that come back, two versions of one text. They are in order like all others."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError

from matchmaker.web.app import create_app
from matchmaker.web.session import Portal
from tests.browser.conftest import Look
from tests.browser.looking import PHONE, Looker
from tests.browser.world import World
from tests.browsing import served

LANGUAGES = pytest.mark.parametrize("language", ["en", "ar", "zh"])
# What sends the form of a page: no button for a row, and not the unseen one that Enter presses.
SEND = "main form[method=post] button:not([name], [type=button], .hidden)"
SIGN_IN = "main form:has(#password) button"
TOO_LONG = "x" * 201


def looked_at(reader: Looker) -> None:
    """In English at both widths; the other scripts on a phone."""
    reader.look() if reader.language == "en" else reader.look(axe_at=(PHONE,))


@LANGUAGES
def test_pages_of_errors_are_in_order(world: Callable[[str], World], look: Look, language: str) -> None:
    there = world("sqlite")
    eve = look(there, "eve", language, {})
    eve.goto("/nothing", name="an unknown address", status=404)
    looked_at(eve)
    eve.goto("/needs/?words=" + "x" * 4_000, name="a long address", status=400)
    looked_at(eve)
    amina = look(there, "amina", language, eve.known)
    amina.goto("/offers/write", name="the page of another role", status=403)
    looked_at(amina)
    amina.goto(there.path("amina", "needs.show (draft)") + "/submit", name="a deed as a page", status=405)
    looked_at(amina)


@LANGUAGES
def test_a_page_that_was_open_for_too_long_is_in_order(
    world: Callable[[str], World], look: Look, language: str
) -> None:
    eve = look(world("sqlite"), "eve", language, {})
    eve.goto("/sign-in", name="signing in")
    eve.page.fill("#email", "amina@example.org")
    eve.page.fill("#password", "wrong")
    eve.press(SIGN_IN, name="signing in with a wrong password")
    looked_at(eve)
    eve.page.context.clear_cookies(name="session")
    eve.press(SIGN_IN, name="signing in without the cookie", status=400)
    looked_at(eve)


@LANGUAGES
@pytest.mark.parametrize(
    ("failure", "status"), [(OperationalError("", {}, Exception("away")), 503), (ZeroDivisionError(), 500)]
)
def test_a_page_that_fails_is_in_order(
    world: Callable[[str], World], look: Look, language: str, failure: Exception, status: int
) -> None:
    there = world("sqlite")
    with failing(there.app, failure) as address:
        eve = look(World(there.app, address, {}, {}), "eve", language, {})
        eve.goto("/", name="a page that fails", status=status)
        looked_at(eve)
        eve.page.context.close()  # or the server would wait for more from it


@contextmanager
def failing(app: Portal, failure: Exception) -> Iterator[str]:
    """The address of the same portal, with a home page that ends in *failure*."""

    def fail() -> ResponseReturnValue:
        raise failure

    broken = create_app(app.extensions["settings"])
    broken.view_functions["home.show"] = fail
    with served(broken) as address:
        yield address
    broken.extensions["engine"].dispose()


@LANGUAGES
def test_a_form_that_comes_back_is_in_order(world: Callable[[str], World], look: Look, language: str) -> None:
    there = world("sqlite")
    amina = look(there, "amina", language, {})
    amina.goto("/needs/write", name="writing a need")
    amina.page.fill("#title", TOO_LONG)
    amina.page.fill("#women_share", "many")
    amina.page.fill("#components-0-starts_on", "2199-01-01")
    amina.press(SEND, name="a need with wrong answers", status=422)
    looked_at(amina)
    carla = look(there, "carla", language, amina.known)
    carla.goto("/offers/write", name="writing an offer")
    carla.page.fill("#title", TOO_LONG)
    carla.page.fill("#capacity", "none")
    carla.press(SEND, name="an offer with wrong answers", status=422)
    looked_at(carla)
    carla.goto(there.path("carla", "matches.show_interest"), name="showing interest")
    carla.press(SEND, name="interest without an offer", status=422)
    looked_at(carla)


@LANGUAGES
def test_a_deed_without_its_answers_comes_back_in_order(
    world: Callable[[str], World], look: Look, language: str
) -> None:
    there = world("sqlite")
    dao = look(there, "dao", language, {})
    for page, deed in (
        ("needs.show (in_check)", "send-back"),
        ("offers.show (in_check)", "send-back"),
    ):
        dao.goto(there.path("dao", page), name=page)
        form = f"form[action$='/{deed}']"
        dao.page.locator("details.deed", has=dao.page.locator(form)).locator("summary").click()
        dao.press(f"{form} button", name=f"{page}: {deed} without an answer", status=422)
        looked_at(dao)


@LANGUAGES
def test_two_versions_of_one_text_are_in_order(
    world: Callable[[str], World], look: Look, language: str
) -> None:
    there = world("sqlite")
    draft = there.path("amina", "needs.edit")
    first, second, third = (look(there, who, language, {}) for who in ("amina", "bashir", "amina"))
    first.goto(draft, name="editing")
    second.goto(draft, name="editing")
    third.goto(draft.removesuffix("/edit"), name="about to clear")
    second.page.fill("#problem", f"Somebody else wrote this, in {language}.")
    second.press(SEND, name="saving first")
    first.page.fill("#problem", "Three examiners serve the whole country.")
    first.press(SEND, name="two versions", status=409)
    looked_at(first)
    third.press(
        "main form[action$='/clear'] button >> nth=0", name="a button that saw an older version", status=409
    )
    looked_at(third)
