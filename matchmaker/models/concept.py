"""Concepts that the portal's own lexicon has beside the shipped ones, or instead of a shipped one."""

from datetime import datetime

from sqlalchemy import JSON
from sqlmodel import Field

from matchmaker.models.columns import Versioned, word
from matchmaker.vocabulary import ConceptState

NAME_MAX = 120


class Concept(Versioned, table=True):
    """`ref`: its name, as in "chain-of-custody"; `terms`: language -> the ways to say it, the usual one first.

    One with the name of a shipped concept stands in its place; a retired one is found in no text.
    """

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(max_length=NAME_MAX, unique=True)
    state: ConceptState = Field(default=ConceptState.IN_USE, sa_type=word(ConceptState))
    terms: dict[str, list[str]] = Field(sa_type=JSON)
    imported: bool = Field(default=False, index=True)  # from a list of others, and forgotten with it
    changed_at: datetime
