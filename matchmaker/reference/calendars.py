"""On which days of the week offices are closed, country by country (Unicode CLDR, through Babel)."""

from functools import cache

from babel import Locale

from matchmaker.reference.places import countries

SATURDAY, SUNDAY = 5, 6  # as datetime counts the days of a week


@cache
def weekend_of(iso3: str) -> frozenset[int]:
    """The weekend of a country, as datetime counts days (Monday is 0); Saturday and Sunday for no country.

    Raises KeyError for a country that is not in our list.
    """
    if not iso3:
        return frozenset({SATURDAY, SUNDAY})
    there = Locale.parse(f"und_{countries()[iso3].iso2}", resolve_likely_subtags=True)
    length = (there.weekend_end - there.weekend_start) % 7 + 1
    return frozenset((there.weekend_start + day) % 7 for day in range(length))
