"""Excel workbooks: what we write is read by us and by others, what others write is read by us, and bombs are not."""

import pytest

from matchmaker.filing import workbook
from matchmaker.filing.workbook import NotAWorkbook, read, written
from tests.papers import archive, docx

ROWS = [["Code", "سؤال"], ["title", "A & b <c>\nline 2"], ["", " =1+1 "]]
SHEET = "xl/worksheets/sheet1.xml"


def with_part(**parts: str) -> bytes:
    """A workbook as another program writes it: texts apart, cells named, a number."""
    named = {name.replace("__", "/") + ".xml": text for name, text in parts.items()}
    return archive(workbook.PARTS | named)


def test_what_is_written_is_read_again_as_text() -> None:
    assert read(written(ROWS, [20, 60])) == ROWS


def test_a_workbook_of_another_program_is_read() -> None:
    shared = "<sst><si><r><t>rich</t></r><r><t> text</t></r><rPh><t>spoken</t></rPh></si></sst>"
    cells = '<c r="C1" t="s"><v>0</v></c><c r="A1"><v>12</v></c><c r="AB1"><v>far</v></c>'
    sheet = f"<worksheet><sheetData><row/><row>{cells}</row></sheetData></worksheet>"
    content = with_part(xl__sharedStrings=shared, xl__worksheets__sheet1=sheet)
    assert read(content) == [[], ["12", "", "rich text"]]


@pytest.mark.proves("S49")
@pytest.mark.parametrize(
    "content",
    [
        b"",
        docx(["x"]),
        with_part(xl__worksheets__sheet1="<worksheet><row><c t='s'><v>7</v></c></row></worksheet>"),
        with_part(xl__worksheets__sheet1="<worksheet><row><c t='s'><v>x</v></c></row></worksheet>"),
        with_part(xl__worksheets__sheet1="<worksheet>"),
        with_part(xl__worksheets__sheet1='<!DOCTYPE x [<!ENTITY a "ha">]><worksheet>&a;</worksheet>'),
        with_part(xl__worksheets__sheet1=f"<worksheet>{' ' * (5 * 1024 * 1024)}</worksheet>"),
    ],
    ids=["nothing", "word", "no such text", "no number", "broken", "entities", "too large"],
)
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(NotAWorkbook):
        read(content)
