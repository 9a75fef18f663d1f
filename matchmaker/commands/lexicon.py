"""`lexicon`: word lists of others into the portal's lexicon, and the lexicon out for others."""

from pathlib import Path
from time import perf_counter

import click

from matchmaker import clock
from matchmaker.commands.places import portal
from matchmaker.database import open_session, transaction
from matchmaker.services import lexicon as words
from matchmaker.services.lexicon import BadList


@click.group()
def lexicon() -> None:
    """The concepts by which texts in different languages meet."""


def two_languages(ctx: click.Context, option: click.Parameter, value: str | None) -> tuple[str, str] | None:
    if value is None:
        return None
    left, _, right = value.partition(",")
    if not left.strip() or not right.strip():
        raise click.BadParameter("Give two languages, for example fr,en.")
    return left.strip(), right.strip()


@lexicon.command("import")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option(
    "--languages",
    callback=two_languages,
    metavar="XX,YY",
    help="Of a list with two columns and no header; without it, what the file's name ends in (list_fr-en.tsv).",
)
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
def import_lists(files: tuple[Path, ...], languages: tuple[str, str] | None, dry_run: bool) -> None:
    """Load word lists: CSV, TSV, JSON lines, SKOS (.ttl .rdf .jsonld) or TBX. The same list twice changes nothing.

    They stand beside our own concepts and can be taken out again with `lexicon forget`.
    """
    began = perf_counter()
    try:
        entries = [entry for file in files for entry in words.read(file, languages)]
    except BadList as error:
        raise click.ClickException(f"Nothing was imported.\n{error}") from error
    with portal() as (_settings, engine), open_session(engine, writes=True) as session:
        kept = words.keep(session, entries, now=clock.now())
        if dry_run:
            session.rollback()
        else:
            session.commit()
    would = "Would be added" if dry_run else "Added"
    click.echo(
        f"{would}: {kept.added} concepts, changed: {kept.changed}, unchanged: {kept.unchanged}. "
        f"{perf_counter() - began:.1f} s."
    )


@lexicon.command("forget")
def forget_lists() -> None:
    """Take out every list that was loaded; our own concepts stay."""
    with portal() as (_settings, engine), transaction(engine) as session:
        gone = words.forget(session)
    click.echo(f"Taken out: {gone} concepts.")


@lexicon.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export_list(file: Path) -> None:
    """Write the whole lexicon to FILE: its name ends in .csv, .tsv, .ttl, .rdf, .jsonld or .nt."""
    with portal() as (_settings, engine), open_session(engine, writes=False) as session:
        held = words.current(session)
        try:
            words.write(file, held)
        except (BadList, OSError) as error:
            raise click.ClickException(str(error)) from error
    click.echo(f"{len(held.concepts)} concepts in {file}.")
