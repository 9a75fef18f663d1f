"""Passkeys: keys by which a person signs in without a password."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field, Relationship

from matchmaker.models.columns import Versioned, new_reference
from matchmaker.models.person import Person

CREDENTIAL_MAX = 1364  # 1023 bytes, the longest that WebAuthn allows, in base 64
KEY_MAX = 2048  # four times what the longest kind of key takes
MADE_AT_MAX = 60


class Passkey(Versioned, table=True):
    """One key of a person, of which we know the public half; what is removed has no row.

    `credential`: its identifier, `public_key`: in COSE, both in base 64 as browsers send them. `made_at`: at which
    browser, roughly. `uses`: how often it was used as it counts itself, 0 if it does not. `asked_at`: when we made the
    challenge that it answered last.
    """

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(default_factory=lambda: new_reference("K"), unique=True, max_length=16)
    credential: str = Field(unique=True, max_length=CREDENTIAL_MAX)
    person_id: int = Field(foreign_key="person.id", index=True)
    public_key: str = Field(max_length=KEY_MAX)
    uses: int = Field(default=0, sa_type=BigInteger)
    made_at: str = Field(default="", max_length=MADE_AT_MAX)
    created_at: datetime
    asked_at: datetime

    person: Person = Relationship()
