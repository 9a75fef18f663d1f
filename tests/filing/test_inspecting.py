"""What may be attached and what may not: by its name, its size, and what it really holds (QUALITY S47, S49)."""

import struct
import tracemalloc
from zipfile import ZipInfo
from zlib import crc32

import pytest

from matchmaker.errors import RefusedFile
from matchmaker.file_words import FILE_MAX, FileKind
from matchmaker.filing.inspecting import inspect
from matchmaker.filing.names import cleaned
from matchmaker.services.seeding.paper import pdf
from tests.papers import archive, docx, odt, png, xlsx

PAPER = pdf(["One page."])
JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xdb\x00\x43\0"
    + bytes(64)
    + b"\xff\xc0\x00\x0b\x08\0\x01\0\x01\x01\x01\x11\0\xff\xda\x00\x08\x01\x01\0\0?\0\x7f\xff\xd9"
)
HEAD = b"IHDR" + struct.pack(">2L5B", 30_000, 30_000, 8, 0, 0, 0, 0)
LARGE_PNG = png(1, 1)[:12] + HEAD + struct.pack(">L", crc32(HEAD)) + png(1, 1)[33:]
WORDS = {"word/document.xml": "<w:document/>"}
TYPES = '<Types><Override ContentType="application/x.wordprocessingml.document.main+xml"/></Types>'
MACROS = TYPES.replace("document.main", "macroEnabled.document.main")
OUTSIDE = (
    '<Relationships><Relationship Id="r1" TargetMode="External" Target="https://example.org/t.dotm"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}"/></Relationships>'
)
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><w:document>&b;</w:document>'
XXE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document>&a;</w:document>'
EMPTY, ENDINGS, KIND, NOT_IT = "is empty", "two endings", "kind that is not taken", "does not hold"
LOCKED, DENSE, PROGRAM, CALLS = "password", "unpacks", "macros", "loads parts"


def of_word(**parts: str | bytes) -> bytes:
    """A Word document with other parts in it, or others in the place of its own."""
    return archive({"[Content_Types].xml": TYPES, **WORDS, **parts})


def refused(name: str, content: bytes) -> str:
    with pytest.raises(RefusedFile) as bad:
        inspect(name, content)
    return str(bad.value)


@pytest.mark.proves("S47")
@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("plan.pdf", PAPER, FileKind.PDF),
        ("plan.v2.final.PDF", PAPER, FileKind.PDF),
        ("plan.docx", docx(["Words, خطة, 计划"]), FileKind.DOCX),
        (
            "link.docx",
            of_word(**{"word/_rels/document.xml.rels": OUTSIDE.format("hyperlink")}),
            FileKind.DOCX,
        ),
        ("plan.xlsx", xlsx([["a", "b"], ["1", "2"]]), FileKind.XLSX),
        ("plan.odt", odt(["Words"]), FileKind.ODT),
        ("room.png", png(40, 30), FileKind.PNG),
        ("room.jpeg", JPEG, FileKind.JPEG),
        ("room.jpg", JPEG + bytes(7), FileKind.JPEG),
    ],
)
def test_a_document_of_each_kind_is_taken(name: str, content: bytes, kind: FileKind) -> None:
    upload = inspect(name, content)
    assert (upload.name, upload.kind, upload.content) == (name, kind, content)


