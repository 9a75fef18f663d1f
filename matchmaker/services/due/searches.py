"""Once a night every saved search is looked through for what is new."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists
from sqlmodel import Session, col

from matchmaker.clock import NIGHT, last
from matchmaker.models import Person, Search
from matchmaker.queries.people import WORKS
from matchmaker.queries.searches import LOOKING
from matchmaker.services import searches
from matchmaker.services.due.chore import Chore


def _is_of_last_night(now: datetime) -> ColumnElement[bool]:
    """Not looked through since this night fell, and somebody is there to read it."""
    reader = exists().where(col(Person.id) == Search.person_id, WORKS)
    has_news = col(Search.catalogue).in_(LOOKING)
    return and_(has_news, col(Search.looked_at) < last(NIGHT, now), reader)


def _tell_news(session: Session, search: Search, *, now: datetime, occasion: str) -> None:
    searches.tell_news(session, search, now=now)


SEARCH_CHORES = (Chore("look for news in a search", Search, _is_of_last_night, _tell_news),)
