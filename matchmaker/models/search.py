"""Searches that people have put by, and what each of them has found so far."""

from datetime import datetime

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from matchmaker.lists import Catalogue
from matchmaker.models.columns import Versioned, new_reference, word
from matchmaker.models.person import Person

NAME_MAX = 80


class Search(Versioned, table=True):
    """A filtered view of a catalogue or of the review queue, saved by one person under a name.

    `wanted`: what its address asks for, by the name of the filter. `looked_at`: when it was last looked for news.
    """

    __table_args__ = (UniqueConstraint("person_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(default_factory=lambda: new_reference("S"), unique=True, max_length=16)
    person_id: int = Field(foreign_key="person.id")
    name: str = Field(max_length=NAME_MAX)
    catalogue: Catalogue = Field(sa_type=word(Catalogue))
    wanted: dict[str, str] = Field(sa_type=JSON)
    created_at: datetime
    looked_at: datetime = Field(index=True)

    person: Person = Relationship()


class SearchHit(SQLModel, table=True):
    """A need or an offer that a search has found, each once. Not told: what was there when it was saved."""

    __tablename__ = "search_hit"

    search_id: int = Field(foreign_key="search.id", primary_key=True)
    thing_id: int = Field(primary_key=True)
    told_at: datetime | None = None