@pytest.mark.proves("S47")
@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("plan.pdf", b"", EMPTY),
        ("plan.pdf", PAPER + bytes(FILE_MAX), "larger than 5 MB"),
        ("plan.exe", b"MZ" + bytes(80), KIND),
        ("plan.svg", b"<svg/>", KIND),
        ("plan", PAPER, KIND),
        (".pdf", PAPER, KIND),
        ("plan.docm", of_word(), KIND),
        ("plan.pdf.exe", PAPER, KIND),
        ("plan.exe.pdf", PAPER, ENDINGS),
        ("plan.html.png", png(1, 1), ENDINGS),
        ("plan.docx.pdf", PAPER, ENDINGS),
        ("plan.pdf", b"MZ" + bytes(80), NOT_IT),
        ("plan.pdf", b"<html><script>alert(1)</script>%PDF-1.4 %%EOF", NOT_IT),
        ("plan.pdf", PAPER[:-60], NOT_IT),
        ("plan.pdf", b"x" + PAPER, NOT_IT),
        ("plan.pdf", PAPER + archive({"a.txt": "b"}), NOT_IT),
        ("plan.pdf", PAPER.replace(b"/Root", b"/Encrypt 9 0 R /Root"), LOCKED),
        ("plan.pdf", PAPER.replace(b"/Catalog", b"/Catalog /OpenAction << /S /JavaScript >>"), PROGRAM),
        ("room.png", JPEG, NOT_IT),
        ("room.jpg", png(1, 1), NOT_IT),
        ("room.png", png(1, 1) + b"<script>alert(1)</script>", NOT_IT),
        ("room.png", png(1, 1)[:-8], NOT_IT),
        ("room.png", png(1, 1).replace(b"IDAT", b"IDAU"), NOT_IT),
        ("room.jpg", JPEG + archive({"a.txt": "b"}), NOT_IT),
        ("room.jpg", JPEG.replace(b"JFIF", b"%PDF-1.4"), NOT_IT),
        ("room.png", LARGE_PNG, DENSE),
        ("room.jpg", JPEG.replace(b"\x08\0\x01\0\x01", b"\x08\x60\0\x60\0"), DENSE),
        ("plan.docx", PAPER, NOT_IT),
        ("plan.docx", xlsx([["1"]]), NOT_IT),
        ("plan.odt", docx(["a"]), NOT_IT),
        ("plan.docx", archive({"a.txt": "b"}), NOT_IT),
        ("plan.docx", docx(["a"]) + b"\xff\xd8\xff", NOT_IT),
        ("plan.docx", PAPER + docx(["a"]), NOT_IT),
        ("plan.docx", b"PK\x03\x04" + bytes(60), NOT_IT),
        ("plan.docx", b"\xd0\xcf\x11\xe0" + bytes(600), LOCKED),
    ],
)
def test_what_is_something_else_is_refused_with_what_to_do(name: str, content: bytes, why: str) -> None:
    said = refused(name, content)
    assert why in said
    assert said.endswith((".", "again.", "PDF."))


