"""Where the commands find the checkout's own files and the portal's database."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from matchmaker.database import open_engine
from matchmaker.services import seeding
from matchmaker.settings import Settings, read_settings

SEED = seeding.FOLDER


@contextmanager
def portal() -> Iterator[tuple[Settings, Engine]]:
    """The settings and an engine for their database, closed at the end."""
    settings = read_settings()
    settings.var.mkdir(parents=True, exist_ok=True)
    engine = open_engine(settings.database_url)
    try:
        yield settings, engine
    finally:
        engine.dispose()
