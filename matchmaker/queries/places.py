"""A place in a filter: a country (ISO alpha-3), a region (M49) or a group (LDC, LLDC, SIDS, ODA)."""

from datetime import date

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col

from matchmaker import reference
from matchmaker.models import Organisation

WORLD = "001"  # M49: where a donor is at home that has no region of its own


def countries_in(place: str, *, on: date) -> frozenset[str]:
    """The countries that *place* means on the day *on*."""
    if place in reference.groups():
        return reference.members(place, on=on)
    if place in reference.regions():
        return frozenset(iso3 for iso3 in reference.countries() if place in reference.regions_of(iso3))
    return frozenset({place})


def is_whole_region(place: str) -> bool:
    """Whether *place* is one of the five regions: the only place a public summary tells."""
    region = reference.regions().get(place)
    return region is not None and not region.parent


def whole_regions() -> list[str]:
    return [code for code in reference.regions() if is_whole_region(code)]


def reach_codes(place: str, *, on: date) -> frozenset[str]:
    """Codes of reach under which an offer may serve somebody in *place*."""
    inside = countries_in(place, on=on)
    if place in reference.groups():
        return frozenset({place})
    wider = frozenset(code for iso3 in inside for code in reference.regions_of(iso3))
    groups = frozenset(code for code in reference.groups() if reference.members(code, on=on) & inside)
    return inside | wider | groups | {place}


def at_home_in(region: str) -> ColumnElement[bool]:
    """Whether an organisation is at home in *region*: a State by its country, any other as it is recorded."""
    if region == WORLD:
        return and_(col(Organisation.region).is_(None), col(Organisation.country).is_(None))
    states = {iso3 for iso3, country in reference.countries().items() if country.region == region}
    return or_(col(Organisation.region) == region, col(Organisation.country).in_(states))
