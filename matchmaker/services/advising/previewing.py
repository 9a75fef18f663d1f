"""Who could help, while somebody writes: as the engine would rank the draft today. Nothing of it is kept."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session

from matchmaker.actions import Action
from matchmaker.engine.ranking import rank
from matchmaker.engine.ranking.rank import TOP, Ranked
from matchmaker.models import NamedDonor, Need, Offer, Person
from matchmaker.policy import can
from matchmaker.queries import needs as read_needs
from matchmaker.queries import offers as read_offers
from matchmaker.queries import organisations
from matchmaker.services import matching, needs, offers
from matchmaker.services.drafts import NeedDraft, OfferDraft
from matchmaker.services.profiles import need_profile, offer_profile

MOST = 5  # that are shown beside a form
MOST_COMPARED = 60  # needs, the newest: as many are read while somebody types
NEW = 0  # the id of what is not written yet: no row has it


@dataclass(frozen=True)
class Fit:
    """A need and an offer, one of them still a draft, as the engine ranks the two."""

    need: Need
    offer: Offer
    band: str
    score: float
    reasons: Sequence[dict[str, Any]]


def need_of(session: Session, draft: NeedDraft, *, need: Need | None, by: Person) -> Need:
    """The need as it would be saved, instead of *need* if that is being edited; the session does not hold it."""
    told = Need(id=need.id if need else NEW, organisation_id=by.organisation_id, organisation=by.organisation)
    needs.fill(told, draft)
    named = [donor for donor in organisations.donors(session) if donor.key in draft.named_donor_keys]
    told.named_donors = [NamedDonor(organisation_id=donor.id) for donor in named]
    return told


def offer_of(draft: OfferDraft, *, offer: Offer | None, by: Person) -> Offer:
    """The offer as it would be saved."""
    told = Offer(
        id=offer.id if offer else NEW, organisation_id=by.organisation_id, organisation=by.organisation
    )
    told.ref = offer.ref if offer else told.ref
    offers.fill(told, draft)
    return told


def offers_for(
    session: Session, need: Need, topics: Sequence[str], *, by: Person, index_folder: Path, now: datetime
) -> list[Fit]:
    """The best offers for *need*, as if it were on *topics*, that its writer may read.

    As long as others stand before them, more are asked for: what the writer may not read takes no place here.
    """
    if not topics:  # so little is written that nobody knows what it is about
        return []
    index = matching.open_index(session, index_folder)
    asked = replace(need_profile(need, on=now.date()), topics=tuple(topics))
    top, found, shown = TOP, (), []
    while len(shown) < MOST and len(found) >= top - TOP:
        found = rank.rank_one(index, asked, top)
        given = {offer.id: offer for offer in read_offers.by_ids(session, [one.offer_id for one in found])}
        shown = [one for one in found if can(by, Action.READ_OFFER, given[one.offer_id])]
        top += TOP
    return [_fit(need, given[one.offer_id], one) for one in shown[:MOST]]


def needs_for(
    session: Session, offer: Offer, topics: Sequence[str], *, by: Person, index_folder: Path, now: datetime
) -> list[Fit]:
    """The needs that *offer* may serve, as if it were on *topics*, of those that all donors may read: the best first.

    What is told to named donors alone is left out: to show it is a reading that the audit trail must know of.
    """
    if not topics:
        return []
    index = copy(matching.open_index(session, index_folder))  # others rank by it
    given = replace(offer_profile(offer), topics=tuple(topics))
    index.change((), [given])
    open_needs = {need.id: need for need in read_needs.to_serve(session, by, topics, count=MOST_COMPARED)}
    asked = [need_profile(need, on=now.date()) for need in open_needs.values()]
    found = rank.rank_back(index, given, asked)
    return [_fit(open_needs[id_], offer, one) for id_, one in found[:MOST]]


def _fit(need: Need, offer: Offer, one: Ranked) -> Fit:
    return Fit(need, offer, one.band.value, one.score, [dict(vars(reason)) for reason in one.reasons])
