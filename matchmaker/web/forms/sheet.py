"""A form to be filled in without the portal: its questions as lines of a table, and the table read back as answers.

The printed form, the CSV file and the Excel workbook are made of the same lines. A line is known by its code, as in
an import.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, request, send_file
from flask_babel import get_locale
from flask_babel import gettext as _
from pydantic.fields import FieldInfo
from werkzeug.datastructures import MultiDict

from matchmaker.file_words import MEDIA_TYPES, FileKind
from matchmaker.filing import workbook
from matchmaker.filing.workbook import NotAWorkbook
from matchmaker.models.columns import TEXT_MAX
from matchmaker.models.need import MOST_COMPONENTS
from matchmaker.services.drafts import ComponentDraft, Draft
from matchmaker.services.importing.csv_file import BadFile, read_rows
from matchmaker.services.importing.drafts_from_rows import BETWEEN_CODES
from matchmaker.web.forms import choices
from matchmaker.web.forms.filled import Filled

KIND, EXCEL = "kind", "xlsx"  # of the file that is asked for; CSV where nothing is said
PARTS_ASKED = 3  # of a need's six: most have fewer, and a longer form frightens
WIDTHS, ANSWER = (24, 48, 48, 72), 2  # of the columns, in letters; and which of them is the writer's
ARCHIVE = b"PK"  # the first bytes of a workbook
TICKED = {"yes", "x", "✓", "1"}
Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Line:
    """One question: `name` as on the page, `code` as in a file; `pairs` are the answers offered, if some are."""

    name: str
    code: str
    question: str
    hint: str
    pairs: Pairs
    many: bool
    long: bool


def lines(draft: type[Draft], questions: Mapping[str, str], more: Mapping[str, Pairs]) -> list[Line]:
    """Every question of *draft*; *more* are answers that the database or the noun offers, by field."""
    found: list[Line] = []
    for name, field in draft.model_fields.items():
        if name == "components":
            found += [one for part in range(MOST_COMPONENTS) for one in _part(part, questions)]
        else:
            found.append(_line(name, name, questions[name], field, more.get(name)))
    return found


def asked_first(found: Iterable[Line]) -> list[Line]:
    """The lines of an empty form: not every part that a need may have."""
    later = tuple(f"component_{part + 1}_" for part in range(PARTS_ASKED, MOST_COMPONENTS))
    return [line for line in found if not line.code.startswith(later)]


def _part(part: int, questions: Mapping[str, str]) -> list[Line]:
    called = f"{_('Part')} {part + 1} · "
    return [
        _line(f"components-{part}-{name}", f"component_{part + 1}_{name}", called + questions[name], field)
        for name, field in ComponentDraft.model_fields.items()
    ]


def _line(name: str, code: str, question: str, field: FieldInfo, pairs: Pairs | None = None) -> Line:
    pairs = choices.offered(name) if pairs is None else pairs
    many = isinstance(field.get_default(), list)
    long = any(getattr(rule, "max_length", None) == TEXT_MAX for rule in field.metadata)
    return Line(name, code, question, _hint(name, pairs, many), pairs, many, long)


def _hint(name: str, pairs: Pairs, many: bool) -> str:
    if many:
        return _("One or more, with ; between them.")
    if name.endswith(("_on", "_start", "_end", "_from", "_until")):
        return _("Year, month, day: for example 2027-03-31.")
    return _("One of these.") if len(pairs) > 1 else ""


def table(found: Iterable[Line]) -> list[list[str]]:
    rows = [[_("Code"), _("Question"), _("Your answer"), _("What may be answered")]]
    for line in found:
        offered = "; ".join(f"{code} = {label}" for code, label in line.pairs)
        rows.append([line.code, line.question, "", f"{line.hint} {offered}".strip()])
    return rows


def sent(found: Iterable[Line], name: str) -> Response:
    """The table as a file to be kept, an Excel workbook where one was asked for."""
    rows, media, ending = table(found), "text/csv", "csv"
    if request.form.get(KIND) == EXCEL:
        media, ending = MEDIA_TYPES[FileKind.XLSX], EXCEL
        content = workbook.written(rows, WIDTHS, right_to_left=get_locale().text_direction == "rtl")
    else:
        content = as_csv(rows)
    return send_file(
        io.BytesIO(content), mimetype=media, as_attachment=True, download_name=f"{name}.{ending}"
    )


def as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """As spreadsheets read it: UTF-8 with a mark."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def uploaded(found: Iterable[Line], empty: Filled) -> tuple[MultiDict[str, str] | None, Filled]:
    """The file that was brought back, as the form would send it over an *empty* one; None if it is not ours."""
    file = request.files.get("file")
    try:
        answers = read_sheet(file.read() if file else b"", found)
    except BadFile:
        why = _(
            "This is not our form, or neither Excel (XLSX) nor CSV in UTF-8. Choose “Save as”, then one of these two."
        )
        return None, Filled(errors={"file": why})
    given = {name: answer for name, answer in {**empty.values, **answers}.items() if answer}
    return MultiDict(given), Filled()


def read_sheet(contents: bytes, found: Iterable[Line]) -> dict[str, Any]:
    """Name -> answer of every line that was filled in. Raises BadFile for what is not this form."""
    columns, rows = read_rows(_of_workbook(contents) if contents.startswith(ARCHIVE) else contents)
    known = {line.code: line for line in found}
    if len(columns) < len(WIDTHS) or not any(row.cells[columns[0]].strip() in known for row in rows):
        raise BadFile("This is not the form of the portal.")
    code, answer = columns[0], columns[ANSWER]
    filled = {row.cells[code].strip(): row.cells[answer].strip() for row in rows}
    return {
        known[code].name: _meant(known[code], text) for code, text in filled.items() if text and code in known
    }


def _of_workbook(contents: bytes) -> bytes:
    """An Excel workbook as the CSV file that it might have been."""
    try:
        rows = workbook.read(contents)
    except NotAWorkbook as error:
        raise BadFile("This is no workbook that can be read.") from error
    width = len(rows[0]) if rows else 0
    return as_csv((row + [""] * width)[:width] for row in rows)


def _meant(line: Line, text: str) -> Any:
    """Answers as the form sends them: a code may be given by its label; what is neither is left as it is typed."""
    by_label = {label.casefold(): code for code, label in line.pairs}
    if line.many:
        return [by_label.get(one.casefold(), one) for one in map(str.strip, BETWEEN_CODES.split(text)) if one]
    if line.pairs == choices.TICK:
        return "yes" if text.casefold() in {*TICKED, _("yes").casefold()} else ""
    return by_label.get(text.casefold(), text)
