"""`migrate` and `seed`: a database that is ready, and one that is worth looking at."""

from pathlib import Path

import alembic.command
import alembic.config
import click
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from matchmaker import clock
from matchmaker.commands.places import ALEMBIC, SEED, portal
from matchmaker.database import open_session, transaction
from matchmaker.services import matching, seeding
from matchmaker.settings import Settings

FOLDERS = ("letters", matching.FOLDER)


@click.command()
def migrate() -> None:
    """Bring the database of the settings to the newest schema, and make the folders."""
    with portal() as (settings, engine):
        bring_up_to_date(settings, engine)
    click.echo("The database is ready.")


def bring_up_to_date(settings: Settings, engine: Engine) -> None:
    for folder in FOLDERS:
        (settings.var / folder).mkdir(parents=True, exist_ok=True)
    config = _alembic()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        alembic.command.upgrade(config, "head")


def require_newest(engine: Engine) -> None:
    """Refuse a database of an older or newer program; it may hold what this one would spoil."""
    wanted = set(ScriptDirectory.from_config(_alembic()).get_heads())
    with engine.execution_options(writes=False).connect() as connection:
        found = set(MigrationContext.configure(connection).get_current_heads())
    if found != wanted:
        stands = ", ".join(sorted(found)) or "no schema yet"
        raise click.ClickException(
            f"The database has {stands}; this program needs {', '.join(sorted(wanted))}. "
            "Run `matchmaker migrate`."
        )


def _alembic() -> alembic.config.Config:
    if not ALEMBIC.is_file():
        raise click.ClickException(f"The migrations belong to the checkout: there is no {ALEMBIC}.")
    return alembic.config.Config(toml_file=ALEMBIC)


@click.command()
@click.option(
    "--from", "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=SEED,
    help="Folder of the seed's files.",
)  # fmt: skip
def seed(folder: Path) -> None:
    """Fill an empty database with the demonstration; a database in use is left as it is."""
    with portal() as (settings, engine):
        said = plant_if_empty(settings, engine, folder)
    click.echo(said or "The database is in use already: nothing was changed.")


def plant_if_empty(settings: Settings, engine: Engine, folder: Path = SEED) -> str:
    """What was planted, in a sentence; nothing where somebody has used the database."""
    with open_session(engine, writes=False) as session:
        if not seeding.is_empty(session):
            return ""
    now = clock.now()
    seed = seeding.read(folder, today=now.date())
    with transaction(engine) as session:
        planted = seeding.plant(session, seed, index_folder=settings.var / matching.FOLDER, now=now)
    return (
        f"Planted {planted.needs} needs, {planted.offers} offers, {planted.stories_of_matches} matches "
        f"with a story, and {planted.people} people."
    )
