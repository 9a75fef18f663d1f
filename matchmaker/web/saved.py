"""The lists of which somebody saves a filtered view: where each stands, and what it can be filtered by."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for

from matchmaker.lists import Catalogue
from matchmaker.queries.matches import QueueFilter
from matchmaker.queries.needs import NeedFilter
from matchmaker.queries.offers import OfferFilter


@dataclass(frozen=True)
class Listed:
    endpoint: str
    filter: Callable[..., Any]


LISTS: Mapping[Catalogue, Listed] = {
    Catalogue.NEEDS: Listed("needs.index", NeedFilter),
    Catalogue.OFFERS: Listed("offers.index", OfferFilter),
    Catalogue.QUEUE: Listed("matches.queue", QueueFilter),
}


def address(catalogue: Catalogue, wanted: Mapping[str, str]) -> str:
    """Where the list stands, filtered by what is *wanted*."""
    return url_for(LISTS[catalogue].endpoint, **wanted)
