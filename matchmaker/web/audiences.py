"""A need as others will read it: shown by the same pages and the same policy to a stand-in of each audience."""

from dataclasses import dataclass
from typing import Any

from matchmaker.models import Need
from matchmaker.vocabulary import NeedState, Role, Visibility

AUDIENCES = (Visibility.PUBLIC, Visibility.DONORS, Visibility.NAMED_DONORS, Visibility.SECRETARIAT)


@dataclass(frozen=True)
class StandIn:
    """Somebody of an audience, in nobody's name."""

    role: Role
    organisation_id: int | None = None
    id: None = None


class Published:
    """*need* as it will be in the catalogue; all else of it is as it stands now."""

    state = NeedState.PUBLISHED

    def __init__(self, need: Need) -> None:
        self._need = need
        self.submitted_at = need.submitted_at or need.changed_at

    def __getattr__(self, name: str) -> Any:
        return getattr(self._need, name)


def audiences_of(need: Need) -> list[Visibility]:
    """Whose reading of *need* can be shown: named donors only where some are named."""
    return [one for one in AUDIENCES if one != Visibility.NAMED_DONORS or need.named_donors]


def stand_in(audience: Visibility, need: Need) -> StandIn:
    """One of *audience*; of the named donors, the first."""
    named = min(need.named_donor_ids, default=None)
    return {
        Visibility.PUBLIC: StandIn(Role.VISITOR),
        Visibility.DONORS: StandIn(Role.DONOR_OFFICER),
        Visibility.NAMED_DONORS: StandIn(Role.DONOR_OFFICER, named),
        Visibility.SECRETARIAT: StandIn(Role.CASE_OFFICER),
    }[audience]
