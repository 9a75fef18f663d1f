"""Small documents, written by hand: what tests attach."""

import struct
import zlib
from collections.abc import Mapping, Sequence
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from matchmaker.file_words import MEDIA_TYPES, FileKind
from matchmaker.filing import workbook

OFFICE = "http://schemas.openxmlformats.org"
TYPES = f"{OFFICE}/package/2006/content-types"
RELATIONS = f"{OFFICE}/package/2006/relationships"
TO_MAIN = f"{OFFICE}/officeDocument/2006/relationships/officeDocument"
WORDS = f"{OFFICE}/wordprocessingml/2006/main"
CELLS = f"{OFFICE}/spreadsheetml/2006/main"
TEXT = "urn:oasis:names:tc:opendocument:xmlns"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def docx(paragraphs: Sequence[str]) -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{escape(each)}</w:t></w:r></w:p>" for each in paragraphs)
    document = f'{XML}<w:document xmlns:w="{WORDS}"><w:body>{body}</w:body></w:document>'
    return _package("word/document.xml", FileKind.DOCX, {"word/document.xml": document})


def xlsx(rows: Sequence[Sequence[str]]) -> bytes:
    return workbook.written(rows, [20])


def odt(paragraphs: Sequence[str]) -> bytes:
    body = "".join(f"<text:p>{escape(each)}</text:p>" for each in paragraphs)
    content = (
        f'{XML}<office:document-content xmlns:office="{TEXT}:office:1.0" xmlns:text="{TEXT}:text:1.0"'
        f' office:version="1.3"><office:body><office:text>{body}</office:text></office:body>'
        "</office:document-content>"
    )
    kind = MEDIA_TYPES[FileKind.ODT]
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{media}"/>'
        for path, media in (("/", kind), ("content.xml", "text/xml"))
    )
    manifest = (
        f'{XML}<manifest:manifest xmlns:manifest="{TEXT}:manifest:1.0" manifest:version="1.3">'
        f"{entries}</manifest:manifest>"
    )
    return archive({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


def png(width: int, height: int, grey: int = 200) -> bytes:
    """A plain grey picture."""
    rows = (b"\0" + bytes([grey]) * width) * height
    head = struct.pack(">2L5B", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">L", len(body)) + name + body + struct.pack(">L", zlib.crc32(name + body))
        for name, body in chunks
    )


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    """A ZIP file of *parts* in their order; a part called mimetype is not packed, so that it can be read at once."""
    out = BytesIO()
    with ZipFile(out, "w") as file:
        for name, text in parts.items():
            file.writestr(name, text, ZIP_STORED if name == "mimetype" else ZIP_DEFLATED)
    return out.getvalue()


def _relations(kind: str, target: str) -> str:
    return (
        f'{XML}<Relationships xmlns="{RELATIONS}">'
        f'<Relationship Id="r1" Type="{kind}" Target="{target}"/></Relationships>'
    )


def _package(
    main: str, kind: FileKind, parts: Mapping[str, str], types: Mapping[str, str] | None = None
) -> bytes:
    named = {main: f"{MEDIA_TYPES[kind]}.main+xml", **(types or {})}
    overrides = "".join(
        f'<Override PartName="/{part}" ContentType="{said}"/>' for part, said in named.items()
    )
    content_types = (
        f'{XML}<Types xmlns="{TYPES}">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )
    return archive({"[Content_Types].xml": content_types, "_rels/.rels": _relations(TO_MAIN, main), **parts})
