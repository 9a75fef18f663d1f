"""Setting up a second step and giving it, in a real browser: by keyboard, and as somebody hears it."""

import re

from passlib.totp import TOTP
from sqlmodel import Session

from matchmaker import clock
from tests.browser_fixtures import Browse
from tests.browsing import PASSWORD
from tests.cast import Cast


def test_staff_are_led_through_setting_up_and_come_in_with_a_code_on_paper(
    browse: Browse, session: Session, cast: Cast
) -> None:
    cast.erik.two_steps_since = None
    session.commit()
    erik = browse(cast.erik, width=360)
    assert erik.page.url.endswith("/second-step/enrol?next=/desk/")
    assert erik.violations() == []
    key = erik.page.locator("code").inner_text()
    erik.fill(code=TOTP(key).generate(int(clock.now().timestamp())).token, password=PASSWORD)
    with erik.page.expect_navigation():
        erik.page.keyboard.press("Enter")
    codes = re.findall(r"[2-9A-Z]{4}(?:-[2-9A-Z]{4}){3}", erik.page.locator("main").inner_text())
    assert (len(codes), erik.violations()) == (10, [])
    again = browse(width=360)
    again.goto("/sign-in?next=/my-letters/")
    again.fill(email=cast.erik.email, password=PASSWORD)
    with again.page.expect_navigation():
        again.page.keyboard.press("Enter")
    assert again.violations() == []
    again.fill(code=codes[7].lower())
    with again.page.expect_navigation():
        again.page.keyboard.press("Enter")
    assert again.page.url.endswith("/my-letters/")
