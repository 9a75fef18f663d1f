"""The virus scanner: ClamAV's clamd, asked over its socket. Source: clamd(8), INSTREAM."""

import socket
import struct
from pathlib import Path

TIMEOUT_S = 120  # of one file: a spreadsheet of 5 MB is unpacked and read within seconds
PIECE = 64 * 1024  # bytes
LENGTH = struct.Struct(">L")
CLEAN, FOUND = "OK", " FOUND"


class NoVerdict(Exception):
    """The scanner is not there, or did not say whether it found anything."""


def virus_in(content: bytes, clamd: Path) -> str:
    """The name of the virus that the scanner behind the socket *clamd* finds in *content*; nothing if it finds none."""
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(TIMEOUT_S)
            line.connect(str(clamd))
            line.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), PIECE):
                piece = content[start : start + PIECE]
                line.sendall(LENGTH.pack(len(piece)) + piece)
            line.sendall(LENGTH.pack(0))
            with line.makefile("rb") as answers:
                said = answers.read().decode(errors="replace").strip("\0\n").removeprefix("stream: ")
    except OSError as error:
        raise NoVerdict(f"The scanner at {clamd} does not answer: {error}") from error
    if said != CLEAN and not said.endswith(FOUND):
        raise NoVerdict(f"The scanner at {clamd} says {said!r}.")
    return said.removesuffix(FOUND) if said != CLEAN else ""
