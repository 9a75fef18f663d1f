"""A need and an offer together, whether or not they are a match: what a page that shows both reads of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matchmaker.models import Match, Need, Offer


@dataclass(frozen=True)
class Pair:
    """Two that are no match, as the engine would rank them; the names are those of a `Match`."""

    need: Need
    offer: Offer
    band: str
    score: float
    reasons: Sequence[Any]
    id: None = None

    @property
    def need_id(self) -> int | None:
        return self.need.id

    @property
    def offer_id(self) -> int | None:
        return self.offer.id


AnyPair = Match | Pair
