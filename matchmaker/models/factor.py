"""What a person holds beside their password: the second step of signing in."""

from datetime import datetime

from sqlmodel import Field, SQLModel

CODE_NAME = 4  # letters at the head of a recovery code that tell it from the person's other codes


class Authenticator(SQLModel, table=True):
    """The app that shows a person six digits anew every thirty seconds; one a person.

    `locked` is its key, which must be read again and so cannot be hashed. `last_step` is the thirty seconds whose
    code was used last: neither that code nor an older one is taken again.
    """

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    locked: str = Field(max_length=255)
    last_step: int
    created_at: datetime


class RecoveryCode(SQLModel, table=True):
    """A code on paper that opens once. It is deleted when it is used; `name` is its head, the rest is hashed."""

    __tablename__ = "recovery_code"

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    name: str = Field(primary_key=True, max_length=CODE_NAME)
    hashed: str = Field(max_length=255)
