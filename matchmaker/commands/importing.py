"""`import`: needs or offers from a CSV file."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from time import perf_counter

import click
from sqlmodel import Session

from matchmaker import clock
from matchmaker.commands.places import portal
from matchmaker.database import open_session
from matchmaker.labels import label
from matchmaker.models import Person
from matchmaker.queries import people
from matchmaker.services import importing, work
from matchmaker.services.importing import BadFile, KeyedDraft, Loaded, Publishers
from matchmaker.vocabulary import Noun, Role
from matchmaker.worker import Worker

NOUNS = {"needs": Noun.NEED, "offers": Noun.OFFER}


def pairs(ctx: click.Context, option: click.Parameter, values: Sequence[str]) -> list[tuple[str, str]]:
    """Each `left=right` as a pair. A column may have = in its name; a field has not."""
    wrong = [value for value in values if "=" not in value]
    if wrong:
        raise click.BadParameter(f"“{wrong[0]}” has no = in it.")
    cut = str.rpartition if option.name == "columns" else str.partition
    return [(left.strip(), right.strip()) for left, _, right in (cut(value, "=") for value in values)]


@click.command("import")
@click.argument("what", type=click.Choice(list(NOUNS)))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "email", required=True, metavar="EMAIL", help="Who writes them.")
@click.option(
    "--map",
    "columns",
    multiple=True,
    callback=pairs,
    metavar="COLUMN=FIELD",
    help="Which column answers what (repeat it). Without it: columns that are named as fields.",
)
@click.option(
    "--set", "same", multiple=True, callback=pairs, metavar="FIELD=VALUE", help="One answer for all rows."
)
@click.option(
    "--publish-as",
    "emails",
    nargs=2,
    metavar="CASE_OFFICER RELEASER",
    help="Offers only: submit them, and let these two check and publish them.",
)
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
def import_file(
    what: str,
    file: Path,
    email: str,
    columns: list[tuple[str, str]],
    same: list[tuple[str, str]],
    emails: tuple[str, str] | None,
    dry_run: bool,
) -> None:
    """Write what is in the CSV FILE as drafts: all of it or nothing. The same file twice changes nothing.

    Codes in one cell are separated by ; or |. A need has component_1_topic, component_1_modality and so on.
    """
    noun, began = NOUNS[what], perf_counter()
    if emails and noun == Noun.NEED:
        raise click.UsageError("A need is published with the consent of its State only.")
    try:
        drafts, unused = _read(noun, file, columns, dict(same))
        loaded = _load(noun, drafts, email, emails, dry_run)
    except BadFile as error:
        raise click.ClickException(f"Nothing was imported.\n{error}") from error
    if unused:
        click.echo(f"Columns that were not used: {', '.join(unused)}.")
    click.echo(_summary(loaded, dry_run, perf_counter() - began))


def _read(
    noun: Noun, file: Path, columns: list[tuple[str, str]], same: dict[str, str]
) -> tuple[list[KeyedDraft], list[str]]:
    """The drafts, and the columns that nobody asked for."""
    header, rows = importing.read_csv(file)
    mapping = importing.mapped(noun, header, columns, same)
    used = {column for column, _ in mapping.columns}
    return importing.read_drafts(noun, rows, mapping), [column for column in header if column not in used]


def _load(
    noun: Noun, drafts: list[KeyedDraft], email: str, emails: tuple[str, str] | None, dry_run: bool
) -> Loaded:
    with portal() as (settings, engine), open_session(engine, writes=True) as session:
        writer = _person(session, email)
        publishers = _publishers(session, *emails) if emails else None
        loaded = importing.load(session, noun, drafts, by=writer, publishers=publishers, now=clock.now())
        if dry_run:
            session.rollback()
        else:
            session.commit()
            with closing(Worker(engine, settings)) as worker:
                worker.call(work.asked(session))
    return loaded


def _publishers(session: Session, case_officer: str, releaser: str) -> Publishers:
    return Publishers(
        case_officer=_person(session, case_officer, Role.CASE_OFFICER),
        releaser=_person(session, releaser, Role.RELEASER),
    )


def _person(session: Session, email: str, role: Role | None = None) -> Person:
    person = people.by_email(session, email)
    if person is None or not person.active:
        raise BadFile(f"Nobody works here under {email}.")
    if role and person.role != role:
        raise BadFile(f"{email} is a {label(person.role)}, not a {label(role)}.")
    return person


def _summary(loaded: Loaded, dry_run: bool, seconds: float) -> str:
    would = "Would be written" if dry_run else "Written"
    return (
        f"{would}: {loaded.written}, changed: {loaded.changed}, unchanged: {loaded.unchanged}, "
        f"published: {loaded.published}. {seconds:.1f} s."
    )
