"""House law 9: migrations build exactly the models, on both databases, up and down."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import alembic.command
import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel

import matchmaker.models  # noqa: F401  # registers the tables
from matchmaker.database import make_file, open_engine
from tests import databases


@pytest.fixture(params=["sqlite", "postgresql"])
def blank(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[sa.Engine]:
    """An empty database of this test's own."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'blank.sqlite'}"
    else:
        url = databases.new_database(databases.start_postgres(), f"blank_{uuid4().hex}")
    make_file(url)
    engine = open_engine(url)
    yield engine
    engine.dispose()


def checks(engine: sa.Engine) -> dict[str, dict[str, str]]:
    """Table -> name of each CHECK -> its text as the database keeps it."""
    inspector = sa.inspect(engine)
    return {
        table: {
            each["name"]: " ".join(each["sqltext"].split()) for each in inspector.get_check_constraints(table)
        }
        for table in inspector.get_table_names()
        if table != "alembic_version"
    }


def tables(engine: sa.Engine) -> list[str]:
    return sorted(set(sa.inspect(engine).get_table_names()) - {"alembic_version"})


def test_migrations_build_what_the_models_say(blank: sa.Engine) -> None:
    """Sabotaged: a column added to Letter and a length changed in Need, without a migration."""
    databases.migrate(blank)
    with blank.begin() as connection:
        alembic.command.check(databases.alembic_config(connection))


def test_migrations_build_the_same_checks_as_the_models(blank: sa.Engine) -> None:
    """Alembic does not compare CHECKs. Sabotaged: four_eyes taken out of the migration."""
    SQLModel.metadata.create_all(blank)
    from_models = checks(blank)
    SQLModel.metadata.drop_all(blank)
    databases.migrate(blank)
    assert checks(blank) == from_models


def test_migrations_go_down_and_up_again(blank: sa.Engine) -> None:
    """Sabotaged: `op.drop_table("letter")` taken out of the downgrade."""
    databases.migrate(blank)
    with blank.begin() as connection:
        alembic.command.downgrade(databases.alembic_config(connection), "base")
    assert tables(blank) == []
    databases.migrate(blank)
    assert tables(blank) == sorted(SQLModel.metadata.tables)


def test_there_is_one_head_and_migrations_are_numbered() -> None:
    """Sabotaged: a second migration that also follows nothing."""
    names = sorted(path.stem.split("_")[0] for path in (databases.ROOT / "migrations/versions").glob("*.py"))
    assert names == [f"{number:04}" for number in range(1, len(names) + 1)]


def test_migrations_speak_plain_sqlalchemy() -> None:
    """They outlive our models. Sabotaged: `import sqlmodel` in a migration."""
    texts = [path.read_text() for path in (databases.ROOT / "migrations/versions").glob("*.py")]
    assert not any("sqlmodel" in text or "matchmaker" in text for text in texts)
