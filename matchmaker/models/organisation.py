"""Organisations: the States that ask, those who give, and the secretariat."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from matchmaker.models.columns import TITLE_MAX, new_reference, word
from matchmaker.vocabulary import OrganisationKind


class Organisation(SQLModel, table=True):
    """A State stands under its ISO alpha-3 code in `country`; no other organisation has one."""

    __table_args__ = (CheckConstraint("(kind = 'state') = (country IS NOT NULL)", name="state_has_country"),)

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(default_factory=lambda: new_reference("O"), unique=True, max_length=16)
    key: str = Field(unique=True, max_length=80)
    name: str = Field(max_length=TITLE_MAX)
    kind: OrganisationKind = Field(sa_type=word(OrganisationKind))
    country: str | None = Field(default=None, max_length=3, unique=True)
    created_at: datetime
