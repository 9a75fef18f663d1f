"""A table as an Excel workbook of one sheet, written and read with the standard library alone (docs/adr/0006).

Every cell is text: nothing is calculated, and no day or code is turned into a number. Source: ECMA-376, part 1.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from itertools import chain
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from matchmaker.file_words import FileKind
from matchmaker.filing import office

MOST_OF_A_PART = 4 * 1024 * 1024  # bytes of XML: of a filled form they are about 100,000
MOST_COLUMNS = 26
FORMATS = "http://schemas.openxmlformats.org"
PACKAGE, OFFICE = f"{FORMATS}/package/2006", f"{FORMATS}/officeDocument/2006"
MAIN = f"{FORMATS}/spreadsheetml/2006/main"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
HEAD_STYLE, TEXT_STYLE = 1, 2
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    + "".join(
        f'<Override PartName="/xl/{part}.xml" ContentType="application/vnd.openxmlformats-officedocument'
        f'.spreadsheetml.{kind}+xml"/>'
        for part, kind in (("workbook", "sheet.main"), ("worksheets/sheet1", "worksheet"), ("styles", "styles"))
    )
    + "</Types>",
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{OFFICE}/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}/relationships">'
    '<sheets><sheet name="1" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{OFFICE}/relationships/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="r2" Type="{OFFICE}/relationships/styles" Target="styles.xml"/></Relationships>',
    # Three ways to show a cell: plain, a bold head, and text that is wrapped and stays text (format 49).
    "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><fonts count="2"><font><sz val="11"/></font>'
    '<font><b/><sz val="11"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3">'
    '<xf xfId="0"/><xf fontId="1" xfId="0" applyFont="1"/><xf numFmtId="49" xfId="0" applyNumberFormat="1"'
    ' applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}  # fmt: skip


class NotAWorkbook(Exception):
    """It is no Excel workbook that can be read."""


def written(rows: Iterable[Sequence[str]], widths: Sequence[int], *, right_to_left: bool = False) -> bytes:
    """*rows* under their head, the first; *widths* of the columns in letters."""
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
        for n, width in enumerate(widths, start=1)
    )
    side = ' rightToLeft="1"' if right_to_left else ""
    lines = "".join(_row(cells, HEAD_STYLE if n == 0 else TEXT_STYLE) for n, cells in enumerate(rows))
    sheet = (
        f'<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0"{side}>'
        '<pane ySplit="1" topLeftCell="A2" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{columns}</cols><sheetData>{lines}</sheetData></worksheet>"
    )
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, part in {**PARTS, "xl/worksheets/sheet1.xml": sheet}.items():
            archive.writestr(name, XML + part)
    return out.getvalue()


def _row(cells: Sequence[str], style: int) -> str:
    said = "".join(
        f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'
        for cell in cells
    )
    return f"<row>{said}</row>"


def read(content: bytes) -> list[list[str]]:
    """The cells of its first sheet, row by row, each as it was typed. Raises NotAWorkbook."""
    if office.fault_of(FileKind.XLSX, content) is not None:
        raise NotAWorkbook
    with ZipFile(BytesIO(content)) as archive:
        try:
            shared = [_text(one) for one in _part(archive, "xl/sharedStrings.xml").iterfind(".//{*}si")]
            sheet = _part(archive, _first_sheet(archive))
            return [_cells(row, shared) for row in sheet.iterfind(".//{*}row")]
        except (ElementTree.ParseError, KeyError, IndexError, ValueError) as error:
            raise NotAWorkbook from error


def _part(archive: ZipFile, name: str) -> Element:
    """What stands in a part; nothing where there is none."""
    if name not in archive.namelist():
        return Element("nothing")
    if archive.getinfo(name).file_size > MOST_OF_A_PART:
        raise NotAWorkbook
    return ElementTree.fromstring(office.content_of(archive, name))  # noqa: S314  # no DOCTYPE, no entity (office.py)


def _first_sheet(archive: ZipFile) -> str:
    """The name of the part with the sheet that opens first."""
    first = next(_part(archive, "xl/workbook.xml").iterfind(".//{*}sheet"), Element("nothing"))
    key = first.get(f"{{{OFFICE}/relationships}}id")
    targets = {one.get("Id"): one.get("Target", "") for one in _part(archive, "xl/_rels/workbook.xml.rels")}
    target = targets[key]
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _cells(row: Element, shared: Sequence[str]) -> list[str]:
    """The texts of a row from its first column on; what was left out is empty."""
    found: dict[int, str] = {}
    for nth, cell in enumerate(row.iterfind(".//{*}c")):
        place = re.match("[A-Z]+", cell.get("r", ""))
        column = _number(place.group()) if place else nth
        if column < MOST_COLUMNS:
            found[column] = _value(cell, shared)
    return [found.get(column, "") for column in range(max(found, default=-1) + 1)]


def _number(letters: str) -> int:
    return LETTERS.index(letters) if len(letters) == 1 else MOST_COLUMNS


def _value(cell: Element, shared: Sequence[str]) -> str:
    if cell.get("t") == "inlineStr":
        return _text(cell)
    said = "".join(chain.from_iterable(one.itertext() for one in cell.iterfind(".//{*}v")))
    return shared[int(said)] if cell.get("t") == "s" else said


def _text(place: Element) -> str:
    """What stands there, without what is spoken over it (phonetic guides)."""
    return "".join(_runs(place))


def _runs(place: Element) -> Iterator[str]:
    for part in place:
        kind = part.tag.rpartition("}")[2]
        if kind == "t":
            yield part.text or ""
        elif kind != "rPh":
            yield from _runs(part)
