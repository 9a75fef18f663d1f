"""Under which name the portal answers, and whom it believes about who calls."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import request
from sqlalchemy import Engine

from matchmaker.settings import Settings
from matchmaker.web.app import create_app
from matchmaker.web.session import Portal
from tests import databases

HOME = "https://portal.example.org"


@pytest.fixture
def engine(sqlite_engine: Engine) -> Engine:
    """No name depends on the database."""
    databases.empty_tables(sqlite_engine)
    return sqlite_engine


@pytest.fixture
def world(settings: Settings) -> Iterator[Portal]:
    """A portal behind one proxy, open to the world under one name, that says who called and how."""
    portal = create_app(replace(settings, base_url=HOME, proxies=1))
    portal.add_url_rule("/who", view_func=lambda: f"{request.remote_addr} by {request.scheme}")
    yield portal
    portal.extensions["engine"].dispose()


def status(portal: Portal, host: str, path: str = "/who") -> int:
    return portal.test_client().get(path, headers={"Host": host}).status_code


@pytest.mark.proves("S46")
@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "portal.example.org.evil.example",
        "evil.example:portal.example.org",
        "portal.example.org@evil.example",
        "localhost",
        "127.0.0.1",
        "[::1]",
        "[",
        "portal.example.org.",
    ],
)
def test_a_portal_answers_under_its_own_name_only(world: Portal, host: str) -> None:
    assert status(world, host) == 400


def test_a_portal_answers_under_its_own_name_whatever_the_case_and_port(world: Portal) -> None:
    for host in ("portal.example.org", "Portal.Example.ORG", "portal.example.org:443"):
        assert status(world, host) == 200


def test_whoever_looks_after_the_machine_may_ask_by_its_number(world: Portal) -> None:
    assert [status(world, "10.1.2.3", path) for path in ("/healthz", "/readyz", "/")] == [200, 200, 400]


def test_this_machine_has_several_names(settings: Settings) -> None:
    portal = create_app(settings)
    hosts = ("localhost", "localhost:8000", "127.0.0.1:8000", "[::1]:8000", "evil.example")
    assert [status(portal, host, "/healthz/") for host in hosts] == [404, 404, 404, 404, 400]


FORGED = {
    "X-Forwarded-For": "6.6.6.6, 203.0.113.7",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "evil.example",
}


@pytest.mark.proves("S46")
def test_the_last_proxy_is_believed_and_nobody_before_it(world: Portal) -> None:
    answer = world.test_client().get("/who", headers={"Host": "portal.example.org", **FORGED})
    assert answer.text == "203.0.113.7 by https"


@pytest.mark.proves("S46")
def test_without_a_proxy_nobody_is_believed(settings: Settings) -> None:
    portal = create_app(replace(settings, proxies=0))
    portal.add_url_rule("/who", view_func=lambda: f"{request.remote_addr} by {request.scheme}")
    assert portal.test_client().get("/who", headers=FORGED).text == "127.0.0.1 by http"


@pytest.mark.proves("S68")
def test_the_proxy_that_we_show_speaks_nothing_older_than_tls_1_2() -> None:
    shown = (databases.ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert re.findall(r"ssl_protocols (.+);", shown) == ["TLSv1.2 TLSv1.3"]
    assert re.findall(r"listen (.+);", shown) == ["443 ssl"]
