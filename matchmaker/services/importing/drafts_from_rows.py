"""From the cells of a row to a draft: which column answers which question, and what a cell may say."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from matchmaker.models.need import MOST_COMPONENTS
from matchmaker.services.drafts import ComponentDraft, Draft, NeedDraft, OfferDraft, clean
from matchmaker.services.importing.csv_file import BadFile, Row
from matchmaker.services.sentences import problems
from matchmaker.vocabulary import Noun

DRAFTS: Mapping[Noun, type[Draft]] = {Noun.NEED: NeedDraft, Noun.OFFER: OfferDraft}
KEY = "key"
KEY_MAX = 80
COMPONENT = re.compile(r"component_([1-6])_([a-z_]+)")
BETWEEN_CODES = re.compile(r"[;|]")


@dataclass(frozen=True)
class Mapped:
    """Where the answers come from: pairs of a column and a field; *same* gives one answer to all rows."""

    columns: Sequence[tuple[str, str]]
    same: Mapping[str, str]


@dataclass(frozen=True)
class KeyedDraft:
    """One row, understood: *key* is what the donor or State calls it."""

    number: int
    key: str
    draft: Any


def fields_of(noun: Noun) -> list[str]:
    """The fields that a column can be mapped to."""
    names = [name for name in DRAFTS[noun].model_fields if name != "components"]
    numbers = range(1, MOST_COMPONENTS + 1) if noun == Noun.NEED else ()
    parts = [f"component_{number}_{name}" for number in numbers for name in ComponentDraft.model_fields]
    return [KEY, *names, *parts]


def mapped(
    noun: Noun, columns: Iterable[str], pairs: Sequence[tuple[str, str]], same: Mapping[str, str]
) -> Mapped:
    """The mapping asked for; without one, columns that are named as fields.

    Raises BadFile for a column or a field that does not exist.
    """
    known, present = fields_of(noun), list(columns)
    chosen = list(pairs) or [(column, column) for column in present if column in known]
    asked = [field for _, field in chosen]
    wrong = [f"There is no column “{column}” in the file." for column, _ in chosen if column not in present]
    unknown = [f"There is no field “{field}”." for field in [*asked, *same] if field not in known]
    if unknown:
        wrong += [*unknown, f"Fields: {', '.join(known)}."]
    if KEY not in asked:
        wrong.append("Say which column identifies a row, for example --map id=key.")
    if wrong:
        raise BadFile(*wrong)
    return Mapped(chosen, same)


def read_drafts(noun: Noun, rows: Iterable[Row], mapping: Mapped) -> list[KeyedDraft]:
    """Every row as a draft. BadFile with every row that cannot be one."""
    found: list[KeyedDraft] = []
    wrong: list[str] = []
    seen: dict[str, int] = {}
    for row in rows:
        answers = _answers(row, mapping)
        key = str(answers.pop(KEY, ""))
        wrong += [f"Row {row.number}: {problem}." for problem in _key_problems(key, seen)]
        seen.setdefault(key, row.number)
        try:
            found.append(KeyedDraft(row.number, key, _draft(DRAFTS[noun], answers)))
        except ValidationError as error:
            wrong += [f"Row {row.number}: {problem}." for problem in problems(error)]
    if wrong:
        raise BadFile(*wrong)
    return found


def _answers(row: Row, mapping: Mapped) -> dict[str, str]:
    """Field -> cell; an empty cell is no answer."""
    found = {field: row.cells[column].strip() for column, field in mapping.columns}
    return dict(mapping.same) | {field: answer for field, answer in found.items() if answer}


def _key_problems(key: str, seen: Mapping[str, int]) -> list[str]:
    try:
        clean(key)
    except ValueError:
        return ["its key holds a character that cannot be read"]
    if not key:
        return ["it has no key"]
    if len(key) > KEY_MAX:
        return [f"its key is longer than {KEY_MAX} characters"]
    return [f"its key “{key}” stands in row {seen[key]} already"] if key in seen else []


def _draft(kind: type[Draft], answers: Mapping[str, str]) -> BaseModel:
    whole: dict[str, Any] = {}
    parts: dict[str, dict[str, str]] = {}
    for field, answer in answers.items():
        component = COMPONENT.fullmatch(field)
        if component:
            parts.setdefault(component[1], {})[component[2]] = answer
        elif _is_list(kind, field):
            whole[field] = [code.strip() for code in BETWEEN_CODES.split(answer) if code.strip()]
        else:
            whole[field] = answer
    if parts:
        whole["components"] = [parts[number] for number in sorted(parts)]
    return kind.model_validate(whole)


def _is_list(kind: type[Draft], field: str) -> bool:
    return isinstance(kind.model_fields[field].get_default(), list)
