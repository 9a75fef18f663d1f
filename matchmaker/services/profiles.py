"""Rows as the engine reads them. Only what every reader of a match may read goes in: reasons quote it."""

from datetime import date
from zlib import crc32

from matchmaker import reference
from matchmaker.engine.profiles import LONG_AGO, NeedProfile, OfferProfile
from matchmaker.models import Component, Need, Offer
from matchmaker.vocabulary import TagKind, Visibility


def need_profile(need: Need, *, on: date) -> NeedProfile:
    """*need* as of the day *on*: countries join and leave groups."""
    known = need.country in reference.countries()
    return NeedProfile(
        id=need.id,
        organisation_id=need.organisation_id,
        language=need.language,
        title=need.title,
        text=need_text(need),
        topics=tuple(dict.fromkeys(part.topic for part in sought(need) if part.topic)),
        modalities=tuple(dict.fromkeys(part.modality for part in sought(need) if part.modality)),
        country=need.country,
        regions=reference.regions_of(need.country) if known else frozenset(),
        groups=reference.groups_of(need.country, on=on) if known else frozenset(),
        languages=frozenset(need.languages),
        starts=need.earliest_start or date.min,
        ends=need.latest_end or date.max,
        day=on,
        named_donors=need.named_donor_ids if need.visibility == Visibility.NAMED_DONORS else frozenset(),
        budget_band=need.budget_band or "",
    )


def sought(need: Need) -> list[Component]:
    """The components for which offers are looked for: what no agreement covers, or all where nothing is open."""
    return need.open_components or need.components


def need_text(need: Need) -> str:
    """What the requester wrote of the matter itself; never a block that has a visibility of its own."""
    quantities = [part.quantity for part in sought(need)]
    return "\n".join([need.problem, need.expected_result, *quantities])


def offer_profile(offer: Offer) -> OfferProfile:
    """*offer* as it stands. What is not covered stays out: its words would attract the wrong needs."""
    return OfferProfile(
        id=offer.id,
        organisation_id=offer.organisation_id,
        language=offer.language,
        title=offer.title,
        text=offer.description,
        topics=tuple(offer.topics),
        modalities=tuple(offer.modalities),
        countries=frozenset(offer.codes(TagKind.COUNTRY)),
        regions=frozenset(offer.codes(TagKind.REGION)),
        groups=frozenset(offer.codes(TagKind.GROUP)),
        languages=frozenset(offer.languages),
        valid_from=offer.valid_from or date.min,
        valid_until=offer.valid_until or date.max,
        lead_time_weeks=offer.lead_time_weeks or 0,
        capacity_left=offer.capacity_left,
        budget_band=offer.budget_band or "",
        version=edition(offer.ref, offer.version),
        posted_at=offer.published_at or LONG_AGO,
        is_public=offer.visibility == Visibility.PUBLIC,
    )


def edition(ref: str, version: int) -> int:
    """A number for this text of this offer: references are drawn by lot, so another database has others."""
    return crc32(f"{ref} {version}".encode("ascii"))
