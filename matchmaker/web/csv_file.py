"""A table as a CSV file that a spreadsheet opens, in any script, and takes for words and numbers only."""

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # with these a spreadsheet begins to calculate


def csv_answer(name: str, lines: Iterable[Sequence[str | int]]) -> Response:
    """*lines* as the file *name*.csv; the mark at its head tells a spreadsheet that it is UTF-8."""
    file = io.StringIO(newline="")
    csv.writer(file).writerows([harmless(cell) for cell in line] for line in lines)
    answer = Response(file.getvalue().encode("utf-8-sig"), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f"attachment; filename={name}.csv"
    return answer


def harmless(cell: str | int) -> str | int:
    """*cell*, or the same behind an apostrophe where it would be read as a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
