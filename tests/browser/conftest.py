"""Portals and readers with browsers: one portal with everything in it for a worker, one of its own for a story."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser

from matchmaker.database import open_engine
from matchmaker.settings import Settings
from matchmaker.web.app import create_app
from tests import databases
from tests.browser.looking import HEIGHT, WIDTHS, Looker, let_sign_in
from tests.browser.world import World, build
from tests.browser_fixtures import browse, portal
from tests.browsing import served

__all__ = ["browse", "portal"]
Look = Callable[..., Looker]


@pytest.fixture
def engine(sqlite_engine: sa.Engine) -> sa.Engine:
    """What a browser does with a page does not depend on the database: its stories are told on SQLite alone."""
    databases.empty_tables(sqlite_engine)
    return sqlite_engine


def _new_database(kind: str, folder: Path, worker: str) -> str:
    if kind == "sqlite":
        return f"sqlite:///{folder / 'world.sqlite'}"
    return databases.new_database(databases.start_postgres(), f"world-{worker}")


@contextmanager
def _opened(kind: str, folder: Path, worker: str) -> Iterator[World]:
    url = _new_database(kind, folder, worker)
    engine = open_engine(url)
    databases.migrate(engine)
    engine.dispose()
    app = create_app(
        Settings(
            url, "a secret for tests, of no use anywhere else", folder, "http://localhost", 8000, True, True
        )
    )
    with served(app) as address:
        yield build(app, address)
    app.extensions["engine"].dispose()


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Callable[[str], World]]:
    """world("sqlite"): the portal with everything in it, on that kind of database; built when first asked for."""
    with ExitStack() as open_worlds:

        @cache
        def opened(kind: str) -> World:
            return open_worlds.enter_context(_opened(kind, tmp_path_factory.mktemp("world"), worker_id))

        yield opened


@pytest.fixture
def look(chromium: Browser) -> Iterator[Look]:
    """look(world, "amina", "ar"): her, at a browser, in Arabic. What she complains of fails the test."""
    lookers: list[Looker] = []

    def open_one(world: World, who: str, language: str, known: dict[int, set[int]]) -> Looker:
        context = chromium.new_context(locale=language, viewport={"width": WIDTHS[0], "height": HEIGHT})
        person = world.people.get(who)
        let_sign_in(context, world.app, world.address, person, language)
        page = context.new_page()
        page.set_default_timeout(30_000)
        lookers.append(Looker(world.address, page, who, language, known))
        return lookers[-1]

    yield open_one
    complaints = [complaint for looker in lookers for complaint in looker.complaints]
    for looker in lookers:
        looker.page.context.close()
    assert not complaints, "\n".join(complaints)
