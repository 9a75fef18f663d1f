"""`audit verify` and `audit export`: is the trail whole, and may we have it?"""

from collections.abc import Sequence
from pathlib import Path

import click

from matchmaker import chain, clock
from matchmaker.chain import BadExport, Head, Verdict
from matchmaker.commands.places import portal
from matchmaker.database import open_session, transaction
from matchmaker.queries import trail as reading
from matchmaker.services import trail
from matchmaker.services.moves import PORTAL


@click.group()
def audit() -> None:
    """Check the audit trail, or export it."""


@audit.command()
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--head", "heads", multiple=True, metavar="NUMBER:HASH", help="A head that you kept (repeat it)."
)
@click.option(
    "--keep",
    "kept",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file of heads, best on another machine: each must still stand, and the new one is added.",
)
def verify(file: Path | None, heads: Sequence[str], kept: Path | None) -> None:
    """Name the first bad row of the trail, or of the FILE exported from it (CSV or JSON lines).

    A tail that was cut off is missed only by a head that was kept: the last line printed here.
    """
    lines = kept.read_text(encoding="ascii").splitlines() if kept and kept.exists() else []
    try:
        verdict = _verdict(file, [chain.read_head(text) for text in (*heads, *lines)])
    except BadExport as error:
        raise click.ClickException(str(error)) from error
    if verdict.fault:
        raise click.ClickException(chain.said(verdict))
    if kept and verdict.rows and str(verdict.head) not in lines:
        with kept.open("a", encoding="ascii") as out:
            out.write(f"{verdict.head}\n")
    click.echo(chain.said(verdict))


def _verdict(file: Path | None, heads: Sequence[Head]) -> Verdict:
    if file:
        return chain.check(chain.read_export(file), heads)
    with portal() as (_settings, engine), open_session(engine, writes=False) as session:
        return chain.check(reading.in_order(session), heads)


@audit.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export(file: Path) -> None:
    """Write the whole trail to FILE: JSON lines for .jsonl, else CSV. The export is a row of the trail itself."""
    with (
        portal() as (_settings, engine),
        transaction(engine) as session,
        file.open("w", encoding="utf-8", newline="") as out,
    ):
        written = trail.export(session, reading.ALL, out, file.suffix, by=PORTAL, now=clock.now())
    click.echo(f"{written} rows in {file}.")
