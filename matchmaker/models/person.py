"""Persons: the accounts of the portal."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from flask_security.core import UserMixin
from sqlalchemy import Text
from sqlmodel import Field, Relationship, SQLModel

from matchmaker.models.columns import EMAIL_MAX, TEXT_MAX, TITLE_MAX, Versioned, new_reference, word
from matchmaker.models.organisation import Organisation
from matchmaker.vocabulary import AccountState, Role


def _opened_on(context: Any) -> date:
    return context.get_current_parameters()["created_at"].date()


class Recusal(SQLModel, table=True):
    """A case officer or releaser has an interest of their own in an organisation, and `reason` says which."""

    person_id: int | None = Field(default=None, foreign_key="person.id", primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", primary_key=True, index=True)
    reason: str = Field(sa_type=Text, max_length=TEXT_MAX)
    at: datetime

    organisation: Organisation = Relationship()


class Person(Versioned, UserMixin, table=True):
    """One person in one role for one organisation. A State that both asks and gives has two accounts.

    `two_steps_since`: when they last set up a second step of signing in; none without one.
    `zone`: by which clock they read days and hours, a name of the tz database; none is that of their State.
    `seen_on`: the day on which they last signed in, or were let in again; of who never came, that of `created_at`.
    `changed_at`: since when its state is what it is; None as long as it is as it was opened.
    """

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(default_factory=lambda: new_reference("P"), index=True, unique=True, max_length=16)
    email: str = Field(unique=True, max_length=EMAIL_MAX)
    password: str | None = Field(default=None, max_length=255)
    state: AccountState = Field(default=AccountState.ACTIVE, sa_type=word(AccountState))
    fs_uniquifier: str = Field(default_factory=lambda: uuid4().hex, unique=True, max_length=64)
    name: str = Field(max_length=TITLE_MAX)
    role: Role = Field(sa_type=word(Role))
    language: str = Field(default="en", max_length=8)
    zone: str | None = Field(default=None, max_length=48)
    writes_in_steps: bool = False
    two_steps_since: datetime | None = None
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    created_at: datetime
    changed_at: datetime | None = None
    seen_on: date | None = Field(default=None, nullable=False, sa_column_kwargs={"default": _opened_on})

    organisation: Organisation = Relationship()
    recusals: list[Recusal] = Relationship(sa_relationship_kwargs={"cascade": "all, delete-orphan"})

    @property
    def recused_ids(self) -> frozenset[int]:
        """The organisations from which they stand back."""
        return frozenset(one.organisation_id for one in self.recusals)

    @property
    def active(self) -> bool:
        """Whether they are let in, under the name by which Flask-Security asks."""
        return self.state == AccountState.ACTIVE

    @property
    def roles(self) -> list[str]:
        """None that Flask-Security should know of: the role is a column, and its meaning is the policy's affair."""
        return []
