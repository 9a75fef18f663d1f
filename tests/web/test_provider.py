"""A provider of identities that says by mistake or malice what it should not, or says nothing."""

import json
from base64 import urlsafe_b64encode
from dataclasses import replace
from typing import Any

import pytest
from joserfc.jwk import ECKey, OctKey
from sqlalchemy import Engine
from sqlmodel import Session, select

from matchmaker.models import Identity
from matchmaker.settings import Settings
from matchmaker.web.accounts import provider
from matchmaker.web.session import Portal
from tests import databases
from tests.provider import CLIENT, SECRET, LocalProvider
from tests.web.conftest import Client
from tests.web.harbour import (
    NOT_BELIEVED,
    SILENT,
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
DISCOVERY = "/.well-known/openid-configuration"


@pytest.fixture
def engine(sqlite_engine: Engine) -> Engine:
    """What is believed does not depend on the database."""
    databases.empty_tables(sqlite_engine)
    return sqlite_engine


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://elsewhere.example"},
        {"iss": None},
        {"aud": "another portal"},
        {"aud": ["another portal"]},
        {"aud": None},
        {"aud": [CLIENT, "another portal"], "azp": "another portal"},
        {"nonce": "another"},
        {"nonce": None},
        {"nonce": ""},
        {"exp": 1},
        {"exp": None},
        {"exp": "soon"},
        {"iat": None},
        {"nbf": 4_000_000_000},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"sub": "x" * 256},
        {"sub": "a\nb"},
        {"sub": "\x00"},
        {"sub": "amína"},
    ],
    ids=str,
)
def test_a_token_that_is_not_about_this_sign_in_opens_nothing(
    client: Client, session: Session, harbour: LocalProvider, claims: dict[str, Any]
) -> None:
    harbour.claims = claims
    browser = client()
    assert said(browser, sign_in(browser)) == NOT_BELIEVED
    assert (session.exec(select(Identity)).all(), is_in(browser)) == ([], False)


def test_a_token_for_us_and_others_is_ours_if_it_was_asked_for_by_us(
    client: Client, harbour: LocalProvider
) -> None:
    harbour.claims = {"aud": [CLIENT, "another"], "azp": CLIENT}
    assert sign_in(client()).location == "/desk/"


@pytest.mark.proves("S59")
def test_a_token_that_another_key_has_signed_opens_nothing(
    client: Client, harbour: LocalProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = client()
    harbour.signs = ECKey.generate_key("P-256")
    assert said(browser, sign_in(browser)) == NOT_BELIEVED
    harbour.header, harbour.signs = {"alg": "HS256"}, OctKey.import_key(SECRET)
    assert said(browser, sign_in(browser)) == NOT_BELIEVED
    told = [
        urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()
        for part in ({"alg": "none"}, {"sub": "1"})
    ]
    monkeypatch.setattr(harbour, "signed", lambda _asked: f"{told[0]}.{told[1]}.")
    assert said(browser, sign_in(browser)) == NOT_BELIEVED
    assert not is_in(browser)


@pytest.mark.parametrize(
    ("page", "instead", "sentence"),
    [
        (DISCOVERY, 500, SILENT),
        (DISCOVERY, 302, SILENT),
        (DISCOVERY, "<p>Welcome</p>", SILENT),
        (DISCOVERY, "[]", NOT_BELIEVED),
        (DISCOVERY, "null", NOT_BELIEVED),
        ("/token", 503, SILENT),
        ("/token", 404, SILENT),
        ("/token", "[]", NOT_BELIEVED),
        ("/token", "{}", NOT_BELIEVED),
        ("/token", '{"id_token": 7}', NOT_BELIEVED),
        ("/token", '{"id_token": "a.b.c"}', NOT_BELIEVED),
        ("/token", '{"id_token": null}', NOT_BELIEVED),
        ("/keys", 500, SILENT),
        ("/keys", "[]", NOT_BELIEVED),
        ("/keys", '{"keys": [7]}', NOT_BELIEVED),
        ("/keys", '{"keys": []}', NOT_BELIEVED),
    ],
)
def test_a_provider_that_talks_nonsense_lands_on_a_readable_page(
    client: Client, harbour: LocalProvider, page: str, instead: int | str, sentence: str
) -> None:
    browser = client()
    back = way_back(browser)
    harbour.pages = {page: instead}
    assert said(browser, come_back(browser, back)) == sentence
    if page == DISCOVERY:
        assert said(browser, browser.get("/identities/seek")) == sentence
    assert "/elsewhere" not in harbour.asked


@pytest.mark.parametrize(
    "found",
    [
        {"issuer": "https://elsewhere.example"},
        {"token_endpoint": "ftp://elsewhere.example"},
        {"jwks_uri": None},
        {"authorization_endpoint": 7},
    ],
    ids=str,
)
def test_a_provider_that_says_it_is_another_is_not_gone_to(
    client: Client, harbour: LocalProvider, found: dict[str, Any]
) -> None:
    harbour.found = found
    browser = client()
    assert said(browser, browser.get("/identities/seek")) == NOT_BELIEVED


def test_a_provider_that_hangs_or_is_gone_keeps_nobody_waiting(
    client: Client, harbour: LocalProvider, settings: Settings, app: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(provider, "TIMEOUT_S", 0.2)
    browser = client()
    back = way_back(browser)
    harbour.let.clear()
    assert said(browser, come_back(browser, back)) == SILENT
    assert said(browser, browser.get("/identities/seek")) == SILENT
    gone = replace(harbour.settings(), issuer="http://127.0.0.1:9")
    app.extensions["settings"] = replace(settings, provider=gone)
    assert said(browser, browser.get("/identities/seek")) == SILENT


def test_a_provider_that_wants_the_secret_in_the_form_gets_it_there(
    client: Client, harbour: LocalProvider
) -> None:
    harbour.takes = "client_secret_post"
    assert sign_in(client()).location == "/desk/"
