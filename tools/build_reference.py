"""Builds matchmaker/reference/countries.csv from two packages, and checks regions.csv against one of them.

    python3 -m venv build/venv
    build/venv/bin/pip install --no-deps hdx-python-country==4.2.5
    npm pack world-atlas@2.0.2 && tar -xzf world-atlas-2.0.2.tgz -C build
    build/venv/bin/python tools/build_reference.py --atlas build/package/countries-10m.json --check

Names, codes and regions come from hdx-python-country (MIT; it carries the short names of the United Nations),
points from world-atlas (Natural Earth 1:10m, public domain). Without --check the file is written anew; with
it nothing is written, and the exit code is 1 if a file differs from what the packages say.
"""

import argparse
import csv
import io
import json
import math
import sys
from collections.abc import Iterator
from importlib import metadata
from itertools import pairwise
from pathlib import Path

REFERENCE = Path(__file__).parent.parent / "matchmaker" / "reference"
VERSION = "4.2.5"
TAXONOMY = "hdx/location/Countries & Territories Taxonomy MVP - C&T Taxonomy.csv"
OBSERVERS = ("PSE", "VAT")
NAMES = {
    "en": "English Short",
    "fr": "French Short",
    "es": "Spanish Short",
    "ru": "Russian Short",
    "ar": "Arabic Short",
    "zh": "Chinese Short",
}
LEVELS = {"region": "Region", "subregion": "Sub-region", "intermediate": "Intermediate Region"}
HEADER = ("iso3", "iso2", "m49", *LEVELS, "status", *NAMES, "latitude", "longitude")
# The package spells these two otherwise: a placeholder, a missing blank.
ARABIC = {"NLD": "هولندا (مملكة)", "TLS": "تيمور - ليشتي"}

Point = tuple[float, float]  # longitude and latitude, in degrees
Ring = list[Point]


def states() -> list[dict[str, str]]:
    """The package's rows of the Members and observers, by ISO alpha-3."""
    found = metadata.distribution("hdx-python-country")
    if found.version != VERSION:
        raise SystemExit(f"hdx-python-country is {found.version}; this script is written for {VERSION}.")
    with Path(str(found.locate_file(TAXONOMY))).open(encoding="utf-8-sig", newline="") as lines:
        rows = {row["ISO 3166-1 Alpha 3-Codes"]: row for row in csv.DictReader(lines)}
    return [row for iso3, row in sorted(rows.items()) if is_member(row) or iso3 in OBSERVERS]


def is_member(row: dict[str, str]) -> bool:
    """The General Assembly's own list names its Members only."""
    return row["Appears in DGACM list"] == "Y"


def m49(number: str) -> str:
    return number.zfill(3) if number else ""


def names(row: dict[str, str]) -> list[str]:
    """The six names, with the straight apostrophe that people type."""
    spelled = {language: row[column].strip().replace("’", "'") for language, column in NAMES.items()}
    spelled["ar"] = ARABIC.get(row["ISO 3166-1 Alpha 3-Codes"], spelled["ar"])
    return list(spelled.values())


def country(row: dict[str, str], place: Point) -> list[str]:
    longitude, latitude = place
    return [
        row["ISO 3166-1 Alpha 3-Codes"],
        row["ISO 3166-1 Alpha 2-Codes"],
        m49(row["m49 numerical code"]),
        *(m49(row[f"{level} Code"]) for level in LEVELS.values()),
        "member" if is_member(row) else "observer",
        *names(row),
        f"{latitude:.2f}",
        f"{longitude:.2f}",
    ]


def outlines(atlas: dict) -> dict[str, list[Ring]]:
    """M49 code -> the outer rings of the country, from a TopoJSON topology of quantized, delta-coded arcs."""
    (by_x, by_y), (from_x, from_y) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    arcs = []
    for arc in atlas["arcs"]:
        x = y = 0
        line = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            line.append((x * by_x + from_x, y * by_y + from_y))
        arcs.append(line)

    def ring(indices: list[int]) -> Ring:
        # ~i is arc i walked backwards; the last point of an arc is the first of the next.
        return unwrapped([place for i in indices for place in (arcs[i] if i >= 0 else arcs[~i][::-1])[:-1]])

    found: dict[str, list[Ring]] = {}
    for shape in atlas["objects"]["countries"]["geometries"]:
        polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        found.setdefault(shape.get("id", ""), []).extend(ring(polygon[0]) for polygon in polygons)
    return found


