"""Appointments: a role in the secretariat, proposed by one administrator and decided by another."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, Relationship

from matchmaker.models.columns import EMAIL_MAX, TITLE_MAX, Versioned, new_reference, word
from matchmaker.models.person import Person
from matchmaker.vocabulary import AppointmentState, Role

WAITING = text("state = 'waiting'")


class Appointment(Versioned, table=True):
    """`person_id`: who is to have the role. Somebody new has no account before it is confirmed: they are `name`, at
    `email`, and written to in `language`.

    `changed_at`: when it was decided or taken back, by `decided_by_id`; until then, when it was proposed.
    """

    __table_args__ = (
        CheckConstraint("person_id IS NOT NULL OR email IS NOT NULL", name="of_somebody"),
        CheckConstraint("(state = 'waiting') = (decided_by_id IS NULL)", name="decided_by_somebody"),
        CheckConstraint(
            "state = 'waiting' OR (state = 'taken_back') = (decided_by_id = proposed_by_id)",
            name="two_administrators",
        ),
        CheckConstraint(
            "person_id != proposed_by_id AND (decided_by_id IS NULL OR person_id != decided_by_id)",
            name="of_somebody_else",
        ),
        *(
            Index(f"ix_appointment_{who}", who, unique=True, sqlite_where=WAITING, postgresql_where=WAITING)
            for who in ("person_id", "email")
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(default_factory=lambda: new_reference("R"), unique=True, max_length=16)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    name: str | None = Field(default=None, max_length=TITLE_MAX)
    email: str | None = Field(default=None, max_length=EMAIL_MAX)
    language: str | None = Field(default=None, max_length=8)
    role: Role = Field(sa_type=word(Role))
    state: AppointmentState = Field(default=AppointmentState.WAITING, sa_type=word(AppointmentState))
    proposed_by_id: int = Field(foreign_key="person.id")
    decided_by_id: int | None = Field(default=None, foreign_key="person.id")
    created_at: datetime
    changed_at: datetime

    person: Person | None = Relationship(sa_relationship_kwargs={"foreign_keys": "Appointment.person_id"})
    proposed_by: Person = Relationship(sa_relationship_kwargs={"foreign_keys": "Appointment.proposed_by_id"})
    decided_by: Person | None = Relationship(
        sa_relationship_kwargs={"foreign_keys": "Appointment.decided_by_id"}
    )

    @property
    def who(self) -> str:
        """What whoever is to have the role is called."""
        return self.person.name if self.person else self.name or ""
