"""A new secret: what the one before has signed is still read, and nothing is signed with it any more."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from matchmaker.services import factors
from matchmaker.services.signing import Purpose, opened, signed
from matchmaker.settings import Settings, read_settings
from matchmaker.web.app import create_app
from matchmaker.web.session import Portal
from tests.cast import NOON, Cast
from tests.entering import enter

OLD, NEW = "the key so far, of no use anywhere else", "the key from now on, of no use anywhere else"
Open = Callable[..., Portal]


@pytest.fixture
def open_portal(settings: Settings) -> Iterator[Open]:
    """open_portal(key, *old): the same portal, started anew with these keys."""
    opened: list[Portal] = []

    def start(key: str, *old: str) -> Portal:
        portal = create_app(replace(settings, secret_key=key, old_keys=old))
        opened.append(portal)
        return portal

    yield start
    for portal in opened:
        portal.extensions["engine"].dispose()


def carried_over(browser: FlaskClient, portal: Portal) -> FlaskClient:
    """The same browser, with its cookie, at *portal*."""
    other = portal.test_client()
    other.set_cookie("session", browser.get_cookie("session").value)
    return other


@pytest.mark.proves("S64")
def test_whoever_is_signed_in_stays_so_with_a_new_key_and_their_open_form_is_taken(
    open_portal: Open, session: Session, cast: Cast
) -> None:
    session.commit()
    before = open_portal(OLD)
    browser = before.test_client()
    enter(browser, cast.amina, before.extensions["engine"])
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)', browser.get("/my-letters/").text)[1]

    browser = carried_over(browser, open_portal(NEW, OLD))
    assert browser.get("/desk/").status_code == 200
    answer = browser.post("/language/fr", data={"csrf_token": token, "back": "/desk/"})
    assert answer.status_code == 302

    browser = carried_over(browser, open_portal(NEW))  # the cookie was signed anew with the language
    assert browser.get("/desk/").status_code == 200


@pytest.mark.proves("S64")
def test_a_key_that_is_given_up_opens_nothing(open_portal: Open, session: Session, cast: Cast) -> None:
    session.commit()
    before = open_portal(OLD)
    browser = before.test_client()
    enter(browser, cast.amina, before.extensions["engine"])
    assert carried_over(browser, open_portal(NEW)).get("/desk/").status_code == 302


@pytest.mark.proves("S64")
def test_links_in_mails_outlive_a_new_key_until_the_old_one_is_given_up() -> None:
    code = signed(Purpose.STOP_LETTERS, "L-7F3K9Q", OLD)
    assert [opened(Purpose.STOP_LETTERS, code, keys) for keys in ([OLD], [OLD, NEW], [NEW])] == [
        "L-7F3K9Q",
        "L-7F3K9Q",
        None,
    ]


@pytest.mark.proves("S64")
def test_apps_go_on_with_a_new_key_once_their_own_are_locked_anew(session: Session, cast: Cast) -> None:
    app = factors.new_key()
    factors.enrol(session, cast.amina, app, factors.shown(app, NOON), secret_key=OLD, now=NOON)
    factors.relock(session, [OLD, NEW])
    factors.relock(session, [OLD, NEW])  # as often as one likes
    later = NOON + timedelta(minutes=5)
    typed = factors.shown(app, later)
    assert [factors.prove(session, cast.amina, typed, secret_key=key, now=later) for key in (OLD, NEW)] == [
        False,
        True,
    ]
    factors.relock(session, ["neither", "of both"])
    much_later = later + timedelta(minutes=5)
    typed = factors.shown(app, much_later)
    assert factors.prove(session, cast.amina, typed, secret_key=NEW, now=much_later)


def test_several_old_keys_are_read_from_one_setting() -> None:
    read = read_settings({"SECRET_KEY": NEW, "SECRET_KEY_OLD": "first second"})
    assert read.keys == ["first", "second", NEW]
    assert "second" not in repr(read)
