"""Which country belongs to which group on which day. Countries graduate: the date decides."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from pathlib import Path

from matchmaker.reference.places import countries
from matchmaker.reference.rows import UN_LANGUAGES, Labelled, Row, read, read_once, table


class Group(StrEnum):
    LDC = "LDC"
    LLDC = "LLDC"
    SIDS = "SIDS"
    ODA = "ODA"


@dataclass(frozen=True)
class GroupName(Labelled):
    code: Group


@dataclass(frozen=True)
class Membership:
    """*valid_from* is the first day inside, *valid_to* the first day outside: a country that graduates on
    24 November is still a member on the 23rd and no longer on the 24th. None: no end is known."""

    iso3: str
    group: Group
    valid_from: date
    valid_to: date | None
    source: str

    def covers(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


GROUP_COLUMNS = ("code", *UN_LANGUAGES)
MEMBERSHIP_COLUMNS = ("iso3", "group", "valid_from", "valid_to", "source")


@read_once
def groups(folder: Path) -> Mapping[str, GroupName]:
    """Code -> the group with its names. Raises BadRow."""
    return table(
        folder / "group_names.csv",
        GROUP_COLUMNS,
        lambda row: GroupName(row.labels(), Group(row.one_of("code", Group))),
    )


@read_once
def memberships(folder: Path) -> tuple[Membership, ...]:
    """Every membership ever recorded, by country, group and first day. Raises BadRow, also if two overlap."""
    rows = read(folder / "groups.csv", MEMBERSHIP_COLUMNS)
    read_ones = [(membership(row, folder), row) for row in rows]
    read_ones.sort(key=lambda pair: (pair[0].iso3, pair[0].group, pair[0].valid_from))
    for (one, _), (other, row) in pairwise(read_ones):
        if (one.iso3, one.group) == (other.iso3, other.group) and one.covers(other.valid_from):
            raise row.bad("valid_from", f"a day when {one.iso3} is not in {one.group} already")
    return tuple(each for each, _ in read_ones)


def membership(row: Row, folder: Path) -> Membership:
    valid_from = row.day("valid_from")
    valid_to = row.day("valid_to") if row.cells["valid_to"] else None
    if valid_to is not None and valid_to <= valid_from:
        raise row.bad("valid_to", f"nothing, or a day after {valid_from}")
    return Membership(
        iso3=row.one_of("iso3", countries(folder)),
        group=Group(row.one_of("group", Group)),
        valid_from=valid_from,
        valid_to=valid_to,
        source=row.text("source"),
    )


def groups_of(iso3: str, *, on: date) -> frozenset[str]:
    """The groups that this country belongs to on that day. Raises KeyError for an unknown country."""
    country = countries()[iso3]
    return frozenset(each.group for each in memberships() if each.iso3 == country.iso3 and each.covers(on))


def members(group: str, *, on: date) -> frozenset[str]:
    """ISO alpha-3 of the members of that group on that day. Raises ValueError for an unknown group."""
    wanted = Group(group)
    return frozenset(each.iso3 for each in memberships() if each.group == wanted and each.covers(on))
