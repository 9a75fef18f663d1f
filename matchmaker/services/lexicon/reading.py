"""Reads word lists of others: CSV and TSV, JSON lines of a thesaurus, SKOS, and TBX.

term,en,fr          a table with a column for each language, terms in a cell joined by |
preuve<TAB>proof    a list of two languages without a header: *languages* says which
"""

import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from matchmaker.reference import TERM_LANGUAGES
from matchmaker.services.lexicon.entries import BadList, Entry, entry
from matchmaker.services.lexicon.skos import read_skos
from matchmaker.services.lexicon.tbx import is_tbx, read_tbx

TABLES = {".csv": ",", ".tsv": "\t"}
SKOS = {".ttl": "turtle", ".rdf": "xml", ".xml": "xml", ".jsonld": "json-ld", ".nt": "nt"}
READABLE = (*TABLES, ".jsonl", *SKOS, ".tbx")
NAMED_PAIR = re.compile(r"(?:^|[_.-])([a-z]{2})[-_]([a-z]{2})$")  # as in list_fr-en.tsv

Pair = tuple[str, str]


def read(path: Path, languages: Pair | None = None) -> list[Entry]:
    """The entries of *path*; a list of two languages without a header needs *languages*, or a name that ends
    in them (list_fr-en.tsv). Raises BadList."""
    kind = path.suffix.lower()
    try:
        if kind in TABLES:
            return list(_table(path, TABLES[kind], languages or _named_pair(path)))
        if kind == ".jsonl":
            return list(_thesaurus(path))
        if kind == ".tbx" or (kind == ".xml" and is_tbx(path)):
            return list(read_tbx(path))
        if kind in SKOS:
            return list(read_skos(path, SKOS[kind]))
    except UnicodeDecodeError as error:
        raise BadList(f"{path.name} is not in UTF-8.") from error
    raise BadList(f"{path.name}: what may be read are files that end in {', '.join(READABLE)}.")


def _named_pair(path: Path) -> Pair | None:
    found = NAMED_PAIR.search(path.stem)
    return (found[1], found[2]) if found and {*found.groups()} <= {*TERM_LANGUAGES} else None


def _table(path: Path, mark: str, languages: Pair | None) -> Iterator[Entry]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        # In a list of tabs a quotation mark is a letter like any other.
        quoting = csv.QUOTE_NONE if mark == "\t" else csv.QUOTE_MINIMAL
        rows = csv.reader(lines, delimiter=mark, quoting=quoting)
        first = next(rows, None)
        if first is None:
            raise BadList(f"{path.name} is empty.")
        columns = [name.strip().lower()[:2] if name.strip()[2:3] in ("", "-") else "" for name in first]
        if len({*columns} & {*TERM_LANGUAGES}) >= 2:
            yield from _by_columns(path, rows, columns)
        elif languages and len(first) == 2:
            yield from _two_languages(path, [first], languages, before=0)
            yield from _two_languages(path, rows, languages, before=1)
        else:
            raise BadList(
                f"{path.name}, line 1: expected a header with two or more of {', '.join(TERM_LANGUAGES)}, "
                "or two columns and the languages that they are in (--languages fr,en)."
            )


def _by_columns(path: Path, rows: Iterator[list[str]], columns: Sequence[str]) -> Iterator[Entry]:
    for number, row in enumerate(rows, start=2):
        if row and len(row) != len(columns):
            raise BadList(f"{path.name}, line {number}: found {len(row)} columns; expected {len(columns)}.")
        said = {
            language: cell.split("|")
            for language, cell in zip(columns, row, strict=False)
            if language in TERM_LANGUAGES
        }
        if found := entry(said):
            yield found


def _two_languages(
    path: Path, rows: Iterator[list[str]] | list[list[str]], languages: Pair, before: int
) -> Iterator[Entry]:
    """One entry for each meaning: the words on the right are other concepts, not other names of one."""
    for number, row in enumerate(rows, start=before + 1):
        if len(row) != 2:
            raise BadList(f"{path.name}, line {number}: found {len(row)} columns; expected 2.")
        for meaning in row[1].split("|"):
            found = entry({languages[0]: row[0].split("|"), languages[1]: [meaning]})
            if found and len(found.terms) == 2:
                yield found


def _thesaurus(path: Path) -> Iterator[Entry]:
    """One concept a line: {"pref": {"en": "Talent"}, "alt": {"en": ["Gift"]}}."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                row = json.loads(line)
                pref, alt = row["pref"], row.get("alt") or {}
                said = {
                    language: [*_listed(pref, language), *_listed(alt, language)]
                    for language in TERM_LANGUAGES
                }
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise BadList(
                    f'{path.name}, line {number}: expected an object with "pref" and "alt", language to label.'
                ) from error
            if found := entry(said):
                yield found


def _listed(labels: Mapping[str, str | list[str]], language: str) -> list[str]:
    said = labels.get(language) or []
    return [said] if isinstance(said, str) else [str(one) for one in said]
