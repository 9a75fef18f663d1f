"""On which days offices are closed, country by country (docs/adr/0043)."""

from datetime import date
from functools import cache

from babel import Locale

from matchmaker.reference.places import countries

SATURDAY, SUNDAY = 5, 6  # as datetime counts the days of a week


@cache
def weekend_of(iso3: str) -> frozenset[int]:
    """The weekend of a country, as datetime counts days (Monday is 0); Saturday and Sunday for no country.

    Source: Unicode CLDR, through Babel. Raises KeyError for a country that is not in our list.
    """
    if not iso3:
        return frozenset({SATURDAY, SUNDAY})
    there = Locale.parse(f"und_{countries()[iso3].iso2}", resolve_likely_subtags=True)
    length = (there.weekend_end - there.weekend_start) % 7 + 1
    return frozenset((there.weekend_start + day) % 7 for day in range(length))


@cache
def public_holidays(iso3: str, year: int) -> frozenset[date]:
    """Those of the whole country; none for no country, and for the few whose calendar nobody keeps.

    Source: the package holidays. What follows the moon is foretold, and may be a day off.
    """
    from holidays import country_holidays  # half a tenth of a second, and many processes never count a day

    try:
        return frozenset(country_holidays(countries()[iso3].iso2, years=year) if iso3 else ())
    except NotImplementedError:
        return frozenset()


def is_working_day(day: date, iso3: str) -> bool:
    """Whether offices are open in a country. Raises KeyError for one that is not in our list."""
    return day.weekday() not in weekend_of(iso3) and day not in public_holidays(iso3, day.year)
