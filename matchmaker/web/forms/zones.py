"""The clocks that a person can choose from, in their language."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location

from matchmaker import reference
from matchmaker.web.languages import language, offset_name
from matchmaker.wording import PORTAL_LANGUAGES


@lru_cache(maxsize=len(PORTAL_LANGUAGES))
def _cities(language: str) -> Mapping[str, str]:
    """Zone -> the city that it is named after."""
    named = {one: get_timezone_location(one, locale=language, return_city=True) for one in reference.zones()}
    return named | {reference.UTC: reference.UTC}


def city_of(zone: str) -> str:
    return _cities(language())[zone]


def zones(*, now: datetime) -> list[tuple[str, str]]:
    """(zone, city and distance from UTC) from west to east, as the clocks stand *now*."""
    found = sorted(
        (now.astimezone(ZoneInfo(one)).utcoffset(), city_of(one), one) for one in reference.zones()
    )
    return [(one, f"{city} ({offset_name(offset)})") for offset, city, one in found]
