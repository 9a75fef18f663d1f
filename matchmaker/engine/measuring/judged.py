"""Judged collections on disk: texts in the part of offers and needs, and grades of how well they fit.

A folder holds docs.jsonl {id, title, text}, queries.jsonl {id, text}, qrels.tsv (query, document, grade) and
meta.json: "language", or "qlang" and "dlang"; "rel_min"; "self_exclude"; "judged_only".
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Grades = Mapping[str, Mapping[str, int]]  # need -> offer -> grade; a pair that is not there has grade 0


class BrokenCollection(Exception):
    """A file of a collection is missing or garbled: says which, in which line, and why."""


@dataclass(frozen=True)
class Text:
    key: str
    title: str
    text: str


@dataclass(frozen=True)
class Collection:
    name: str
    offers: tuple[Text, ...]
    needs: tuple[Text, ...]
    grades: Grades
    offers_language: str
    needs_language: str
    relevant_from: int  # the grade from which an offer counts as relevant, where grades are not weighed
    excludes_itself: bool  # a need is itself one of the offers
    only_judged: bool  # rank only what is graded for the need


def read(folder: Path) -> Collection:
    """Raises BrokenCollection."""
    meta = read_meta(folder / "meta.json")
    language = str(meta.get("language", ""))
    return Collection(
        name=folder.resolve().name,
        offers=read_texts(folder / "docs.jsonl"),
        needs=read_texts(folder / "queries.jsonl"),
        grades=read_grades(folder / "qrels.tsv"),
        offers_language=str(meta.get("dlang", language)),
        needs_language=str(meta.get("qlang", language)),
        relevant_from=whole(folder / "meta.json", 1, meta.get("rel_min", 1)),
        excludes_itself=bool(meta.get("self_exclude", False)),
        only_judged=bool(meta.get("judged_only", False)),
    )


def read_meta(path: Path) -> dict[str, Any]:
    text = "\n".join(line for _, line in lines(path))
    try:
        meta = json.loads(text)
    except ValueError as error:
        raise BrokenCollection(f"{path}, line {getattr(error, 'lineno', 1)}: no JSON ({error}).") from error
    if not isinstance(meta, dict):
        raise BrokenCollection(f"{path}, line 1: found {type(meta).__name__}; expected an object.")
    return meta


def read_texts(path: Path) -> tuple[Text, ...]:
    found: dict[str, Text] = {}
    for number, line in lines(path):
        text = read_text(path, number, line)
        if text.key in found:
            raise BrokenCollection(f'{path}, line {number}: the id "{text.key}" stands twice.')
        found[text.key] = text
    return tuple(found.values())


def read_text(path: Path, number: int, line: str) -> Text:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BrokenCollection(f"{path}, line {number}: no JSON ({error}).") from error
    if not isinstance(entry, dict) or not isinstance(entry.get("id"), str | int):
        raise BrokenCollection(f"{path}, line {number}: expected an object with an id.")
    title, text = entry.get("title") or "", entry.get("text") or ""
    if not isinstance(title, str) or not isinstance(text, str):
        raise BrokenCollection(f"{path}, line {number}: title and text must be text.")
    return Text(str(entry["id"]), title, text)


def read_grades(path: Path) -> Grades:
    grades: dict[str, dict[str, int]] = {}
    for number, line in lines(path):
        cells = line.split("\t")
        if len(cells) != 3:
            raise BrokenCollection(
                f"{path}, line {number}: found {len(cells)} columns; expected query, document, grade."
            )
        need, offer, grade = cells
        grades.setdefault(need, {})[offer] = whole(path, number, grade)
    return grades


def whole(path: Path, number: int, found: object) -> int:
    try:
        return int(str(found))
    except ValueError as error:
        raise BrokenCollection(f'{path}, line {number}: found "{found}"; expected a whole number.') from error


def lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of *path* that are not empty, with their numbers."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BrokenCollection(f"{path}: cannot be read ({error.strerror}).") from error
    for number, line in enumerate(content.split(b"\n"), start=1):
        try:
            text = line.decode()
        except UnicodeDecodeError as error:
            raise BrokenCollection(f"{path}, line {number}: not UTF-8 ({error.reason}).") from error
        if text.strip():
            yield number, text
