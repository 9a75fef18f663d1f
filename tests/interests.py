"""What the cast would like to hear of."""

import secrets
from datetime import datetime

from sqlmodel import Session

from matchmaker.models import Person, Search
from matchmaker.services import searches
from matchmaker.vocabulary import Catalogue
from tests.cast import NOON, Cast


def a_search(
    session: Session,
    cast: Cast,
    *,
    state: Catalogue = Catalogue.NEEDS,
    by: Person | None = None,
    now: datetime = NOON,
    **wanted: str,
) -> Search:
    """A search of Carla's (or of *by*), through the catalogue *state*, for what is *wanted*."""
    name = f"Search {secrets.token_hex(4)}"
    return searches.save(session, name, state, wanted, by=by or cast.carla, now=now)
