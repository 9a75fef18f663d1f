"""Reads the lists of this folder. A row that is wrong stops the program and says where and why.

Every list is a CSV file in UTF-8 with one header line.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, wraps
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

HERE = Path(__file__).parent
Made = TypeVar("Made")
UN_LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")


class BadRow(Exception):
    """A list carries a row that it may not carry: says file, line, column and what is allowed."""


@dataclass(frozen=True)
class Labelled:
    """Something that has a name in each of the six languages. There is no fallback: all six exist."""

    labels: Mapping[str, str] = field(hash=False)

    def label(self, language: str) -> str:
        """Raises KeyError for a language that is not in UN_LANGUAGES."""
        return self.labels[language]


@dataclass(frozen=True)
class Row:
    file: str
    line: int
    cells: Mapping[str, str]

    def bad(self, column: str, allowed: str) -> BadRow:
        found = self.cells[column]
        return BadRow(f'{self.file}, line {self.line}, column {column}: found "{found}"; allowed: {allowed}')

    def text(self, column: str) -> str:
        found = self.cells[column]
        if not found or found != found.strip():
            raise self.bad(column, "text that is not empty and has no space around it")
        return found

    def matching(self, column: str, pattern: str, allowed: str) -> str:
        if not re.fullmatch(pattern, self.cells[column]):
            raise self.bad(column, allowed)
        return self.cells[column]

    def one_of(self, column: str, words: Iterable[str]) -> str:
        words = list(words)
        if self.cells[column] not in words:
            raise self.bad(column, "one of " + ", ".join(word or "nothing" for word in words))
        return self.cells[column]

    def day(self, column: str) -> date:
        try:
            return date.fromisoformat(self.matching(column, r"\d{4}-\d\d-\d\d", "a day as 2026-11-24"))
        except ValueError as error:
            raise self.bad(column, "a day that exists, as 2026-11-24") from error

    def number(self, column: str, low: float, high: float) -> float:
        found = float(self.matching(column, r"-?\d+(\.\d+)?", f"a number from {low} to {high}"))
        if not low <= found <= high:
            raise self.bad(column, f"a number from {low} to {high}")
        return found

    def labels(self) -> Mapping[str, str]:
        return MappingProxyType({language: self.text(language) for language in UN_LANGUAGES})


def read(path: Path, columns: tuple[str, ...]) -> Iterator[Row]:
    """The rows of *path*, whose header must be *columns*. Raises BadRow, or FileNotFoundError."""
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines, strict=True)
        header = tuple(next(reader, ()))
        if header != columns:
            raise BadRow(f"{path.name}, line 1: found {', '.join(header)}; allowed: {', '.join(columns)}")
        for cells in reader:
            if len(cells) != len(columns):
                raise BadRow(
                    f"{path.name}, line {reader.line_num}: found {len(cells)} columns; "
                    f"allowed: {len(columns)} ({', '.join(columns)})"
                )
            yield Row(path.name, reader.line_num, dict(zip(columns, cells, strict=True)))


def read_once(load: Callable[[Path], Made]) -> Callable[..., Made]:
    """*load* with this folder as the default, called once per folder, when first asked for."""
    cached = cache(load)

    @wraps(load)
    def loaded(folder: Path = HERE) -> Made:
        return cached(folder)

    return loaded


def table(path: Path, columns: tuple[str, ...], make: Callable[[Row], Made]) -> Mapping[str, Made]:
    """Code -> what *make* makes of its row, in the order of the file. The first column is the code.

    Raises BadRow, also for a code that stands twice."""
    made: dict[str, Made] = {}
    for row in read(path, columns):
        code = row.text(columns[0])
        if code in made:
            raise row.bad(columns[0], "a code that stands once in this list")
        made[code] = make(row)
    return MappingProxyType(made)
