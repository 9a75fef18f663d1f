"""Identities: who a person is at the provider where they sign in elsewhere."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from matchmaker.models.person import Person

SUBJECT_MAX = 255  # OpenID Connect Core 1.0, section 2
ISSUER_MAX = 255


class Identity(SQLModel, table=True):
    """One person as *issuer* knows them, since they first came from there; one at each issuer.

    `subject`: what the issuer calls them and nobody else ever, whatever their address is.
    """

    __table_args__ = (UniqueConstraint("issuer", "subject"), UniqueConstraint("person_id", "issuer"))

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    issuer: str = Field(max_length=ISSUER_MAX)
    subject: str = Field(max_length=SUBJECT_MAX)
    bound_at: datetime

    person: Person = Relationship()
