"""A text as a square that cameras read (QR), drawn as one SVG path."""

from dataclasses import dataclass

import segno

MARGIN = 4  # modules of white around it, as ISO/IEC 18004 asks


@dataclass(frozen=True)
class Square:
    """`side`: modules with the margin; `path`: every dark one."""

    side: int
    path: str


def square_of(text: str) -> Square:
    rows = segno.make(text, error="m", micro=False).matrix
    dark = [(x, y) for y, row in enumerate(rows, MARGIN) for x, bit in enumerate(row, MARGIN) if bit]
    return Square(len(rows) + 2 * MARGIN, "".join(f"M{x} {y}h1v1h-1z" for x, y in dark))
