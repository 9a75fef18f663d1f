"""A place in a filter: a country (ISO alpha-3), a region (M49) or a group (LDC, LLDC, SIDS, ODA)."""

from datetime import date

from matchmaker import reference


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


def reach_codes(place: str, *, on: date) -> frozenset[str]:
    """Codes of reach under which an offer may serve somebody in *place*."""
    inside = countries_in(place, on=on)
    if place in reference.groups():
        return frozenset({place})
    wider = frozenset(code for iso3 in inside for code in reference.regions_of(iso3))
    groups = reference.groups_of(place, on=on) if place in reference.countries() else frozenset()
    return inside | wider | groups | {place}
