"""Trying passwords: few at a time, by account, by place and in all, and nobody is kept out by what others try."""

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import argon2.low_level
import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from matchmaker import clock, jobs
from matchmaker.models import Person, Tries
from matchmaker.settings import Settings
from matchmaker.vocabulary import AccountState
from matchmaker.web.accounts import limits
from matchmaker.web.app import create_app
from matchmaker.web.session import Portal
from tests.browsing import PASSWORD, let_in
from tests.cast import Cast
from tests.web.conftest import Client, shown

pytestmark = pytest.mark.usefixtures("usual_limits")
HERE, ELSEWHERE = "192.0.2.7", "198.51.100.9"
WRONG = "the wrong one"


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch, noon: datetime) -> list[datetime]:
    """now[0] is what time it is."""
    moved = [noon]
    monkeypatch.setattr(clock, "now", lambda: moved[0])
    return moved


def attempt(browser: FlaskClient, email: str, password: str = WRONG, *, at: str = HERE, **more: str) -> int:
    """302: signed in; 200: wrong; 429: not even looked at."""
    sent, headers = {"email": email, "password": password}, more
    return browser.post("/sign-in", data=sent, headers=headers, environ_base={"REMOTE_ADDR": at}).status_code


def many(app: Portal, number: int, email: str, *, at: str = HERE) -> list[int]:
    return [attempt(app.test_client(), email, at=at) for _ in range(number)]


@pytest.mark.proves("S16")
def test_after_five_wrong_passwords_the_right_one_waits_too_and_a_quarter_of_an_hour_is_enough(
    app: Portal, client: Client, cast: Cast, session: Session, now: list[datetime]
) -> None:
    let_in(session, cast.amina)
    browser = client()
    assert many(app, 6, cast.amina.email) == [200] * 5 + [429]
    refused = browser.post(
        "/sign-in",
        data={"email": cast.amina.email, "password": PASSWORD},
        environ_base={"REMOTE_ADDR": HERE},
    )
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "900")
    assert "Please wait 15 minutes" in refused.text
    assert cast.amina.email in refused.text  # what was typed stays
    now[0] += timedelta(minutes=15)
    assert attempt(browser, cast.amina.email, PASSWORD) == 302


@pytest.mark.proves("S16")
def test_who_is_refused_here_signs_in_elsewhere_and_others_sign_in_here(
    app: Portal, client: Client, cast: Cast, session: Session
) -> None:
    for person in (cast.amina, cast.carla):
        let_in(session, person)
    client()
    many(app, 6, cast.amina.email)
    assert attempt(app.test_client(), cast.amina.email, PASSWORD, at=ELSEWHERE) == 302
    assert attempt(app.test_client(), cast.carla.email, PASSWORD) == 302


@pytest.mark.proves("S16")
def test_an_account_that_is_tried_from_everywhere_waits_but_not_for_its_owner(
    app: Portal, client: Client, cast: Cast, session: Session
) -> None:
    let_in(session, cast.amina)
    browser, stranger = client(), app.test_client()
    assert attempt(browser, cast.amina.email, PASSWORD, at="203.0.113.1") == 302
    browser.post("/sign-out")
    told = [many(app, 1, cast.amina.email, at=f"203.0.113.{last}")[0] for last in range(2, 24)]
    assert told == [200] * 20 + [429] * 2
    assert attempt(stranger, cast.amina.email, PASSWORD, at="203.0.113.99") == 429
    assert attempt(browser, cast.amina.email, PASSWORD, at="203.0.113.99") == 302  # where she has been before
    kept = browser.get_cookie("known-browser")
    stranger.set_cookie("known-browser", kept.value.replace(kept.value[:8], "P-222222"))
    assert attempt(stranger, cast.amina.email, PASSWORD, at="203.0.113.99") == 429