@pytest.mark.proves("S49")
@pytest.mark.parametrize(
    ("part", "why"),
    [
        ({"word/vbaProject.bin": b"x"}, PROGRAM),
        ({"word/activeX/activeX1.xml": "<x/>"}, PROGRAM),
        ({"word/embeddings/oleObject1.bin": b"x"}, PROGRAM),
        ({"[Content_Types].xml": MACROS}, PROGRAM),
        ({"word/document.xml": LAUGHS}, CALLS),
        ({"word/document.xml": XXE}, CALLS),
        ({"word/document.xml": XXE.encode("utf-16")}, CALLS),
        ({"word/_rels/settings.xml.rels": OUTSIDE.format("attachedTemplate")}, CALLS),
        ({"word/_rels/document.xml.rels": OUTSIDE.format("oleObject")}, CALLS),
        ({"word/_rels/document.xml.rels": OUTSIDE.format("oleObject").replace("r1", "r>1")}, CALLS),
        ({"word/_rels/document.xml.rels": OUTSIDE.format("oleObject").replace("Ext", "&#69;xt")}, CALLS),
        ({"word/_rels/document.xml.rels": OUTSIDE.format("oleObject").encode("utf-16")}, CALLS),
        ({"word/_rels/document.xml.rels": "<Relationship " * 60_000}, NOT_IT),
        ({"../../etc/passwd": b"x"}, NOT_IT),
        ({"/etc/passwd": b"x"}, NOT_IT),
        ({"word\\..\\..\\x": b"x"}, NOT_IT),
        ({f"word/{number}.xml": "" for number in range(2_001)}, DENSE),
        ({"word/media/a.bmp": bytes(61 * 1024 * 1024)}, DENSE),
        ({"word/media/a.bmp": bytes(5 * 1024 * 1024)}, DENSE),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
def test_a_document_that_carries_more_than_words_is_refused(part: dict[str, str | bytes], why: str) -> None:
    """Sabotaged: each check of filing/office.py taken out."""
    assert why in refused("plan.docx", of_word(**part))


@pytest.mark.proves("S49")
def test_macros_and_passwords_of_a_text_document_are_refused() -> None:
    mimetype = "application/vnd.oasis.opendocument.text"
    parts: dict[str, str | bytes] = {"mimetype": mimetype, "content.xml": "<x/>"}
    assert PROGRAM in refused("plan.odt", archive(parts | {"Basic/Standard/Module1.xml": "<x/>"}))
    locked = "<manifest:manifest><manifest:encryption-data/></manifest:manifest>"
    assert LOCKED in refused("plan.odt", archive(parts | {"META-INF/manifest.xml": locked}))


@pytest.mark.proves("S49")
def test_a_member_under_a_password_or_that_points_elsewhere_is_refused() -> None:
    content = bytearray(of_word())
    at = content.rindex(b"PK\x01\x02")
    content[at + 8] |= 1
    assert LOCKED in refused("plan.docx", bytes(content))
    link = ZipInfo("word/link.xml")
    link.external_attr = 0o120777 << 16
    assert NOT_IT in refused(
        "plan.docx", archive({"[Content_Types].xml": TYPES, **WORDS, link: "/etc/passwd"})
    )


@pytest.mark.proves("S49")
def test_a_member_that_says_it_is_small_is_not_read_further() -> None:
    """A directory that lies: a part of 100 MB that says it has 100 bytes. Sabotaged: read without a bound."""
    content = bytearray(of_word(**{"word/settings.xml": bytes(100 * 1024 * 1024)}))
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = content.rindex(mark)
        content[at + offset : at + offset + 4] = struct.pack("<L", 100)
    tracemalloc.start()
    try:
        assert NOT_IT in refused("plan.docx", bytes(content))
        assert tracemalloc.get_traced_memory()[1] < 2_000_000  # bytes
    finally:
        tracemalloc.stop()


@pytest.mark.proves("S49")
def test_42_kb_that_unpack_to_a_gigabyte_are_told_by_their_directory() -> None:
    packed, name, size = bytes(42_000), b"word/document.xml", 1024**3
    head = struct.pack("<5H3L2H", 20, 0, 8, 0, 33, 0, len(packed), size, len(name), 0)
    entry = struct.pack("<6H3L5H2L", 20, 20, 0, 8, 0, 33, 0, len(packed), size, len(name), 0, 0, 0, 0, 0, 0)
    body = b"PK\x03\x04" + head + name + packed
    directory = b"PK\x01\x02" + entry + name
    bomb = body + directory + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(directory), len(body), 0)
    assert DENSE in refused("plan.docx", bomb)


@pytest.mark.proves("S48")
@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/cron.d/plan.pdf", "plan.pdf"),
        ("C:\\Users\\amina\\plan.pdf", "plan.pdf"),
        ("plan\r\nSet-Cookie: x=1.pdf", "planSet-Cookie_ x=1.pdf"),
        ("plan\u202efdp.exe", "planfdp.exe"),
        ("خطة العمل.pdf", "خطة العمل.pdf"),
        ("\u2067plan\u2069\u200f.pdf", "plan.pdf"),
        ("cafe\u0301.pdf", "caf\u00e9.pdf"),
        ("  .plan .pdf", "plan.pdf"),
        ("a" * 300 + ".pdf", "a" * 116 + ".pdf"),
        ('a"b<c>|?.pdf', "a_b_c___.pdf"),
        ("plan." + "x" * 300, ""),
        ("", ""),
        ("🇬🇲 plan.pdf", "🇬🇲 plan.pdf"),
    ],
)
def test_a_name_is_kept_without_path_and_without_what_nobody_sees(sent: str, kept: str) -> None:
    assert cleaned(sent) == kept
