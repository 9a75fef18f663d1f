"""From where to where: two columns of blocks, and bands between them as thick as their numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

WIDTH, HEIGHT = 440, 400  # narrow enough for a phone: names stand upon the bands
EDGE = 8
BLOCK, GAP = 12, 16
LINE = 19  # letters of a name beside a block


@dataclass(frozen=True)
class Block:
    """One end of bands: its upper edge and its height; `number` is what it counts."""

    code: str
    x: float
    y: float
    height: float
    number: int

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


@dataclass(frozen=True)
class Band:
    source: str
    place: str
    number: int
    path: str


@dataclass(frozen=True)
class Flow:
    sources: Sequence[Block]
    places: Sequence[Block]
    bands: Sequence[Band]


def flow(
    numbers: Mapping[tuple[str, str], int], sources: Sequence[str], places: Sequence[str], *, mirrored: bool
) -> Flow:
    """*numbers*: (source, place) -> how many. Mirrored, it runs from the right to the left."""
    total = sum(numbers.values())
    given = {code: sum(numbers.get((code, place), 0) for place in places) for code in sources}
    taken = {code: sum(numbers.get((source, code), 0) for source in sources) for code in places}
    start, end = EDGE, WIDTH - EDGE
    most = max(sum(map(bool, side.values())) for side in (given, taken))
    thickness = (HEIGHT - GAP * (most - 1)) / total if total else 0
    left = _blocks(given, thickness, WIDTH - start if mirrored else start)
    right = _blocks(taken, thickness, WIDTH - end if mirrored else end)
    upper = {block.code: block.y for block in left}
    lower = {block.code: block.y for block in right}
    bands = []
    for source in upper:
        for place in lower:
            if number := numbers.get((source, place), 0):
                thick = number * thickness
                path = _band(left[0].x, upper[source], right[0].x, lower[place], thick)
                bands.append(Band(source, place, number, path))
                upper[source] += thick
                lower[place] += thick
    return Flow(left, right, bands)


def _blocks(sums: Mapping[str, int], thickness: float, x: float) -> list[Block]:
    """Blocks one below the other, in the middle of the height; none for nothing."""
    some = {code: number for code, number in sums.items() if number}
    y = (HEIGHT - sum(some.values()) * thickness - GAP * (len(some) - 1)) / 2
    found = []
    for code, number in some.items():
        found.append(Block(code, x, round(y, 1), round(number * thickness, 1), number))
        y += number * thickness + GAP
    return found


def wrapped(label: str) -> list[str]:
    """*label* in lines that fit beside a block."""
    return wrap(label, LINE, break_long_words=False)


def _band(x: float, y: float, to_x: float, to_y: float, thick: float) -> str:
    bend = (x + to_x) / 2
    return (
        f"M{x:g} {y:.1f}C{bend:g} {y:.1f} {bend:g} {to_y:.1f} {to_x:g} {to_y:.1f}"
        f"v{thick:.1f}C{bend:g} {to_y + thick:.1f} {bend:g} {y + thick:.1f} {x:g} {y + thick:.1f}z"
    )
