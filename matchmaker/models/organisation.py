"""Organisations: the States that ask, those who give, and the secretariat."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from matchmaker.models.columns import TITLE_MAX, Versioned, new_reference, word
from matchmaker.vocabulary import OrganisationKind, OrganisationState


class Organisation(Versioned, table=True):
    """A State stands under its ISO alpha-3 code in `country`; no other organisation has one.

    `region`: the M49 code of the region where any other is at home; None for one that is of no region alone.
    `changed_at`: since when it is verified, or no longer; None as long as nobody has looked into it.
    """

    __table_args__ = (CheckConstraint("(kind = 'state') = (country IS NOT NULL)", name="state_has_country"),)

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(default_factory=lambda: new_reference("O"), unique=True, max_length=16)
    key: str = Field(unique=True, max_length=80)
    name: str = Field(max_length=TITLE_MAX)
    kind: OrganisationKind = Field(sa_type=word(OrganisationKind))
    country: str | None = Field(default=None, max_length=3, unique=True)
    region: str | None = Field(default=None, max_length=3)
    state: OrganisationState = Field(default=OrganisationState.UNVERIFIED, sa_type=word(OrganisationState))
    created_at: datetime
    changed_at: datetime | None = None

    @property
    def is_verified(self) -> bool:
        return self.state == OrganisationState.VERIFIED
