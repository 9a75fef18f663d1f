"""The portal as the guards see it: built, with no request made yet."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule

from matchmaker.settings import Settings
from matchmaker.web.app import create_app
from tests.provider import NOWHERE


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """A portal whose map of URLs is read; its database does not exist."""
    var: Path = tmp_path_factory.mktemp("portal")
    return create_app(
        Settings(
            f"sqlite:///{var}/none.sqlite",
            "secret",
            var,
            "http://localhost",
            8000,
            False,
            True,
            provider=NOWHERE,
        )
    )


@pytest.fixture(scope="session")
def rules(portal: Flask) -> list[Rule]:
    """Every page of ours: without static files, what machines are told, and what Flask-Security serves."""
    others = ("static", "health.", "security.")
    return [rule for rule in portal.url_map.iter_rules() if not rule.endpoint.startswith(others)]


@pytest.fixture
def open_portal(settings: Settings) -> Iterator[Flask]:
    """A portal on the test's database."""
    app = create_app(replace(settings, provider=NOWHERE))
    yield app
    app.extensions["engine"].dispose()
