"""The lists of which somebody saves a filtered view: where each stands, and what it can be filtered by."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, url_for
from flask_login import current_user

from matchmaker.lists import Catalogue
from matchmaker.models import Search
from matchmaker.queries import searches
from matchmaker.queries.matches import QueueFilter
from matchmaker.queries.needs import NeedFilter
from matchmaker.queries.offers import OfferFilter
from matchmaker.web.session import session


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


def saved_as(catalogue: Catalogue, wanted: Mapping[str, str]) -> Search | None:
    """What this reader has saved already of what is *wanted*."""
    own = searches.of_person(session, current_user, catalogue)
    return next((search for search in own if search.wanted == wanted), None)


def init(app: Flask) -> None:
    app.jinja_env.globals.update(saved_as=saved_as)
