"""The lists that the running program needs: places, groups, topics, modalities, languages, currencies.

    countries()["GMB"].label("fr")                       "Gambie"
    groups_of("GMB", on=date(2026, 11, 22))              frozenset({"LDC", "ODA"})
    topics()["EVI-02"].area                              "EVI"

README.md in this folder says where each list comes from and what is doubtful.
"""

from matchmaker.reference.calendars import is_working_day, public_holidays, weekend_of
from matchmaker.reference.cldr import Currency, Direction, Language, currencies, languages
from matchmaker.reference.concepts import concepts
from matchmaker.reference.land import Run, land
from matchmaker.reference.membership import (
    Group,
    GroupName,
    Membership,
    groups,
    groups_of,
    members,
    memberships,
)
from matchmaker.reference.places import (
    Country,
    CountryStatus,
    Region,
    RegionLevel,
    countries,
    regions,
    regions_of,
)
from matchmaker.reference.rows import UN_LANGUAGES, BadRow
from matchmaker.reference.taxonomy import (
    TERM_LANGUAGES,
    Area,
    Modality,
    Topic,
    areas,
    modalities,
    modality_terms,
    topic_terms,
    topics,
)
from matchmaker.reference.zones import UTC, zone_of, zones

__all__ = [
    "TERM_LANGUAGES",
    "UN_LANGUAGES",
    "UTC",
    "Area",
    "BadRow",
    "Country",
    "CountryStatus",
    "Currency",
    "Direction",
    "Group",
    "GroupName",
    "Language",
    "Membership",
    "Modality",
    "Region",
    "RegionLevel",
    "Run",
    "Topic",
    "areas",
    "concepts",
    "countries",
    "currencies",
    "groups",
    "groups_of",
    "is_working_day",
    "land",
    "languages",
    "members",
    "memberships",
    "modalities",
    "modality_terms",
    "public_holidays",
    "regions",
    "regions_of",
    "topic_terms",
    "topics",
    "weekend_of",
    "zone_of",
    "zones",
]