def unwrapped(ring: Ring) -> Ring:
    """The same ring without a jump of 360 degrees where it crosses the 180th meridian."""
    turn, walked = 0.0, ring[:1]
    for (before, _), (longitude, latitude) in pairwise(ring):
        turn -= 360 * round((longitude - before) / 360)
        walked.append((longitude + turn, latitude))
    return walked


def edges(ring: Ring) -> Iterator[tuple[Point, Point]]:
    return pairwise([*ring, ring[0]])


def flat_edges(ring: Ring) -> Iterator[tuple[Point, Point]]:
    """In Lambert's equal-area projection, where plane areas are in the proportion of areas on the sphere."""
    return edges([(longitude, math.sin(math.radians(latitude))) for longitude, latitude in ring])


def size(ring: Ring) -> float:
    """Twice the area, positive if the ring runs against the clock. No unit: sizes are only compared."""
    return sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in flat_edges(ring))


def centroid(ring: Ring) -> Point:
    centre_x = centre_y = 0.0
    for (x, y), (next_x, next_y) in flat_edges(ring):
        cross = x * next_y - next_x * y
        centre_x += (x + next_x) * cross
        centre_y += (y + next_y) * cross
    scale = 3 * size(ring)
    return centre_x / scale, math.degrees(math.asin(centre_y / scale))


def point_inside(ring: Ring) -> Point:
    """The centroid, or, where it lies outside a bent country, the middle of the widest stretch beside it."""
    if not size(ring):
        return ring[0]  # the atlas shrinks the smallest State to a line
    longitude, latitude = centroid(ring)
    crossings = sorted(
        x + (latitude - y) * (next_x - x) / (next_y - y)
        for (x, y), (next_x, next_y) in edges(ring)
        if (y > latitude) != (next_y > latitude)
    )
    stretches = list(zip(crossings[::2], crossings[1::2], strict=True))
    if any(west <= longitude <= east for west, east in stretches):
        return longitude, latitude
    west, east = max(stretches, key=lambda stretch: stretch[1] - stretch[0])
    return (west + east) / 2, latitude


def point(rings: list[Ring]) -> Point:
    """A point on the country's largest piece of land: the centroid of all its islands may lie in the sea."""
    longitude, latitude = point_inside(max(rings, key=lambda ring: abs(size(ring))))
    return (longitude + 180) % 360 - 180, latitude


def as_csv(rows: list[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([HEADER, *rows])
    return text.getvalue()


def regions_of_package(rows: list[dict[str, str]]) -> set[tuple[str, str, str, str]]:
    """Code, level, parent and English name of every region that a State lies in."""
    found = set()
    for row in rows:
        parent = ""
        for level, column in LEVELS.items():
            if code := m49(row[f"{column} Code"]):
                found.add((code, level, parent, row[f"{column} Name"]))
                parent = code
    return found


def regions_of_file() -> set[tuple[str, str, str, str]]:
    with (REFERENCE / "regions.csv").open(encoding="utf-8", newline="") as lines:
        return {(row["code"], row["level"], row["parent"], row["en"]) for row in csv.DictReader(lines)}


def differences(text: str, rows: list[dict[str, str]]) -> list[str]:
    wrong = []
    if (REFERENCE / "countries.csv").read_text(encoding="utf-8") != text:
        wrong.append("countries.csv differs from what the packages say.")
    if odd := regions_of_package(rows) ^ regions_of_file():
        wrong.append(f"regions.csv differs from the package in {sorted(odd)}.")
    return wrong


def main() -> None:
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("--atlas", type=Path, required=True, help="countries-10m.json of world-atlas")
    arguments.add_argument("--check", action="store_true", help="write nothing, compare")
    given = arguments.parse_args()
    rows, found = states(), outlines(json.loads(given.atlas.read_text(encoding="utf-8")))
    text = as_csv([country(row, point(found[m49(row["m49 numerical code"])])) for row in rows])
    if not given.check:
        (REFERENCE / "countries.csv").write_text(text, encoding="utf-8", newline="\n")
    wrong = differences(text, rows)
    print("\n".join(wrong) or f"{len(rows)} countries and the regions are what the packages say.")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
