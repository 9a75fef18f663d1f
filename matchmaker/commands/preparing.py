"""`migrate` and `seed`: a database that is ready, and one that is worth looking at."""

from pathlib import Path

import click
from sqlalchemy import Engine

from matchmaker import clock, schema
from matchmaker.commands.places import SEED, portal
from matchmaker.database import make_file, open_session, transaction
from matchmaker.filing.store import store_of
from matchmaker.services import factors, matching, seeding
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
    make_file(settings.database_url)
    schema.upgrade(engine)
    if settings.old_keys:
        with transaction(engine) as session:
            factors.relock(session, settings.keys)


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
        folders = {"index_folder": settings.var / matching.FOLDER, "store": store_of(settings)}
        planted = seeding.plant(session, seed, **folders, now=now)
        seeding.hand_out(session, seed.cast, secret_key=settings.secret_key, now=now)
    return (
        f"Planted {planted.needs} needs, {planted.offers} offers, {planted.stories_of_matches} matches "
        f"with a story, and {planted.people} people."
    )
