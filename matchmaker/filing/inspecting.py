"""What is sent to be attached, looked at before it is kept: by its name, its size, and what it really holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from matchmaker.errors import RefusedFile
from matchmaker.file_words import ENDINGS, FILE_MAX, FileKind
from matchmaker.filing import names, office, pictures
from matchmaker.filing.office import Fault
from matchmaker.wording import Wording, say

FIRST_STRONG, END_OF_IT = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # Word and Excel before 2007, and newer ones under a password
HEAD, TAIL = 1024, 2048  # bytes in which readers of PDF look for its beginning and its end
ARCHIVE_END = b"PK\x05\x06"  # of a ZIP file, in the last 64 KB of it
FAR = 65_557
MOST_PIXELS = 100_000_000  # of the best cameras; whoever opens more has no room for anything else
PROGRAMS_IN_PDF = (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/RichMedia")
PAGES = (b"<!doctype", b"<html", b"<script", b"<svg", b"<?php")


@dataclass(frozen=True)
class Upload:
    """A file that may be kept, under a name that may be shown."""

    name: str
    kind: FileKind
    content: bytes = field(repr=False)


def inspect(sent_name: str, content: bytes) -> Upload:
    """*content* as a file that may be kept; RefusedFile says what it is, what may be, and what to do."""
    name = names.cleaned(sent_name)
    kind = ENDINGS.get(names.ending(name))
    shown = f"{FIRST_STRONG}{name}{END_OF_IT}"
    if not content:
        raise RefusedFile(say("“%(name)s” is empty. Look whether it opens, and choose it again.", name=shown))
    if len(content) > FILE_MAX:
        raise RefusedFile(_too_large(shown))
    if kind is None:
        raise RefusedFile(_of_another_kind(shown))
    if names.has_two_endings(name):
        raise RefusedFile(
            say("“%(name)s” has two endings. Give it one, as in report.pdf, and choose it again.", name=shown)
        )
    fault = _fault(kind, content)
    if fault is not None:
        raise RefusedFile(_sentences(shown)[fault])
    return Upload(name, kind, content)


def _fault(kind: FileKind, content: bytes) -> Fault | None:
    if kind in (FileKind.DOCX, FileKind.XLSX, FileKind.ODT):
        return Fault.LOCKED if content.startswith(OLD_OFFICE) else office.fault_of(kind, content)
    if ARCHIVE_END in content[-FAR:] or any(page in content[:HEAD].lower() for page in PAGES):
        return Fault.NOT_IT
    if kind == FileKind.PDF:
        return _fault_of_pdf(content)
    return _fault_of_picture(kind, content)


def _fault_of_picture(kind: FileKind, content: bytes) -> Fault | None:
    count = pictures.pixels_of_png if kind == FileKind.PNG else pictures.pixels_of_jpeg
    pixels = count(content)
    if not pixels or b"%PDF-" in content[:HEAD]:
        return Fault.NOT_IT
    return Fault.TOO_DENSE if pixels > MOST_PIXELS else None


def _fault_of_pdf(content: bytes) -> Fault | None:
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-TAIL:]:
        return Fault.NOT_IT
    if b"/Encrypt" in content:
        return Fault.LOCKED
    return Fault.PROGRAM if any(word in content for word in PROGRAMS_IN_PDF) else None


def _too_large(name: str) -> Wording:
    return say(
        "“%(name)s” is larger than 5 MB, which is the most. Save it with smaller pictures or in parts,"
        " and choose it again.",
        name=name,
    )


def _of_another_kind(name: str) -> Wording:
    return say(
        "“%(name)s” is of a kind that is not taken. PDF, Word (DOCX), Excel (XLSX), ODT, PNG and JPEG are."
        " Save it as one of these and choose it again.",
        name=name,
    )


def _sentences(name: str) -> Mapping[Fault, Wording]:
    return {
        Fault.NOT_IT: say(
            "“%(name)s” does not hold what its name says. Open it, save it once more, and choose it again;"
            " if that does not help, save it as PDF.",
            name=name,
        ),
        Fault.LOCKED: say(
            "“%(name)s” is protected with a password or in an old format, so nobody could check it."
            " Save it anew without a password and choose it again.",
            name=name,
        ),
        Fault.TOO_DENSE: say(
            "“%(name)s” unpacks to far more than a document holds. Save it as PDF and choose it again.",
            name=name,
        ),
        Fault.PROGRAM: say(
            "“%(name)s” carries macros or other programs. Save it without them, or as PDF, and choose it again.",
            name=name,
        ),
        Fault.CALLS_OUT: say(
            "“%(name)s” loads parts from other places when it is opened. Save it as PDF and choose it again.",
            name=name,
        ),
    }
