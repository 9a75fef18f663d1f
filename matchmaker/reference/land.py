"""Where there is land, coarsely: a mark for each field of the grid. It draws no boundary and no country."""

from dataclasses import dataclass
from pathlib import Path

from matchmaker.reference.rows import BadRow, read_once

LAND, SEA = "#", "."
STEP = 3  # degrees: the width and the height of a field, and so the precision of the outline
WEST, NORTH = -169, 84  # the edges: between Asia and America, so that no land is cut
COLUMNS, ROWS = 120, 46


@dataclass(frozen=True)
class Run:
    """Fields of land that lie side by side, from *column* on; counted from 0, from the west and from the north."""

    row: int
    column: int
    length: int


@read_once
def land(folder: Path) -> tuple[Run, ...]:
    """The land, row by row. Raises BadRow."""
    lines = (folder / "land.txt").read_text(encoding="ascii").splitlines()
    if len(lines) != ROWS:
        raise BadRow(f"land.txt: found {len(lines)} rows; allowed: {ROWS}")
    return tuple(run for row, line in enumerate(lines) for run in _runs(row, line))


def _runs(row: int, line: str) -> list[Run]:
    if len(line) != COLUMNS or set(line) - {LAND, SEA}:
        raise BadRow(f"land.txt, line {row + 1}: allowed: {COLUMNS} marks, each {LAND} or {SEA}")
    starts = [at for at in range(COLUMNS) if line[at] == LAND and line[:at][-1:] != LAND]
    return [Run(row, at, len(line[at:]) - len(line[at:].lstrip(LAND))) for at in starts]
