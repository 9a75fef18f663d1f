"""Passwords: the wish for a new one, and the link in a letter by which its reader chooses it (docs/adr/0032)."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from matchmaker.models.columns import EMAIL_MAX


class PasswordWish(SQLModel, table=True):
    """Somebody has asked for a new password under an address. Whether anybody has it is found out by the postman."""

    __tablename__ = "password_wish"

    id: int | None = Field(default=None, primary_key=True)
    email: str = Field(max_length=EMAIL_MAX)
    asked_at: datetime


class PasswordLink(SQLModel, table=True):
    """The one link by which a person may choose a password: that of a letter, until it is used or `until` has come.

    The link is the reference of the letter, signed: with this table alone nobody can make it.
    """

    __tablename__ = "password_link"

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    letter_ref: str = Field(unique=True, max_length=16)
    until: datetime
