"""A need or an offer as others will read it: by the same pages and the same policy, for a stand-in of each audience."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from matchmaker.models import Need, Offer
from matchmaker.vocabulary import NeedState, OfferState, Role, Visibility

AUDIENCES = (Visibility.PUBLIC, Visibility.DONORS, Visibility.NAMED_DONORS, Visibility.SECRETARIAT)


@dataclass(frozen=True)
class StandIn:
    """Somebody of an audience, in nobody's name."""

    role: Role
    organisation_id: int | None = None
    id: None = None
    recused_ids: frozenset[int] = frozenset()


class Published:
    """*thing* as it will be in the catalogue; all else of it is as it stands now."""

    def __init__(self, thing: Need | Offer) -> None:
        self._thing = thing

    @property
    def state(self) -> NeedState | OfferState:
        return NeedState.PUBLISHED if isinstance(self._thing, Need) else OfferState.PUBLISHED

    @property
    def submitted_at(self) -> datetime:
        return self._thing.submitted_at or self._thing.changed_at

    def __getattr__(self, name: str) -> Any:
        return getattr(self._thing, name)


def _named(thing: Need | Offer) -> Sequence[int]:
    """The donors to whom *thing* is shown by name; an offer names none."""
    return sorted(thing.named_donor_ids) if isinstance(thing, Need) else ()


def audiences_of(thing: Need | Offer) -> list[Visibility]:
    """Whose reading of *thing* can be shown: named donors only where some are named."""
    return [one for one in AUDIENCES if one != Visibility.NAMED_DONORS or _named(thing)]


def stand_in(audience: Visibility, thing: Need | Offer) -> StandIn:
    """One of *audience*; of the named donors, the first."""
    named = next(iter(_named(thing)), None)
    return {
        Visibility.PUBLIC: StandIn(Role.VISITOR),
        Visibility.DONORS: StandIn(Role.DONOR_OFFICER),
        Visibility.NAMED_DONORS: StandIn(Role.DONOR_OFFICER, named),
        Visibility.SECRETARIAT: StandIn(Role.CASE_OFFICER),
    }[audience]
