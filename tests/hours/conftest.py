"""The portal with its demonstration in processes of its own, on a database of its own that waits for its disk."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from matchmaker.database import open_engine
from tests import databases
from tests.hours.portal import Portal


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    return None if config.getoption("--long") else True


@pytest.fixture
def own_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[databases.OwnServer | str]:
    """The URL of a file, or a server that may be killed."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'matchmaker.sqlite'}"
        return
    server = databases.OwnServer()
    yield server
    server.kill()


@pytest.fixture
def url(own_database: databases.OwnServer | str) -> str:
    return own_database if isinstance(own_database, str) else own_database.url


@pytest.fixture
def portal(url: str, tmp_path: Path) -> Iterator[Portal]:
    """With the demonstration."""
    portal = Portal(url, tmp_path / "var")
    portal.start()
    yield portal
    portal.kill()


@pytest.fixture
def empty_portal(url: str, tmp_path: Path) -> Iterator[Portal]:
    engine = open_engine(url)
    databases.migrate(engine)
    engine.dispose()
    portal = Portal(url, tmp_path / "var", demo=False)
    portal.start()
    yield portal
    portal.kill()


@pytest.fixture
def minutes(request: pytest.FixtureRequest) -> float:
    """How long it goes on: as long as the test says, or as --minutes says."""
    return request.config.getoption("--minutes") or request.param
