"""What a first view weighs: the page and all that it loads, compressed, with lists that are full of real text."""

import gzip
import re
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Response
from sqlmodel import Session

from matchmaker import web
from matchmaker.models import Need, Person
from matchmaker.queries.matches import PAIRS_PER_PAGE
from matchmaker.queries.paging import PER_PAGE
from matchmaker.services import matching, runs
from matchmaker.settings import Settings
from matchmaker.vocabulary import NeedState, OfferState
from matchmaker.web.app import create_app
from matchmaker.web.session import Portal
from tests.browser.looking import let_sign_in
from tests.browser.world import World
from tests.browsing import served
from tests.cast import NOON, Cast
from tests.entering import enter
from tests.stories import a_need, an_offer

MOST_BYTES = 50_000  # a slow line of 200 kbit/s brings it in two seconds
MOST_OF_A_PAGE = 25_000  # of which the parts that all pages share are here already
PARTS = re.compile(r'(?:href|src)="/static/([^"?]+)')
STATIC = Path(web.__file__).parent / "static"
SEED = Path(__file__).parent.parent.parent / "seed"
Places = tuple[Portal, str, Need]


def posted(noun: str, *fields: str) -> list[dict[str, Any]]:
    """Real texts: those of the seed in turn, English and Arabic, under the names of a draft's fields."""
    files = (sorted((SEED / noun).glob(f"{language}*.toml"))[0] for language in ("en", "ar"))
    rows = [tomllib.loads(file.read_text(encoding="utf-8"))[noun.removesuffix("s")] for file in files]
    in_turn = chain(*zip(*rows, strict=False), *rows)
    return [{name: row[name] for name in ("language", *fields)} for row in in_turn][:PER_PAGE]


@pytest.fixture
def full_portal(settings: Settings, session: Session, cast: Cast) -> Iterator[Places]:
    """A portal whose lists are full, its address, and the first of its needs."""
    for text in posted("offers", "title", "description", "not_covered", "conditions"):
        an_offer(session, cast, state=OfferState.PUBLISHED, regions=[], **text)
    texts = posted("needs", "title", "problem", "expected_result", "public_summary")
    asked = [a_need(session, cast, state=NeedState.IN_MATCHING, **text) for text in texts]
    runs.rank_all(session, index_folder=settings.var / matching.FOLDER, now=NOON)
    session.commit()
    app = create_app(settings)
    with served(app) as address:
        yield app, address, asked[0]
    app.extensions["engine"].dispose()


def loaded(
    chromium: Browser, there: Places, person: Person | None, path: str, language: str
) -> dict[str, bytes]:
    """Path -> body of everything that a browser without a cache loads for the page under *path*."""
    app, address, _need = there
    context = chromium.new_context(locale=language)
    let_sign_in(context, app, address, person, language)
    answers: list[Response] = []
    page = context.new_page()
    page.on("response", lambda answer: answers.append(answer))
    page.goto(address + path)
    bodies = {answer.url.removeprefix(address): answer.body() for answer in answers}
    context.close()
    return bodies


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_first_view_is_light(chromium: Browser, full_portal: Places, cast: Cast, language: str) -> None:
    """The waitress in front of the portal compresses nothing: this is what a proxy would send."""
    need = f"/needs/{full_portal[2].ref}"
    for person, path, rows in (
        (None, "/", 6),
        (None, "/needs/", PER_PAGE),
        (cast.amina, need, PER_PAGE // 2),  # the others are not near enough to be suggested
        (cast.amina, "/needs/write", 0),
        (cast.carla, "/offers/write", 0),
        (cast.dao, "/matches/", PAIRS_PER_PAGE),
    ):
        bodies = loaded(chromium, full_portal, person, path, language)
        weights = {url.split("?")[0]: len(gzip.compress(body)) for url, body in bodies.items()}
        assert {"/static/style.css", "/static/page.js"} <= weights.keys()
        assert bodies[path].count(b"<article") >= rows
        assert sum(weights.values()) <= MOST_BYTES, weights


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_every_page_is_light_for_everybody(world: Callable[[str], World], language: str) -> None:
    """As the first page of a visit, and as a later one; of pages that look alike to several readers one is enough."""
    there = world("sqlite")
    heavy: dict[str, tuple[int, int]] = {}
    seen = set()
    for who, pages in there.pages.items():
        client = reading(there, who, language)
        for page in pages:
            if (page.name, page.face) in seen:
                continue
            seen.add((page.name, page.face))
            answer = client.get(page.path)
            weight = compressed(answer.data)
            first = weight + sum(compressed(STATIC / part) for part in set(PARTS.findall(answer.text)))
            if weight > MOST_OF_A_PAGE or first > MOST_BYTES:
                heavy[f"{page.name}, {who}"] = (weight, first)
    assert heavy == {}


def reading(there: World, who: str, language: str) -> FlaskClient:
    client = there.app.test_client()
    person = there.people.get(who)
    with client.session_transaction() as cookie:
        cookie["language"] = language
    if person is not None:
        enter(client, person, there.app.extensions["engine"])
    return client


@cache
def compressed(body: bytes | Path) -> int:
    """Bytes on the line, as a proxy compresses them."""
    return len(gzip.compress(body.read_bytes() if isinstance(body, Path) else body))
