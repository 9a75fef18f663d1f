"""A session that ends while somebody writes: nothing typed is lost, and what is sent arrives once."""

import pytest
from sqlmodel import Session, func, select

from matchmaker.models import Need
from tests.browser_fixtures import Browse
from tests.browsing import PASSWORD
from tests.cast import Cast

WRITTEN = {"title": "Judges who weigh evidence", "problem": "Nobody has seen a disk image."}


@pytest.mark.proves("R19")
def test_what_was_typed_outlives_the_session(browse: Browse, cast: Cast, session: Session) -> None:
    session.commit()
    bashir = browse(cast.bashir)
    bashir.goto("/needs/write")
    bashir.fill(**WRITTEN)
    bashir.page.wait_for_function("() => localStorage.length > 0")
    bashir.context.clear_cookies(name="session")
    bashir.press("Save and look at it")
    bashir.ears.complaints()  # the advice that the page asked for meanwhile was refused like the form
    with bashir.page.expect_navigation():
        bashir.page.locator("main a", has_text="Sign in").click()
    bashir.fill(email=cast.bashir.email, password=PASSWORD)
    with bashir.page.expect_navigation():
        bashir.page.locator("main form button").last.click()
    assert bashir.page.url.endswith("/needs/write")
    assert bashir.page.locator("#problem").input_value() == WRITTEN["problem"]
    assert bashir.reads("What you wrote is here again.")
    bashir.press("Save and look at it")
    assert bashir.reads(WRITTEN["problem"])
    session.rollback()
    assert session.exec(select(func.count()).select_from(Need)).one() == 1
