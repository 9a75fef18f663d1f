"""May this offer serve this need? Yes, or every reason why not. A hard filter: no score outweighs it."""

from enum import StrEnum

import numpy as np

from matchmaker.engine.offers.facts import Facts, Flags, Numbers
from matchmaker.engine.offers.shelf import Shelf
from matchmaker.engine.profiles import NeedProfile, OfferProfile
from matchmaker.engine.text.keys import Kind


class Bar(StrEnum):
    """Why not."""

    PLACE = "place"  # the offer is for other States
    DATES = "dates"  # it cannot be given while the need lasts
    LANGUAGE = "language"  # no working language in common
    CAPACITY = "capacity"  # used up
    NOT_NAMED = "not_named"  # the need is open to named donors, and this is none of them
    EXCLUDED = "excluded"  # the requester excludes this donor
    SAME_ORGANISATION = "same_organisation"  # nobody serves their own need


def bars(need: NeedProfile, offer: OfferProfile) -> tuple[Bar, ...]:
    """Why *offer* may not serve *need*, in the order of `Bar`; empty if it may."""
    donor = offer.organisation_id
    found = {
        Bar.PLACE: not reaches(offer, need),
        Bar.DATES: not in_time(offer, need),
        Bar.LANGUAGE: bool(need.languages and offer.languages and not need.languages & offer.languages),
        Bar.CAPACITY: offer.capacity_left <= 0,
        Bar.NOT_NAMED: bool(need.named_donors) and donor not in need.named_donors,
        Bar.EXCLUDED: donor in need.excluded_donors,
        Bar.SAME_ORGANISATION: donor == need.organisation_id,
    }
    return tuple(bar for bar, holds in found.items() if holds)


def reaches(offer: OfferProfile, need: NeedProfile) -> bool:
    anywhere = not (offer.countries or offer.regions or offer.groups)
    return anywhere or (
        need.country in offer.countries
        or not need.regions.isdisjoint(offer.regions)
        or not need.groups.isdisjoint(offer.groups)
    )


def in_time(offer: OfferProfile, need: NeedProfile) -> bool:
    """Whether a day is left on which the need lasts, the offer is valid, and its lead time is over."""
    soonest = need.day.toordinal() + 7 * offer.lead_time_weeks  # numbers: a date might leave the calendar
    first = max(soonest, need.starts.toordinal(), offer.valid_from.toordinal())
    return first <= min(need.ends, offer.valid_until).toordinal()


def mask(shelf: Shelf, need: NeedProfile) -> Flags:
    """`not bars(need, offer)` for each offer at once: shape (n,); what is not there any more may not either."""
    facts = shelf.facts
    first, last = windows(facts, need)
    allowed = (
        shelf.alive & (first <= last) & (facts.capacity > 0) & (facts.organisation != need.organisation_id)
    )
    allowed &= places(shelf, need)
    if need.languages:
        allowed &= facts.is_any_language | shelf.having(Kind.LANGUAGE, need.languages)
    if need.named_donors:
        allowed &= np.isin(facts.organisation, list(need.named_donors))
    if need.excluded_donors:
        allowed &= ~np.isin(facts.organisation, list(need.excluded_donors))
    return allowed


def windows(facts: Facts, need: NeedProfile) -> tuple[Numbers, Numbers]:
    """The first and last day, as ordinals, on which each offer can serve: none where the first is later."""
    soonest = need.day.toordinal() + facts.lead_days
    first = np.maximum(np.maximum(facts.starts, soonest), need.starts.toordinal())
    return first, np.minimum(facts.ends, need.ends.toordinal())


def places(shelf: Shelf, need: NeedProfile) -> Flags:
    return (
        shelf.facts.is_anywhere
        | shelf.having(Kind.COUNTRY, {need.country})
        | shelf.having(Kind.REGION, need.regions)
        | shelf.having(Kind.GROUP, need.groups)
    )
