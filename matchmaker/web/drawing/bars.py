"""Two rows of bars over the same months: one grows upwards from the line, the other downwards."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 640, 260
LINE = 130  # where both rows begin
ROOM = 88  # for the highest bar of a row; above and below it stands its number
BAND = 24  # for the months, between the rows
BAR = 0.62  # of the width of a month
LONG = 1_000  # four digits take more room than a month has on a phone


@dataclass(frozen=True)
class Bar:
    """A bar and its number, which *gives way* on a phone: of long ones every other, as of the names of the months."""

    x: float
    y: float
    width: float
    height: float
    number: int
    gives_way: bool

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)


def bars(numbers: Sequence[int], *, upwards: bool, mirrored: bool) -> list[Bar]:
    """A bar for each number, as high as it is beside the largest of them."""
    step, most = WIDTH / len(numbers), max(*numbers, 1)
    found = []
    for at, number in enumerate(numbers):
        place = len(numbers) - 1 - at if mirrored else at
        height = round(ROOM * number / most, 1)
        y = LINE - BAND / 2 - height if upwards else LINE + BAND / 2
        x = round(place * step + step * (1 - BAR) / 2, 1)
        found.append(Bar(x, y, round(step * BAR, 1), height, number, most >= LONG and at % 2 == 1))
    return found
