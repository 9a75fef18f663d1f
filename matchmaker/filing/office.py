"""Documents that are ZIP files (DOCX, XLSX, ODT): looked into without trusting anything that they say of themselves.

How many members, how large and how dense is read from the directory and checked before anything is unpacked.
Sources: ECMA-376 part 2 (packages), OASIS OpenDocument 1.3 part 2, PKWARE APPNOTE 4.3.
"""

import re
import stat
import struct
from collections.abc import Iterator, Mapping
from enum import Enum
from io import BytesIO
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo
from zlib import error as BrokenStream

from matchmaker.file_words import MEDIA_TYPES, FileKind

MOST_MEMBERS = 2_000
MOST_UNPACKED = 60 * 1024 * 1024  # bytes; a full spreadsheet of 5 MB has about 40 MB of XML
MOST_DENSE = 200  # bytes out of one: XML of a table comes to 50, zeros to 1,000
SMALL = 1024 * 1024  # bytes: what is that small may be as dense as it likes
END = struct.Struct("<4s4H2LH")  # the end of the directory
MAIN = {
    FileKind.DOCX: ("word/document.xml", b"wordprocessingml.document.main+xml"),
    FileKind.XLSX: ("xl/workbook.xml", b"spreadsheetml.sheet.main+xml"),
}
TYPES = "[Content_Types].xml"
PROGRAMS = re.compile(
    r"(^|/)(vba\w*\.(bin|xml)|macrosheets/|activex/|oleobject[^/]*\.bin|basic/|scripts/)", re.I
)
MACRO_TYPES = re.compile(rb"macroEnabled|vbaProject", re.I)
XML = (".xml", ".rels")


class Fault(Enum):
    """Why a document is not taken."""

    NOT_IT = "not what its name says"
    LOCKED = "protected with a password"
    TOO_DENSE = "unpacks to too much"
    PROGRAM = "carries programs"
    CALLS_OUT = "loads parts from elsewhere"


def fault_of(kind: FileKind, content: bytes) -> Fault | None:
    """What speaks against *content* as a document of *kind*; None if nothing does."""
    if not is_one_archive(content):
        return Fault.NOT_IT
    try:
        with ZipFile(BytesIO(content)) as archive:
            return _fault_of_members(archive.infolist()) or _fault_inside(kind, archive)
    except (BadZipFile, BrokenStream, EOFError, ValueError, NotImplementedError, struct.error, expat.error):
        return Fault.NOT_IT


def is_one_archive(content: bytes) -> bool:
    """Whether *content* is a ZIP file from its first byte to its last: nothing before it, nothing after it."""
    if not content.startswith(b"PK\x03\x04") or len(content) < END.size:
        return False
    mark, disk, first, here, members, size, start, comment = END.unpack(content[-END.size :])
    whole = start + size == len(content) - END.size
    return mark == b"PK\x05\x06" and disk == first == comment == 0 and here == members and whole


def _fault_of_members(members: list[ZipInfo]) -> Fault | None:
    names = [member.filename for member in members]
    if any(member.flag_bits & 1 for member in members):
        return Fault.LOCKED
    if len(set(names)) < len(names) or any(_is_strange(member) for member in members):
        return Fault.NOT_IT
    unpacked, packed = (sum(getattr(one, size) for one in members) for size in ("file_size", "compress_size"))
    if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED:
        return Fault.TOO_DENSE
    if unpacked > SMALL and unpacked > MOST_DENSE * max(packed, 1):
        return Fault.TOO_DENSE
    return Fault.PROGRAM if any(PROGRAMS.search(name) for name in names) else None


def _is_strange(member: ZipInfo) -> bool:
    """A member that leads out of its folder, points elsewhere, or is packed as no office program packs."""
    name = member.orig_filename
    leads_out = name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")
    link = stat.S_ISLNK(member.external_attr >> 16)
    return leads_out or link or "\0" in name or member.compress_type not in (ZIP_STORED, ZIP_DEFLATED)


def _fault_inside(kind: FileKind, archive: ZipFile) -> Fault | None:
    if TYPES in archive.namelist() and MACRO_TYPES.search(content_of(archive, TYPES)):
        return Fault.PROGRAM
    if not _is_of(kind, archive):
        return Fault.NOT_IT
    for name, text in _xml_of(archive):
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            return Fault.CALLS_OUT
        if name == "META-INF/manifest.xml" and b"encryption-data" in text:
            return Fault.LOCKED
        if name.endswith(".rels") and _calls_out(content_of(archive, name)):
            return Fault.CALLS_OUT
    return None


def _is_of(kind: FileKind, archive: ZipFile) -> bool:
    """Whether the main part of a document of *kind* is here."""
    names = archive.namelist()
    if kind == FileKind.ODT:
        first = archive.infolist()[0]
        said = (
            content_of(archive, "mimetype") if first.filename == "mimetype" and first.file_size < 100 else b""
        )
        return said == MEDIA_TYPES[kind].encode() and "content.xml" in names
    part, said = MAIN[kind]
    return TYPES in names and part in names and said in content_of(archive, TYPES)


def content_of(archive: ZipFile, name: str) -> bytes:
    """A member, and of one that lies never more than it says it has: asked for all, ZipFile would unpack gigabytes."""
    member = archive.getinfo(name)
    with archive.open(member) as part:
        return part.read(member.file_size)


def _xml_of(archive: ZipFile) -> Iterator[tuple[str, bytes]]:
    """Every text of a document, in whatever width its letters are written."""
    for member in archive.infolist():
        if member.filename.lower().endswith(XML):
            yield member.filename, content_of(archive, member.filename).replace(b"\0", b"")


def _calls_out(relations: bytes) -> bool:
    """A part from elsewhere is loaded when the document is opened; a link waits until somebody follows it."""
    found: list[bool] = []

    def look(_name: str, relation: Mapping[str, str]) -> None:
        outside = relation.get("TargetMode") == "External"
        found.append(outside and not relation.get("Type", "").endswith("/hyperlink"))

    parser = expat.ParserCreate()
    parser.StartElementHandler = look
    parser.Parse(relations, True)
    return any(found)
