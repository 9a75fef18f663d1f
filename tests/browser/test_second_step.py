"""Setting up a second step and giving it, in a real browser: by keyboard, and as somebody hears it."""

import re
from dataclasses import replace

import pytest
from passlib.totp import TOTP
from playwright.sync_api import Browser
from sqlmodel import Session

from matchmaker import clock
from matchmaker.settings import Settings
from matchmaker.web.app import create_app
from tests.browser_fixtures import Browse
from tests.browsing import PASSWORD, Reader, let_in, served
from tests.cast import Cast

# What Chromium plays: a device that knows its owner by a finger, and is touched at once.
DEVICE = {
    "protocol": "ctap2",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


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


@pytest.mark.parametrize("transport", ["internal", "usb"])
def test_a_passkey_in_the_device_or_on_a_stick_signs_in_without_a_password(
    chromium: Browser, settings: Settings, session: Session, cast: Cast, transport: str
) -> None:
    let_in(session, cast.amina)
    app = create_app(settings)
    with served(app) as address:
        here = address.replace("127.0.0.1", "localhost")  # a passkey belongs to a name, not to a number
        app.extensions["settings"] = replace(settings, base_url=here)
        context = chromium.new_context(locale="en", viewport={"width": 360, "height": 900})
        amina = Reader(here, context, context.new_page())
        devices = context.new_cdp_session(amina.page)
        devices.send("WebAuthn.enable")
        devices.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE | {"transport": transport}})
        amina.sign_in(cast.amina)
        amina.goto("/passkeys/add")
        amina.fill(password=PASSWORD)
        amina.press("Go on")
        amina.press("Make the passkey")
        assert (amina.reads("Your recovery codes"), amina.violations()) == (True, [])
        context.clear_cookies()
        amina.goto("/passkeys/use?next=/my-letters/")
        amina.press("Show my passkey")
        assert amina.page.url.endswith("/my-letters/")
        assert amina.ears.complaints() == []
        context.close()
    app.extensions["engine"].dispose()
