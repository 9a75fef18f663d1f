"""Headers of every answer, whoever asks for whatever; what may be kept by a browser; and what its files are like."""

import gzip
import re

import pytest
import sqlalchemy as sa
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError
from sqlmodel import Session
from werkzeug.test import TestResponse

from matchmaker.web.assets import STATIC, fingerprint
from matchmaker.web.headers import A_YEAR, ALWAYS
from matchmaker.web.session import Portal
from tests import databases
from tests.cast import Cast
from tests.guards.visits import addresses, references
from tests.web.conftest import Client

UNSAFE = ("unsafe-inline", "unsafe-eval", "unsafe-hashes", "data:", "http:", "https:", "*")
NAMED = [path.name for path in sorted(STATIC.iterdir())]
MOST_OF_FILES = 25_000  # bytes, compressed: style, script and pictures together
# Left and right change sides in Arabic; start and end change with them.
PHYSICAL = re.compile(r"(?<![\w-])(?:[\w-]+-)?(?:left|right)(?![\w-])")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


@pytest.fixture
def engine(sqlite_engine: sa.Engine) -> sa.Engine:
    """No header depends on the database."""
    databases.empty_tables(sqlite_engine)
    return sqlite_engine


def lacking(answer: TestResponse) -> dict[str, str | None]:
    """The headers that *answer* should have and has not, or has otherwise."""
    return {
        name: answer.headers.get(name) for name in ALWAYS if answer.headers.get_all(name) != [ALWAYS[name]]
    }


@pytest.mark.proves("S36", "S37")
def test_every_route_answers_with_all_headers(
    app: Portal, client: Client, cast: Cast, session: Session
) -> None:
    refs = references(session, cast)
    bare = {}
    for person in (cast.eve, cast.amina, cast.carla, cast.dao):
        for method in ("GET", "HEAD", "POST", "OPTIONS"):
            browser = client(person)
            for endpoint, address in addresses(app, refs, method).items():
                answer = browser.open(address, method=method)
                if wrong := lacking(answer):
                    bare[person.role, method, endpoint, answer.status_code] = wrong
    assert bare == {}


@pytest.mark.proves("S36", "S37")
@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "/static/nothing.css", 404),
        ("POST", "/needs/", 405),
        ("BREW", "/", 405),
        ("GET", "/needs/?words=%00", 400),
        ("GET", "/needs", 308),
        ("GET", "/desk/", 302),
    ],
)
def test_an_error_answers_with_all_headers(client: Client, method: str, address: str, status: int) -> None:
    answer = client().open(address, method=method)
    assert (answer.status_code, lacking(answer)) == (status, {})


@pytest.mark.proves("S36", "S37")
@pytest.mark.parametrize(
    ("failure", "status"), [(ZeroDivisionError(), 500), (OperationalError("", {}, Exception("away")), 503)]
)
def test_a_failure_answers_with_all_headers(
    app: Portal, client: Client, cast: Cast, failure: Exception, status: int
) -> None:
    def fail() -> ResponseReturnValue:
        raise failure

    app.view_functions["home.show"] = fail
    answer = client(cast.amina).get("/")
    assert (answer.status_code, lacking(answer)) == (status, {})


def test_a_forged_post_answers_with_all_headers(app: Portal, client: Client) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    answer = client().post("/language/fr")
    assert (answer.status_code, lacking(answer)) == (400, {})


@pytest.mark.proves("S39")
def test_no_other_site_may_read_what_is_answered(
    app: Portal, client: Client, cast: Cast, session: Session
) -> None:
    asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    refs, browser = references(session, cast), client(cast.dao)
    allowed = {
        (method, endpoint, name)
        for method in ("GET", "OPTIONS")
        for endpoint, address in addresses(app, refs, "GET").items()
        for name, _value in browser.open(address, method=method, headers=asked).headers
        if name.lower().startswith("access-control-")
    }
    assert allowed == set()


@pytest.mark.proves("S36")
def test_nothing_inline_and_nobody_else_is_trusted() -> None:
    policy = ALWAYS["Content-Security-Policy"]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    assert {source for sources in rules.values() for source in sources.split()} == {"'none'", "'self'"}
    assert not any(word in policy for word in UNSAFE)


@pytest.mark.proves("S38")
def test_no_page_for_a_person_is_kept(app: Portal, client: Client, cast: Cast, session: Session) -> None:
    refs = references(session, cast)
    kept = {}
    for person in (cast.amina, cast.carla, cast.dao, cast.farah, cast.gus):
        browser = client(person)
        for endpoint, address in addresses(app, refs, "GET").items():
            answer = browser.get(address)
            if answer.headers["Cache-Control"] != "no-store":
                kept[person.role, endpoint] = answer.headers["Cache-Control"]
    assert kept == {}


def test_a_page_for_everybody_is_asked_for_anew(client: Client) -> None:
    answer = client().get("/")
    assert (answer.headers["Cache-Control"], answer.vary.to_header()) == (
        "no-cache",
        "Cookie, Accept-Language",
    )


@pytest.mark.proves("S36", "S37")
@pytest.mark.parametrize("name", NAMED)
def test_a_file_named_after_its_content_is_kept_for_a_year(client: Client, name: str) -> None:
    answer = client().get(f"/static/{name}?v={fingerprint(name)}", buffered=True)
    assert (answer.status_code, lacking(answer)) == (200, {})
    assert answer.headers["Cache-Control"] == f"public, max-age={A_YEAR}, immutable"
    assert "Set-Cookie" not in answer.headers


def test_a_file_without_its_name_is_not_kept_for_long(client: Client, cast: Cast) -> None:
    for browser in (client(), client(cast.amina)):
        answer = browser.get("/static/style.css", buffered=True)
        assert "max-age" not in answer.headers["Cache-Control"]


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(client: Client) -> None:
    answer = client().post("/language/fr", data={"back": "/"})
    (cookie,) = answer.headers.get_all("Set-Cookie")
    assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))


def test_the_style_has_no_left_and_no_right() -> None:
    style = COMMENT.sub("", (STATIC / "style.css").read_text(encoding="utf-8"))
    assert PHYSICAL.findall(style) == []


def test_no_file_is_large() -> None:
    assert sum(len(gzip.compress((STATIC / name).read_bytes())) for name in NAMED) <= MOST_OF_FILES
