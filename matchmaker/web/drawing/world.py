"""The map: land as dots, and for each place a circle for its needs and a square for its offers.

Degrees are drawn as they are, a little higher than wide, so that what lies far from the equator is not stretched.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt

from matchmaker import reference
from matchmaker.reference.land import COLUMNS, NORTH, ROWS, STEP, WEST

DOT, LINE = 10, 11.5  # units from field to field
WIDTH, HEIGHT = COLUMNS * DOT, round(ROWS * LINE)
SMALLEST, LARGEST = 17, 46  # half the width of a shape: room for a number, and none for a continent
APART = 6


@dataclass(frozen=True)
class Spot:
    """Where the two shapes of a place meet, and half the width of each."""

    x: float
    y: float
    needs: float
    offers: float


def outline() -> str:
    """All land as one path: every run of fields is a line, to be drawn in dots."""
    return "".join(
        f"M{run.column * DOT + DOT // 2} {run.row * LINE + LINE / 2:g}h{(run.length - 1) * DOT or '.1'}"
        for run in reference.land()
    )


def point(latitude: float, longitude: float) -> tuple[float, float]:
    east = (longitude - WEST) % 360
    return round(east / STEP * DOT, 1), round((NORTH - latitude) / STEP * LINE, 1)


def middle(countries: Iterable[str]) -> tuple[float, float]:
    """The mean of the points of *countries*."""
    listed = [reference.countries()[iso3] for iso3 in countries]
    points = [point(country.latitude, country.longitude) for country in listed]
    x, y = (sum(values) / len(points) for values in zip(*points, strict=True))
    return round(x, 1), round(y, 1)


def spots(
    places: Mapping[str, tuple[float, float]], needs: Mapping[str, int], offers: Mapping[str, int]
) -> Mapping[str, Spot]:
    """A spot for each place; the area of a shape is its number beside the largest of its kind."""
    most_needs = max((needs[place] for place in places), default=0)
    most_offers = max((offers[place] for place in places), default=0)
    found = {}
    for place, (x, y) in places.items():
        circle, square = half(needs[place], most_needs), half(offers[place], most_offers)
        inside = min(max(x, 2 * circle + APART), WIDTH - 2 * square - APART)
        found[place] = Spot(inside, y, circle, square)
    return found


def half(number: int, most: int) -> float:
    """Half the width of the shape of *number*; 0 for nothing."""
    return round(max(SMALLEST, LARGEST * sqrt(number / most)), 1) if number else 0
