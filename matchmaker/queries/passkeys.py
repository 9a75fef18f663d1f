"""The passkeys of a person, and whose a passkey is."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from matchmaker.models import Passkey, Person


def of_person(session: Session, person: Person) -> Sequence[Passkey]:
    """The newest first."""
    rows = select(Passkey).where(Passkey.person_id == person.id)
    return session.exec(rows.order_by(col(Passkey.created_at).desc(), col(Passkey.id).desc())).all()


def by_credential(session: Session, credential: str) -> Passkey | None:
    """*credential*: what the key calls itself."""
    return session.exec(select(Passkey).where(Passkey.credential == credential)).first()


def by_ref(session: Session, ref: str, *, hold: bool = False) -> Passkey | None:
    rows = select(Passkey).where(Passkey.ref == ref)
    return session.exec(rows.with_for_update() if hold else rows).first()
