"""Time zones, country by country: names of the tz database, as Unicode CLDR gives them to countries (through Babel)."""

from collections.abc import Mapping
from functools import cache

from babel.core import get_global

from matchmaker.reference.places import countries

UTC = "UTC"
# Of countries with several zones, the one of the seat of government, by ISO 3166-1 alpha-2.
SEATS: Mapping[str, str] = {
    "AR": "America/Argentina/Buenos_Aires",
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CD": "Africa/Kinshasa",
    "CL": "America/Santiago",
    "CN": "Asia/Shanghai",
    "CY": "Asia/Nicosia",
    "DE": "Europe/Berlin",
    "EC": "America/Guayaquil",
    "ES": "Europe/Madrid",
    "FM": "Pacific/Pohnpei",
    "ID": "Asia/Jakarta",
    "KI": "Pacific/Tarawa",
    "KZ": "Asia/Almaty",
    "MH": "Pacific/Majuro",
    "MN": "Asia/Ulaanbaatar",
    "MX": "America/Mexico_City",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "PG": "Pacific/Port_Moresby",
    "PS": "Asia/Hebron",
    "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "US": "America/New_York",
    "UZ": "Asia/Tashkent",
}


@cache
def zones_of(iso3: str) -> tuple[str, ...]:
    """Every zone of a country, in the order of their names. Raises KeyError for a country that is not in our list."""
    return tuple(sorted(get_global("territory_zones")[countries()[iso3].iso2]))


@cache
def zone_of(iso3: str) -> str:
    """The zone of a country where its government sits; UTC for no country. KeyError as above."""
    if not iso3:
        return UTC
    return SEATS.get(countries()[iso3].iso2) or zones_of(iso3)[0]


@cache
def zones() -> frozenset[str]:
    """Every zone that somebody may live in."""
    return frozenset({UTC}.union(*(zones_of(iso3) for iso3 in countries())))
