"""Visits: who is signed in, and at which browser."""

from datetime import datetime

from sqlmodel import Field, Relationship

from matchmaker.models.columns import Versioned, new_reference
from matchmaker.models.person import Person

DEVICE_MAX = 60


class Visit(Versioned, table=True):
    """One person at one browser, from signing in to signing out; what has ended has no row.

    `key_hash`: SHA-256 of the key, which the browser alone holds. `device`: roughly, as the browser calls itself.
    `two_steps_since`: that of the person when they passed the second step here; another one is passed anew.
    `seen_at`: when it last asked for anything, to within services/visits.py: SEEN_EVERY.
    """

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(default_factory=lambda: new_reference("V"), unique=True, max_length=16)
    key_hash: str = Field(unique=True, max_length=64)
    person_id: int = Field(foreign_key="person.id", index=True)
    device: str = Field(default="", max_length=DEVICE_MAX)
    begun_at: datetime
    seen_at: datetime
    two_steps_since: datetime | None = None

    person: Person = Relationship()
