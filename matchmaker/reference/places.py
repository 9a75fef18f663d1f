"""States and the M49 regions that they lie in. Codes are ISO 3166-1 and UN M49: text, with leading zeros."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from matchmaker.reference.rows import UN_LANGUAGES, Labelled, Row, read_once, table


class RegionLevel(StrEnum):
    REGION = "region"
    SUBREGION = "subregion"
    INTERMEDIATE = "intermediate"


class CountryStatus(StrEnum):
    """Standing in the United Nations."""

    MEMBER = "member"
    OBSERVER = "observer"


@dataclass(frozen=True)
class Region(Labelled):
    code: str
    level: RegionLevel
    parent: str  # code of the region above, empty for a region


@dataclass(frozen=True)
class Country(Labelled):
    """*latitude* and *longitude*, in degrees, say where to put a dot; they say nothing about a boundary."""

    iso3: str
    iso2: str
    m49: str
    region: str
    subregion: str
    intermediate: str  # empty where M49 has none
    status: CountryStatus
    latitude: float
    longitude: float

    @property
    def regions(self) -> frozenset[str]:
        """Every M49 code that this country lies in."""
        return frozenset({self.region, self.subregion, self.intermediate} - {""})


LEVEL_ABOVE = {RegionLevel.SUBREGION: RegionLevel.REGION, RegionLevel.INTERMEDIATE: RegionLevel.SUBREGION}
REGION_COLUMNS = ("code", "level", "parent", *UN_LANGUAGES)
COUNTRY_COLUMNS = (
    *("iso3", "iso2", "m49", "region", "subregion", "intermediate", "status"),
    *UN_LANGUAGES,
    *("latitude", "longitude"),
)


@read_once
def regions(folder: Path) -> Mapping[str, Region]:
    """M49 code -> region, sub-region or intermediate region. Raises BadRow."""
    seen: dict[RegionLevel, set[str]] = {level: set() for level in RegionLevel}

    def region(row: Row) -> Region:
        level = RegionLevel(row.one_of("level", RegionLevel))
        above = sorted(seen[LEVEL_ABOVE[level]]) if level in LEVEL_ABOVE else [""]
        code = row.matching("code", r"\d{3}", "three digits")
        seen[level].add(code)
        return Region(row.labels(), code, level, row.one_of("parent", above))

    return table(folder / "regions.csv", REGION_COLUMNS, region)


@read_once
def countries(folder: Path) -> Mapping[str, Country]:
    """ISO alpha-3 -> Member State or observer of the United Nations. Raises BadRow."""
    below: dict[str, list[str]] = {parent: [] for parent in ("", *regions(folder))}
    for code, each in regions(folder).items():
        below[each.parent].append(code)
    seen: set[str] = set()

    def once(row: Row, column: str, pattern: str, allowed: str) -> str:
        code = row.matching(column, pattern, allowed)
        if code in seen:
            raise row.bad(column, "a code that stands once in this list")
        seen.add(code)
        return code

    def country(row: Row) -> Country:
        region = row.one_of("region", below[""])
        subregion = row.one_of("subregion", below[region])
        return Country(
            labels=row.labels(),
            iso3=row.matching("iso3", "[A-Z]{3}", "three capital letters"),
            iso2=once(row, "iso2", "[A-Z]{2}", "two capital letters"),
            m49=once(row, "m49", r"\d{3}", "three digits"),
            region=region,
            subregion=subregion,
            intermediate=row.one_of("intermediate", below[subregion] or [""]),
            status=CountryStatus(row.one_of("status", CountryStatus)),
            latitude=row.number("latitude", -90, 90),
            longitude=row.number("longitude", -180, 180),
        )

    return table(folder / "countries.csv", COUNTRY_COLUMNS, country)


def regions_of(iso3: str) -> frozenset[str]:
    """The M49 codes that this country lies in. Raises KeyError for an unknown country."""
    return countries()[iso3].regions
