"""A CSV file as rows of text, or everything that is wrong with it. Nothing in it is believed yet."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MOST_ROWS = 50_000  # in one file: four times the largest catalogue we know of
MOST_BYTES = 200_000_000
SEPARATORS = ",;\t"
QUOTED = 12  # bytes on each side of what cannot be read
NUL = "\x00"


class BadFile(Exception):
    """A file that cannot be imported; *problems* has a sentence for each row or line that is wrong."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Row:
    """*number* as a spreadsheet counts: the header is row 1. *cells*: column -> text."""

    number: int
    cells: dict[str, str]


def read_csv(path: Path) -> tuple[list[str], list[Row]]:
    """The columns and the rows of *path*. Raises BadFile with every row that is wrong."""
    if not path.is_file():
        raise BadFile(f"{path} is not a file.")
    if path.stat().st_size > MOST_BYTES:
        raise BadFile(f"The file is larger than {MOST_BYTES // 1_000_000} MB. Please split it.")
    return read_rows(path.read_bytes())


def read_rows(contents: bytes) -> tuple[list[str], list[Row]]:
    """The columns and the rows of a file. Raises BadFile with every row that is wrong."""
    text = _decoded(contents)
    try:
        return _rows(text)
    except csv.Error as error:
        raise BadFile(f"The file is not CSV: {error}.") from error


def _decoded(contents: bytes) -> str:
    """UTF-8, with or without a byte order mark; BadFile says on which line another encoding shows."""
    if contents.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadFile("The file is encoded in UTF-16. Please save it as UTF-8.")
    try:
        text = contents.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFile(_encoding_problem(contents, error.start)) from error
    if NUL in text:
        lines = [number for number, line in enumerate(text.splitlines(), start=1) if NUL in line]
        raise BadFile(*(f"Line {number} holds a NUL character." for number in lines))
    return text


def _encoding_problem(contents: bytes, start: int) -> str:
    before = contents[:start].replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    after = contents[start : start + QUOTED].splitlines()[0]
    quoted = (before[-1][-QUOTED:] + after).decode("cp1252", errors="replace")
    return (
        f"Line {len(before)} is not UTF-8. Read as Latin-1 (Windows-1252), it says “{quoted}”. "
        "Please save the file as UTF-8."
    )


def _rows(text: str) -> tuple[list[str], list[Row]]:
    separator = max(SEPARATORS, key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    columns = _header(next(reader, []))
    rows, problems = [], []
    for number, cells in _numbered(reader):
        if len(cells) == len(columns):
            rows.append(Row(number, dict(zip(columns, cells, strict=True))))
        else:
            problems.append(f"Row {number} has {len(cells)} cells; the header has {len(columns)}.")
    if problems:
        raise BadFile(*problems)
    return columns, rows


def _header(cells: list[str]) -> list[str]:
    columns = [cell.strip() for cell in cells]
    twice = [name for name, times in Counter(columns).items() if times > 1]
    if not any(columns):
        raise BadFile("The file is empty: its first row must name the columns.")
    if twice:
        raise BadFile(f"The header names these columns twice: {', '.join(twice)}.")
    return columns


def _numbered(reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    for number, cells in enumerate(reader, start=2):
        if number - 1 > MOST_ROWS:
            raise BadFile(f"The file has more than {MOST_ROWS:,} rows. Please split it.")
        if any(cells):
            yield number, cells
