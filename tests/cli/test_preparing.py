"""`matchmaker migrate` and `matchmaker seed`."""

from pathlib import Path

import pytest
from sqlmodel import Session, select

from matchmaker.models import Match, Need, Person
from matchmaker.settings import Settings
from tests.cast import Cast
from tests.cli.conftest import Run


def test_migrate_makes_a_database_and_the_folders_and_again_changes_nothing(run: Run, tmp_path: Path) -> None:
    fresh = {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'fresh.sqlite'}",
        "MATCHMAKER_VAR": str(tmp_path / "fresh"),
    }
    for _ in range(2):
        result = run("migrate", env=fresh)
        assert (result.exit_code, result.output) == (0, "The database is ready.\n")
    assert {folder.name for folder in (tmp_path / "fresh").iterdir()} == {"index", "letters"}
    assert run("rank", env=fresh).exit_code == 0


@pytest.mark.proves("R9", "R25")
def test_a_database_without_a_schema_is_refused_with_what_to_do(run: Run, tmp_path: Path) -> None:
    (tmp_path / "fresh.sqlite").touch()
    result = run("rank", env={"DATABASE_URL": f"sqlite:///{tmp_path / 'fresh.sqlite'}"})
    assert result.exit_code == 1
    assert result.output.startswith("Error: The database is not ready (no such table")
    assert result.output.endswith("Run `matchmaker migrate` first.\n")


@pytest.mark.proves("R9")
def test_a_database_that_is_not_there_is_not_made_by_looking(run: Run, tmp_path: Path) -> None:
    result = run("rank", env={"DATABASE_URL": f"sqlite:///{tmp_path / 'gone.sqlite'}"})
    assert (result.exit_code, result.output) == (
        1,
        "Error: There is no database, or it may not be read. Run `matchmaker migrate` to make a new one.\n",
    )
    assert not (tmp_path / "gone.sqlite").exists()


@pytest.mark.proves("R9")
def test_a_database_that_cannot_be_reached_is_said_in_a_sentence(run: Run) -> None:
    result = run("rank", env={"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing"})
    assert result.exit_code == 1
    assert result.output.startswith("Error: The database cannot be used: connection failed")


def test_a_wrong_setting_is_said_in_a_sentence(run: Run) -> None:
    result = run("migrate", env={"PORT": "many"})
    assert (result.exit_code, result.output) == (
        1,
        "Error: PORT is 'many'; it must be a number from 1 to 65535.\n",
    )


def test_seed_fills_an_empty_database(run: Run, small_seed: Path, session: Session) -> None:
    result = run("seed", "--from", small_seed)
    assert (result.exit_code, result.output) == (
        0,
        "Planted 1 needs, 1 offers, 1 matches with a story, and 4 people.\n",
    )
    assert session.exec(select(Need.key)).all() == ["gmb-laboratory"]
    assert [match.state for match in session.exec(select(Match))] == ["shortlisted"]
    assert sorted(session.exec(select(Person.name)).all()) == ["Amina", "Dao", "Erik", "Noor"]


def test_seed_leaves_a_database_in_use_as_it_is(
    run: Run, small_seed: Path, session: Session, cast: Cast
) -> None:
    session.commit()
    result = run("seed", "--from", small_seed)
    assert (result.exit_code, result.output) == (
        0,
        "The database is in use already: nothing was changed.\n",
    )
    assert session.exec(select(Need)).all() == []


def test_a_seed_with_a_wrong_row_plants_nothing(run: Run, small_seed: Path, session: Session) -> None:
    offers = small_seed / "offers" / "en.toml"
    offers.write_text(offers.read_text(encoding="utf-8").replace("EVI-02", "EVI"), encoding="utf-8")
    result = run("seed", "--from", small_seed)
    assert (result.exit_code, result.output) == (
        1,
        'Error: en.toml, offer 1 (en-examiners), topics.0: found "EVI"; this code is not in our lists\n',
    )
    assert session.exec(select(Person)).all() == []


def test_a_seed_of_nowhere_is_a_wrong_use(run: Run, tmp_path: Path, settings: Settings) -> None:
    result = run("seed", "--from", tmp_path / "nowhere")
    assert result.exit_code == 2
    assert "does not exist" in result.output
