"""Who is to be told: the people behind an organisation or a role."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from matchmaker.models import Person
from matchmaker.vocabulary import Role


def by_email(session: Session, email: str) -> Person | None:
    return session.exec(select(Person).where(Person.email == email.strip().lower())).first()


def of_organisation(session: Session, organisation_id: int, role: Role) -> Sequence[Person]:
    """Active people in *role* at one organisation, the longest there first."""
    rows = select(Person).where(
        Person.organisation_id == organisation_id, Person.role == role, col(Person.active)
    )
    return session.exec(rows.order_by(col(Person.id))).all()


def in_role(session: Session, role: Role) -> Sequence[Person]:
    """Active people in *role*, wherever they work, the longest there first."""
    return session.exec(
        select(Person).where(Person.role == role, col(Person.active)).order_by(col(Person.id))
    ).all()
