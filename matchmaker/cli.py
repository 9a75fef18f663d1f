"""The command line: `matchmaker migrate`, `seed`, `serve`, `work`, `tick`, `rank`, `match`, `why`, `import`,
`lexicon`, `evaluate`, `learn`, `bench`, `audit`, `appoint`, `open-account`, `first-administrator`,
`lift-second-step`, `unbind-identity`, `backup`, `restore`."""

from typing import Any

import click
from sqlalchemy.exc import DatabaseError

from matchmaker.commands.appointing import (
    appoint,
    first_administrator,
    lift_second_step,
    open_account,
    unbind_identity,
)
from matchmaker.commands.auditing import audit
from matchmaker.commands.benching import bench
from matchmaker.commands.copying import backup, restore
from matchmaker.commands.evaluating import evaluate
from matchmaker.commands.importing import import_file
from matchmaker.commands.learning import learn
from matchmaker.commands.lexicon import lexicon
from matchmaker.commands.preparing import migrate, seed
from matchmaker.commands.ranking import match, rank, why
from matchmaker.commands.serving import serve
from matchmaker.commands.ticking import tick
from matchmaker.commands.working import work
from matchmaker.errors import MatchmakerError, StoreAway
from matchmaker.schema import WrongSchema
from matchmaker.services.seeding import BadSeed
from matchmaker.settings import BadSetting


class Door(click.Group):
    """Whatever a person can put right is said in a sentence, with exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (BadSetting, BadSeed, WrongSchema, MatchmakerError) as error:
            raise click.ClickException(str(error)) from error
        except StoreAway as error:
            raise click.ClickException(
                f"The store of files does not answer as it should: {error}."
            ) from error
        except DatabaseError as error:
            raise click.ClickException(_database_problem(error)) from error


def _database_problem(error: DatabaseError) -> str:
    said = str(error.orig).strip().splitlines()[0]
    if "unable to open database file" in said:
        return "There is no database, or it may not be read. Run `matchmaker migrate` to make a new one."
    if "no such table" in said or "does not exist" in said:
        return f"The database is not ready ({said}). Run `matchmaker migrate` first."
    return f"The database cannot be used: {said}."


@click.group(cls=Door)
def main() -> None:
    """Needs, offers and reviewed introductions for technical assistance against cybercrime."""


for command in (
    migrate,
    seed,
    serve,
    work,
    tick,
    rank,
    match,
    why,
    import_file,
    lexicon,
    evaluate,
    learn,
    bench,
    audit,
    appoint,
    open_account,
    first_administrator,
    lift_second_step,
    unbind_identity,
    backup,
    restore,
):
    main.add_command(command)
