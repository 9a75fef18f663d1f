"""Signing in elsewhere: whom a provider lets in here, and whom it does not."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlmodel import Session, select

from matchmaker import clock
from matchmaker.models import Identity, Letter, Person, Visit
from matchmaker.services import identities
from matchmaker.settings import Settings
from matchmaker.vocabulary import AccountState, Event, LetterKind, Result, Role
from matchmaker.web.accounts import limits, provider
from matchmaker.web.app import create_app
from tests.cast import Cast
from tests.provider import LocalProvider
from tests.web.conftest import Client, Told
from tests.web.harbour import (
    NOT_BELIEVED,
    NOT_HERE,
    come_back,
    harbour,
    is_in,
    now,
    said,
    settings,
    sign_in,
    way_back,
)

__all__ = ["harbour", "now", "settings"]


@pytest.mark.proves("S44", "S55")
def test_whom_the_provider_knows_by_an_invited_address_is_signed_in_and_told(
    client: Client, cast: Cast, session: Session, told: Callable[[], list[Told]], harbour: LocalProvider
) -> None:
    cast.amina.password = None  # invited, and never chose one
    browser = client()
    told()
    assert "Sign in with Harbour ID" in browser.get("/sign-in").text
    assert sign_in(browser, "/my-letters/").location == "/my-letters/"
    assert is_in(browser)
    assert "Signs in elsewhere since" in browser.get(f"/people/{cast.amina.ref}").text
    amina = cast.amina.id
    assert told() == [
        (Event.SIGN_IN, Result.DONE, amina, Role.FOCAL_POINT, "identities.use", "person", str(amina), "")
    ]
    bound = session.exec(select(Identity)).one()
    assert (bound.person_id, bound.issuer, bound.subject) == (amina, harbour.address, "1001")
    letter = session.exec(select(Letter).where(Letter.kind == LetterKind.IDENTITY_BOUND)).one()
    assert (letter.to_id, letter.subject) == (amina, "You can sign in with Harbour ID from now on")
    assert session.exec(select(Visit)).one().person_id == amina
    session.rollback()
    assert sign_in(client(), "//evil.example/").location == "/desk/"  # told once, and led to no other site
    assert len(session.exec(select(Letter).where(Letter.kind == LetterKind.IDENTITY_BOUND)).all()) == 1


def test_from_then_on_the_subject_counts_and_not_the_address(
    client: Client, cast: Cast, session: Session, harbour: LocalProvider
) -> None:
    assert sign_in(client()).location == "/desk/"
    harbour.email = "somewhere.else@example.org"
    assert sign_in(client()).location == "/desk/"
    harbour.email, harbour.subject = cast.amina.email, "2002"  # her address was given to somebody else
    browser = client()
    assert said(browser, sign_in(browser)) == NOT_HERE
    assert [one.subject for one in session.exec(select(Identity)).all()] == ["1001"]


@pytest.mark.proves("S17")
@pytest.mark.parametrize(
    "claims",
    [
        {"email": "nobody@example.org"},
        {"email_verified": False},
        {"email_verified": None},
        {"email_verified": "true"},
        {"email": None},
        {"email": 7},
        {"email": ["amina"]},
        {"email": "\u212aarim@example.org"},  # in small letters it is karim@example.org
    ],
)
def test_who_is_unknown_or_has_no_verified_address_is_told_the_same_and_gets_no_account(
    client: Client,
    cast: Cast,
    session: Session,
    told: Callable[[], list[Told]],
    harbour: LocalProvider,
    claims: dict[str, Any],
) -> None:
    cast.bashir.email = "karim@example.org"
    browser = client()
    people = len(session.exec(select(Person)).all())
    session.rollback()
    harbour.claims = claims
    assert said(browser, sign_in(browser)) == NOT_HERE
    assert told() == [(Event.SIGN_IN, Result.REFUSED, None, Role.VISITOR, "identities.use", "", "", "")]
    assert len(session.exec(select(Person)).all()) == people
    assert (session.exec(select(Identity)).all(), is_in(browser)) == ([], False)


@pytest.mark.proves("S17")
@pytest.mark.parametrize("state", [AccountState.SUSPENDED, AccountState.LEFT])
@pytest.mark.parametrize("bound", [True, False])
def test_whoever_is_suspended_or_has_left_is_told_what_a_stranger_is_told(
    client: Client,
    cast: Cast,
    session: Session,
    told: Callable[[], list[Told]],
    state: AccountState,
    bound: bool,
) -> None:
    if bound:
        sign_in(client())
    cast.amina.state, cast.amina.changed_at = state, clock.now()
    browser = client()
    told()
    assert said(browser, sign_in(browser)) == NOT_HERE
    row = (
        Event.SIGN_IN,
        Result.REFUSED,
        None,
        Role.VISITOR,
        "identities.use",
        "person",
        str(cast.amina.id),
        "",
    )
    assert (told(), is_in(browser)) == ([row], False)
    assert len(session.exec(select(Identity)).all()) == bound


@pytest.mark.proves("S20")
def test_staff_give_our_second_step_all_the_same(client: Client, cast: Cast, harbour: LocalProvider) -> None:
    harbour.claims = {"email": cast.erik.email, "amr": ["mfa", "hwk"]}
    browser = client()
    sign_in(browser)
    assert browser.get("/desk/").location == "/second-step/prove?next=/desk/"


def test_a_way_back_is_taken_once_by_the_browser_that_went_and_not_too_late(
    client: Client, now: list[datetime], harbour: LocalProvider
) -> None:
    browser, other = client(), client()
    back = way_back(browser)
    assert said(other, come_back(other, back)) == NOT_BELIEVED  # it never went
    assert said(browser, come_back(browser, back.replace("state=", "state=x"))) == NOT_BELIEVED
    assert "/token" not in harbour.asked
    back = way_back(browser)
    kept = browser.get_cookie("session")
    assert come_back(browser, back).location == "/desk/"
    assert said(other, come_back(other, back)) == NOT_BELIEVED
    other.set_cookie("session", kept.value)  # who copied everything finds the code used
    assert said(other, come_back(other, back)) == NOT_BELIEVED
    third = client()
    back = way_back(third)
    now[0] += provider.LASTS
    harbour.asked.clear()
    assert (said(third, come_back(third, back)), harbour.asked) == (NOT_BELIEVED, [])


def test_what_comes_back_without_a_code_or_with_an_error_is_readable(
    client: Client, told: Callable[[], list[Told]]
) -> None:
    browser = client()
    state = parse_qs(urlsplit(way_back(browser)).query)["state"][0]
    landed = browser.get(f"/identities/use?error=access_denied&state={state}")
    assert (landed.status_code, "One more step" in landed.text) == (200, True)
    assert said(browser, browser.post("/identities/use", data={"state": state, "code": ""})) == NOT_BELIEVED
    assert [row[1] for row in told()] == [Result.REFUSED]
    for strange in ({}, {"code": "x" * 4000, "state": "é" * 1000}, {"state": ""}, {"code": "x"}):
        assert said(browser, browser.post("/identities/use", data=strange)) == NOT_BELIEVED
        assert (
            browser.get(
                "/identities/use", query_string={name: text[:300] for name, text in strange.items()}
            ).status_code
            == 200
        )


@pytest.mark.proves("S16")
@pytest.mark.usefixtures("usual_limits")
def test_who_comes_and_goes_too_often_waits(
    client: Client, now: list[datetime], harbour: LocalProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "OF_A_PLACE", 2)
    browser = client()
    assert sign_in(browser).location == "/desk/"
    assert sign_in(browser).location == "/desk/"
    harbour.asked.clear()
    for answer in (browser.get("/identities/seek"), browser.post("/identities/use", data={"code": "x"})):
        assert (answer.status_code, answer.headers["Retry-After"]) == (429, "900")
        assert "wait 15 minutes" in answer.text
    assert harbour.asked == []
    now[0] += timedelta(minutes=15)
    assert sign_in(client()).location == "/desk/"


def test_whoever_is_somebody_already_becomes_who_they_come_back_as(client: Client, cast: Cast) -> None:
    browser = client(cast.carla)
    assert sign_in(browser).location == "/desk/"
    assert cast.amina.email in browser.get("/my-account/").text


def test_who_has_another_account_at_the_provider_comes_in_once_the_old_one_is_unbound(
    client: Client, cast: Cast, session: Session, harbour: LocalProvider
) -> None:
    browser = client()
    sign_in(browser)
    identities.unbind(session, cast.amina, by=cast.gus, now=clock.now())
    session.commit()
    assert not is_in(browser)
    harbour.subject = "2002"
    assert sign_in(client()).location == "/desk/"
    assert [one.subject for one in session.exec(select(Identity)).all()] == ["2002"]


@pytest.mark.proves("S1")
def test_without_a_provider_there_is_no_such_page(settings: Settings) -> None:
    portal = create_app(replace(settings, provider=None))
    browser = portal.test_client()
    assert [browser.get(f"/identities/{each}").status_code for each in ("seek", "use")] == [404, 404]
    assert "identities" not in browser.get("/sign-in").text
    portal.extensions["engine"].dispose()


def test_without_a_provider_nothing_is_needed_that_comes_with_the_extra(settings: Settings) -> None:
    """Flask-Security loads Authlib by itself where it is installed; here none of it is."""
    url = settings.database_url
    code = (
        "import sys; sys.modules.update(dict.fromkeys(('authlib', 'joserfc', 'requests'))); "
        "from pathlib import Path; from matchmaker.settings import Settings; "
        "from matchmaker.web.app import create_app; "
        f"app = create_app(Settings({url!r}, 's', Path('.'), 'http://localhost', 8000, False)); "
        "print(app.test_client().get('/sign-in').status_code)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603  # our own command
    assert done.stdout == "200\n"
