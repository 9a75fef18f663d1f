"""Pictures, read block by block from the first byte to the last: what is hung on before or behind is found.

Sources: W3C PNG (third edition), section 5; ITU-T T.81, annex B.
"""

import struct
from math import prod
from zlib import crc32

PNG = b"\x89PNG\r\n\x1a\n"
ALONE = {0x01, *range(0xD0, 0xD9)}  # JPEG markers without a length
FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # JPEG markers with the size of the picture
SCAN, END, START = 0xDA, 0xD9, b"\xff\xd8\xff"


def pixels_of_png(content: bytes) -> int:
    """Signature, then chunks that are whole, the head first and the end last; 0 for what is none."""
    if not content.startswith(PNG):
        return 0
    at, names = len(PNG), list[bytes]()
    while at + 12 <= len(content):
        length, name = struct.unpack(">L4s", content[at : at + 8])
        body = content[at + 4 : at + 8 + length]
        if content[at + 8 + length : at + 12 + length] != struct.pack(">L", crc32(body)):
            return 0
        names.append(name)
        at += 12 + length
        if name == b"IEND":
            break
    whole = at == len(content) and names[:1] == [b"IHDR"] and b"IDAT" in names and names[-1:] == [b"IEND"]
    return prod(struct.unpack(">2L", content[16:24])) if whole else 0


def pixels_of_jpeg(content: bytes) -> int:
    """Start, segments that are whole, a scan, and the end, behind which cameras may write zeros; 0 for what is none."""
    if not content.startswith(START):
        return 0
    at, scanned, pixels = 2, False, 0
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker, length = struct.unpack(">xBH", content[at : at + 4])
        if marker == SCAN:
            scanned = True
            break
        if marker in FRAMES:
            pixels = max(pixels, prod(struct.unpack(">2H", content[at + 5 : at + 9].ljust(4, b"\0"))))
        at += 2 if marker in ALONE else 2 + max(length, 2)
    return pixels if scanned and content.rstrip(b"\0").endswith(bytes((0xFF, END))) else 0
