"""Who is meant by whom a provider names."""

from datetime import datetime

from sqlmodel import Session, func, select

from matchmaker.models import Identity, Person


def by_subject(session: Session, issuer: str, subject: str) -> Identity | None:
    rows = select(Identity).where(Identity.issuer == issuer, Identity.subject == subject)
    return session.exec(rows).first()


def since(session: Session, person: Person) -> datetime | None:
    """Since when *person* comes from a provider; None if they never have."""
    return session.exec(select(func.min(Identity.bound_at)).where(Identity.person_id == person.id)).one()


def of_person(session: Session, person: Person, issuer: str) -> Identity | None:
    """Whom *issuer* knows *person* as."""
    rows = select(Identity).where(Identity.person_id == person.id, Identity.issuer == issuer)
    return session.exec(rows).first()
