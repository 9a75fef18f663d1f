"""All that the engine may know of a need and of an offer.

A field left at its default states nothing, and what is not stated bars nobody.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

NO_LIMIT = 2**31 - 1  # the capacity of an offer that states none
LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class NeedProfile:
    """What one State asks for, as of *day*.

    *title* and *text* are what the requester wrote, joined by the caller; *language* is theirs (two
    letters; "" = to be recognised). *groups* (LDC, LLDC, SIDS, ODA) and *regions* (M49 codes) are those
    of *country* (ISO 3166-1 alpha-3) on *day*. *languages* are working languages: one in common suffices.
    *starts* and *ends* bound the delivery. *named_donors* empty means every donor.
    """

    id: int
    organisation_id: int
    language: str
    title: str = ""
    text: str = ""
    topics: tuple[str, ...] = ()
    modalities: tuple[str, ...] = ()
    country: str = ""
    regions: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    starts: date = date.min
    ends: date = date.max
    day: date = date.min
    named_donors: frozenset[int] = frozenset()
    excluded_donors: frozenset[int] = frozenset()
    budget_band: str = ""


@dataclass(frozen=True, kw_only=True)
class OfferProfile:
    """What one donor gives.

    *countries*, *regions* and *groups* say who may receive: any one of them suffices, all empty means
    every State. It can be given between *valid_from* and *valid_until*, *lead_time_weeks* after the
    request at the earliest. *version* changes whenever any other field does. *posted_at* (aware) breaks
    ties: the older wins. *is_public* says whether everybody may see it: only such offers shape the IDF.
    """

    id: int
    organisation_id: int
    language: str
    title: str = ""
    text: str = ""
    topics: tuple[str, ...] = ()
    modalities: tuple[str, ...] = ()
    countries: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    valid_from: date = date.min
    valid_until: date = date.max
    lead_time_weeks: int = 0
    capacity_left: int = NO_LIMIT
    budget_band: str = ""
    version: int = 1
    posted_at: datetime = LONG_AGO
    is_public: bool = True
