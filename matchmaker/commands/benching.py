"""`bench`: how quick the search is beside others, on this machine."""

import csv
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from matchmaker.engine.measuring import afresh, changes, made_up
from matchmaker.engine.measuring import bench as engine_bench
from matchmaker.engine.measuring.bench import Line
from matchmaker.engine.measuring.opponents import OPPONENTS, WrongResult

COLUMNS = ("title", "description")
LONGEST_CELL = 2**24  # letters: descriptions are longer than what the csv module allows by itself


@click.command()
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--needs", default=10_000, type=click.IntRange(1), show_default=True)
@click.option("--offers", default=10_000, type=click.IntRange(1), show_default=True)
@click.option("--top", default=20, type=click.IntRange(1), show_default=True, help="Offers for each need.")
@click.option("--threads", default=2, type=click.IntRange(1), show_default=True)
@click.option(
    "--against", multiple=True, type=click.Choice(list(OPPONENTS)), help="Repeat it; without it: all of them."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def bench(
    file: Path | None,
    needs: int,
    offers: int,
    top: int,
    threads: int,
    against: tuple[str, ...],
    as_json: bool,
) -> None:
    """Time the search beside others, on made-up texts or on those of a CSV FILE (title, description).

    Everything runs in turns on this machine, and answers are compared with scikit-learn's: if one is wrong,
    the exit code is 1. Ratios tell more than seconds. The texts of a FILE are both needs and offers.
    """
    try:
        for line in _lines(file, needs, offers, top, threads, against or tuple(OPPONENTS)):
            click.echo(json.dumps(asdict(line)) if as_json else _told(line))
    except WrongResult as error:
        raise click.ClickException(str(error)) from error


def _lines(
    file: Path | None, needs: int, offers: int, top: int, threads: int, against: tuple[str, ...]
) -> Iterator[Line]:
    held = _texts(file)[:offers] if file else made_up.texts(offers, 0)
    asked = held[:needs] if file else made_up.texts(needs, 1)
    click.echo(f"{len(asked)} needs x {len(held)} offers, the best {top}.", err=True)
    race = engine_bench.race(asked, held, against, top, threads)
    yield from engine_bench.measured(race)
    yield from afresh.afresh(race)
    yield from changes.changes(held, asked)


def _texts(file: Path) -> list[str]:
    csv.field_size_limit(LONGEST_CELL)
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            rows = csv.DictReader(opened)
            found = [name for name in COLUMNS if name in (rows.fieldnames or ())]
            texts = ["\n".join(row[name] or "" for name in found) for row in rows]
    except (csv.Error, UnicodeDecodeError) as error:
        raise click.ClickException(f"{file} is not a CSV file in UTF-8: {error}.") from error
    if not found or not any(text.strip() for text in texts):
        raise click.ClickException(f"{file} has no text in a column title or description.")
    return texts


def _told(line: Line) -> str:
    ratio = "" if line.ratio is None else f"x {line.ratio:.2f}"
    told = f"{line.measure:38}{line.method:26}{line.figure:12.3f} {line.unit:6}{ratio:10}{line.note}"
    return told.rstrip()
