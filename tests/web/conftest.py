"""A portal without a browser: Flask's own client, signed in as whoever a test wants."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, event
from sqlmodel import Session, col, select
from werkzeug.test import TestResponse

from matchmaker import chain
from matchmaker.database import open_session
from matchmaker.models import Person, Trail
from matchmaker.queries import trail
from matchmaker.services import factors
from matchmaker.settings import Settings
from matchmaker.web import quotas
from matchmaker.web.accounts import limits
from matchmaker.web.app import create_app
from matchmaker.web.session import Portal
from tests import databases
from tests.entering import enter
from tests.web.houses import House, open_house
from tests.web.unlimited import LIMITS, without_limits

USUAL_LIMITS = {name: getattr(limits, name) for name in LIMITS}
USUAL_QUOTAS, USUAL_WRONG = quotas.QUOTAS, factors.MOST_WRONG
Client = Callable[..., FlaskClient]
Told = tuple[Any, ...]


@pytest.fixture
def app(settings: Settings, session: Session) -> Iterator[Portal]:
    """The portal. Forged posts are the affair of guard 13; here forms are posted without their token."""
    portal = create_app(settings)
    portal.config["WTF_CSRF_ENABLED"] = False
    yield portal
    portal.extensions["engine"].dispose()


@pytest.fixture
def client(app: Portal, session: Session) -> Client:
    """client(cast.amina): her browser, signed in; client(): a visitor's. What the test wrote is committed."""

    def open_one(person: Person | None = None) -> FlaskClient:
        known = getattr(person, "id", None) is not None  # asked now: it may be read from the database
        session.commit()
        browser = app.test_client()
        if known:
            enter(browser, person, app.extensions["engine"])
        return browser

    return open_one


@pytest.fixture
def reading(tmp_path: Path) -> Iterator[None]:
    """An English reader; no database is asked."""
    settings = Settings(
        database_url=f"sqlite:///{tmp_path / 'none.sqlite'}",
        secret_key="a secret for tests",
        var=tmp_path,
        base_url="http://localhost",
        port=8000,
        demo=False,
        inline=True,
    )
    with create_app(settings).test_request_context(headers={"Accept-Language": "en"}):
        yield


def shown(answer: TestResponse) -> str:
    """A page as its reader sees it, without what is drawn anew for each visit."""
    return re.sub(r'(name="(csrf_token|back)"[^>]*value=)"[^"]*"', r"\1", answer.text)


@pytest.fixture
def usual_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many tries as in a real portal, also where the people of a house have been before."""
    for limit, most in USUAL_LIMITS.items():
        monkeypatch.setattr(limits, limit, most)
    monkeypatch.setattr(quotas, "QUOTAS", USUAL_QUOTAS)
    monkeypatch.setattr(factors, "MOST_WRONG", USUAL_WRONG)


@pytest.fixture(scope="session")
def houses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[House]]:
    """The same lived-in portal on each database, of this worker's own; who uses it brings new things to it."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "only")
    urls = (
        f"sqlite:///{tmp_path_factory.mktemp('house') / 'matchmaker.sqlite'}",
        databases.new_database(databases.start_postgres(), f"house-{worker}"),
    )
    with ExitStack() as opened, without_limits():
        yield [opened.enter_context(open_house(url, tmp_path_factory.mktemp("var"))) for url in urls]


MANY = 30  # rows: a list that takes more queries for these than for one would take ever more


@dataclass
class Counted:
    """How many statements were sent to the database meanwhile."""

    count: int = 0


@pytest.fixture
def count_queries(app: Portal) -> Callable[[], AbstractContextManager[Counted]]:
    """with count_queries() as counted: every statement of the portal counts."""

    @contextmanager
    def counting() -> Iterator[Counted]:
        counted = Counted()

        def count(*_anything: object) -> None:
            counted.count += 1

        engine = app.extensions["engine"]
        event.listen(engine, "before_cursor_execute", count)
        yield counted
        event.remove(engine, "before_cursor_execute", count)

    return counting


@pytest.fixture
def told(engine: Engine) -> Callable[[], list[Told]]:
    """told(): the rows since last asked: (event, result, who, role, action, noun, reference, detail)."""
    seen = 0

    def since() -> list[Told]:
        nonlocal seen
        with open_session(engine, writes=False) as session:
            rows = session.exec(select(Trail).where(col(Trail.seq) > seen).order_by(col(Trail.seq))).all()
            assert chain.check(trail.in_order(session)).fault == ""
        seen += len(rows)
        return [
            (row.event, row.result, row.by_id, row.by_role, row.action, row.noun, row.ref, row.detail)
            for row in rows
        ]

    return since
