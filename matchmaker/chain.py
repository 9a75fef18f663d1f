"""The chain of the audit trail: what makes the hash of a row, and whether a chain is whole (docs/adr/0017).

Needs Python and nothing else: `python3 chain.py trail.csv --head 4711:9f2c…` checks an export on any machine.
"""

import argparse
import csv
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TextIO

COLUMNS = (
    "seq",
    "at",
    "event",
    "result",
    "by_id",
    "by_role",
    "action",
    "noun",
    "ref",
    "detail",
    "before",
    "hash",
)
START = "0" * 64  # what stands before the first row
Row = Mapping[str, str]


class BadExport(Exception):
    """A file, or a head, that cannot be read; the message says where."""


@dataclass(frozen=True)
class Head:
    """The last row at some time: its number and its hash, written 4711:9f2c…"""

    seq: int
    hash: str

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash}"


@dataclass(frozen=True)
class Verdict:
    """How many rows were read up to the first fault, the last of them, and the fault in a sentence, or nothing."""

    rows: int
    head: Head
    fault: str = ""


def hash_of(row: Row) -> str:
    """SHA-256 of every column but the hash, in their order, as JSON; `before` ties the row to the one before it."""
    said = json.dumps([row[name] for name in COLUMNS[:-1]], separators=(",", ":"))
    return sha256(said.encode("ascii")).hexdigest()


def check(rows: Iterable[Row], heads: Iterable[Head] = ()) -> Verdict:
    """Walk along *rows*, the oldest first; each of *heads*, known from earlier, must still stand among them."""
    last, known = Head(0, START), sorted(set(heads), key=lambda head: -head.seq)
    for row in rows:
        fault = _fault(row, last) or _lost(row, known)
        if fault:
            return Verdict(last.seq, last, fault)
        last = Head(last.seq + 1, row["hash"])
    if known:
        return Verdict(last.seq, last, f"The tail is missing: row {known[0].seq} stood here once.")
    return Verdict(last.seq, last)


def _fault(row: Row, last: Head) -> str:
    if row["seq"] != str(last.seq + 1):
        return f"Row {last.seq + 1} is missing: row {row['seq']} stands in its place."
    if row["before"] != last.hash:
        return f"Row {row['seq']} does not follow row {last.seq}: one of the two was changed."
    if row["hash"] != hash_of(row):
        return f"Row {row['seq']} was changed after it was written."
    return ""


def _lost(row: Row, known: list[Head]) -> str:
    """Takes the heads of this row off the end of *known*."""
    while known and str(known[-1].seq) == row["seq"]:
        if known.pop().hash != row["hash"]:
            return f"Row {row['seq']} is not the one that stood here once: the chain was written anew."
    return ""


def read_head(text: str) -> Head:
    """The head in "4711:9f2c…"; BadExport if it is none."""
    seq, _, found = text.strip().partition(":")
    if not (seq.isascii() and seq.isdigit() and int(seq) > 0 and len(found) == len(START)):
        raise BadExport(f"“{text.strip()}” is no head; it is a number, a colon and 64 letters and digits.")
    return Head(int(seq), found)


def read_export(path: Path) -> Iterator[Row]:
    """The rows of an export, CSV or JSON lines; BadExport with the line that cannot be read."""
    with path.open(encoding="utf-8", newline="") as lines:
        yield from _json_rows(lines) if path.suffix == ".jsonl" else _csv_rows(lines)


def _csv_rows(lines: Iterable[str]) -> Iterator[Row]:
    rows = csv.reader(lines)
    if next(rows, None) != list(COLUMNS):
        raise BadExport(f"The first line does not name the columns {', '.join(COLUMNS)}.")
    for number, cells in enumerate(rows, start=2):
        if len(cells) != len(COLUMNS):
            raise BadExport(f"Line {number} has {len(cells)} cells, not {len(COLUMNS)}.")
        yield dict(zip(COLUMNS, cells, strict=True))


def _json_rows(lines: Iterable[str]) -> Iterator[Row]:
    for number, line in enumerate(lines, start=1):
        try:
            row = json.loads(line)
        except ValueError as error:
            raise BadExport(f"Line {number} is no JSON.") from error
        if not isinstance(row, dict) or set(row) != set(COLUMNS):
            raise BadExport(f"Line {number} does not have the columns {', '.join(COLUMNS)}.")
        yield {name: str(row[name]) for name in COLUMNS}


def write_export(rows: Iterable[Row], out: TextIO, suffix: str) -> int:
    """Write *rows* as CSV, or as JSON lines for the suffix .jsonl; how many there were."""
    written = 0
    if suffix != ".jsonl":
        csv.writer(out).writerow(COLUMNS)
    for row in rows:
        cells = {name: row[name] for name in COLUMNS}
        if suffix == ".jsonl":
            out.write(json.dumps(cells, ensure_ascii=False) + "\n")
        else:
            csv.writer(out).writerow(cells.values())
        written += 1
    return written


def said(verdict: Verdict) -> str:
    """The verdict for people: the fault, or how long the chain is and the head to keep."""
    if verdict.fault:
        return f"{verdict.fault} The {verdict.rows} rows before it are whole."
    return f"{verdict.rows} rows, unbroken. Keep this head, away from here: {verdict.head}"


def main() -> int:
    """0 for a whole chain, 1 for a fault, 2 for what cannot be read."""
    asked = argparse.ArgumentParser(description="Check an export of the audit trail.")
    asked.add_argument("file", type=Path)
    asked.add_argument("--head", action="append", default=[], help="a head that was kept earlier (repeat it)")
    given = asked.parse_args()
    try:
        verdict = check(read_export(given.file), map(read_head, given.head))
    except (BadExport, OSError, UnicodeDecodeError) as error:
        print(error, file=sys.stderr)
        return 2
    print(said(verdict))
    return 1 if verdict.fault else 0


if __name__ == "__main__":
    sys.exit(main())
