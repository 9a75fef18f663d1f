"""The name of a file, as far as it may be kept: no path, nothing invisible, one ending."""

import re
import unicodedata

from matchmaker.file_words import ENDINGS, NAME_MAX

# Controls, halves of characters, private and unknown ones, line ends; and what turns the direction of a line.
INVISIBLE = {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}
TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
FORBIDDEN = re.compile(r'[<>:"|?*]')  # in names of files on Windows
# Endings behind which a system may see a program or a page, whatever stands after them.
RUNNABLE = re.compile(
    "app|asp|aspx|bat|bin|cgi|chm|cmd|com|cpl|dll|docm|dotm|exe|hta|html?|iso|jar|jse?|jsp|lnk|mhtml|msi|php"
    "|pif|pl|potm|ppam|pptm|ps1|py|reg|scr|sh|shtml|sldm|svg|swf|vb|vbe|vbs|wsf|xhtml|xlam|xlsm|xltm|xml|zip"
)


def cleaned(sent: str) -> str:
    """*sent* in NFC, without path, controls and turns of direction, in one line of at most NAME_MAX letters."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", sent))[-1]
    seen = "".join(letter for letter in last if unicodedata.category(letter) not in INVISIBLE)
    plain = FORBIDDEN.sub("_", TURNING.sub("", seen))
    stem, dot, ending = " ".join(plain.split()).strip(". ").rpartition(".")
    stem = stem.strip(". ")
    return f"{stem[: NAME_MAX - len(ending) - 1]}{dot}{ending}" if len(ending) < NAME_MAX else ""


def ending(name: str) -> str:
    """What stands after the last dot, in small letters; nothing where there is no name before it."""
    stem, _dot, last = name.rpartition(".")
    return last.lower() if stem else ""


def has_two_endings(name: str) -> bool:
    """Whether another ending stands before the last: `report.pdf.exe`, `invoice.js.pdf`."""
    inner = ending(name.rpartition(".")[0])
    return inner in ENDINGS or RUNNABLE.fullmatch(inner) is not None