@pytest.mark.proves("S16")
def test_one_place_tries_few_accounts_and_a_whole_network_of_the_new_addresses_is_one_place(
    app: Portal, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client()
    monkeypatch.setattr(limits, "OF_A_PLACE", 6)
    told = [
        many(app, 1, f"nobody{number}@example.org", at=f"2001:db8:1:2::{number}")[0] for number in range(1, 9)
    ]
    assert told == [200] * 6 + [429] * 2
    assert many(app, 1, "nobody@example.org", at="2001:db8:1:3::1") == [200]


@pytest.mark.proves("S16")
def test_all_together_try_no_more_than_the_portal_bears_and_known_browsers_go_on(
    app: Portal, client: Client, cast: Cast, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_in(session, cast.amina)
    browser = client()
    assert attempt(browser, cast.amina.email, PASSWORD) == 302
    monkeypatch.setattr(limits, "OF_ALL", 6)
    told = [many(app, 1, f"nobody{number}@example.org", at=f"10.0.0.{number}")[0] for number in range(8)]
    assert told == [200] * 6 + [429] * 2
    assert attempt(browser, cast.amina.email, PASSWORD, at=ELSEWHERE) == 302


@pytest.mark.proves("S16", "S46")
def test_what_somebody_says_of_where_they_are_changes_nothing(app: Portal, client: Client) -> None:
    client()
    told = [
        attempt(
            app.test_client(),
            "nobody@example.org",
            **{"X-Forwarded-For": f"10.1.1.{number}", "Forwarded": f"for=10.1.1.{number}"},
        )
        for number in range(6)
    ]
    assert told == [200] * 5 + [429]


@pytest.mark.proves("S16")
def test_four_processes_count_together(
    app: Portal, client: Client, cast: Cast, session: Session, settings: Settings
) -> None:
    let_in(session, cast.amina)
    client()
    children = [_child(settings, cast.amina.email) for _ in range(4)]
    tried = sum(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children)
    assert tried == limits.OF_A_PAIR  # of twelve
    assert attempt(app.test_client(), cast.amina.email, PASSWORD) == 429


def _child(settings: Settings, email: str) -> int:
    """A process of its own tries three times; how many of them were looked at is its exit code."""
    pid = os.fork()
    if pid:
        return pid
    code = 99
    try:
        own = create_app(settings)
        own.config["WTF_CSRF_ENABLED"] = False
        code = many(own, 3, email).count(200)
    finally:
        os._exit(code)


def test_success_counts_for_nothing_and_what_is_over_is_forgotten(
    app: Portal, client: Client, cast: Cast, session: Session, settings: Settings, now: list[datetime]
) -> None:
    let_in(session, cast.amina)
    client()
    assert [attempt(app.test_client(), cast.amina.email, PASSWORD) for _ in range(7)] == [302] * 7
    assert {row.number for row in session.exec(select(Tries)).all()} == {0}
    session.commit()
    now[0] += timedelta(minutes=16)
    jobs.tick(app.extensions["engine"], settings)
    assert session.exec(select(Tries)).all() == []


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each time that a password is hashed, to be compared or to take as long."""
    done: list[str] = []
    for name in ("hash_secret", "verify_secret"):
        kept = getattr(argon2.low_level, name)
        counting = partial(_counted, done, kept)
        monkeypatch.setattr(argon2.low_level, name, counting)
    return done


def _counted(done: list[str], kept: Callable[..., Any], *given: Any, **more: Any) -> Any:
    done.append(kept.__name__)
    return kept(*given, **more)


@pytest.mark.proves("S17")
@pytest.mark.parametrize(
    ("who", "password"),
    [("known", WRONG), ("left", WRONG), ("left", PASSWORD), ("invited", WRONG), ("dormant", PASSWORD)],
)
def test_a_wrong_sign_in_is_answered_alike_whoever_it_is_and_takes_as_much_work(
    app: Portal, client: Client, cast: Cast, session: Session, work: list[str], who: str, password: str
) -> None:
    people: dict[str, Person] = {
        "known": cast.amina,
        "left": cast.bashir,
        "invited": cast.carla,
        "dormant": cast.chen,
    }
    for person in (cast.amina, cast.bashir, cast.chen):
        let_in(session, person)
    cast.bashir.state, cast.chen.state = AccountState.SUSPENDED, AccountState.DORMANT
    client()
    told = []
    for email in (people[who].email, "nobody@example.org"):
        work.clear()
        answer = app.test_client().post("/sign-in", data={"email": email, "password": password})
        told.append((answer.status_code, shown(answer).replace(email, "…"), len(work)))
    assert told[0] == told[1]
    assert told[0][2] == 1
    assert "The address or the password is not right." in told[0][1]
