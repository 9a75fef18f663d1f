"""The words of attached files: of which kind one is, how large it may be, and what the scanner says of it."""

from enum import StrEnum


class FileKind(StrEnum):
    """All that may be attached; the value is the ending under which it is given out."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    ODT = "odt"
    PNG = "png"
    JPEG = "jpg"


class Verdict(StrEnum):
    """What the scanner says; without a scanner all that was looked at is clean."""

    WAITING = "waiting"
    CLEAN = "clean"
    INFECTED = "infected"


# Ending of a name -> kind.
ENDINGS = {kind.value: kind for kind in FileKind} | {"jpeg": FileKind.JPEG}
MEDIA_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.ODT: "application/vnd.oasis.opendocument.text",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
}
FILE_MAX = 5 * 1024 * 1024  # bytes: sent in two minutes on a line of 400 kbit/s
NAME_MAX = 120
