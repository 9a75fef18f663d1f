"""Reading visits: the one of a key, and those of a person."""

from collections.abc import Sequence

from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from matchmaker.models import Person, Visit


def by_key_hash(session: Session, key_hash: str) -> Visit | None:
    """With whose visit it is, and their house: a page asks for both."""
    whole = joinedload(Visit.person).joinedload(Person.organisation)  # type: ignore[arg-type]  # relationships at class level
    return session.exec(select(Visit).options(whole).where(Visit.key_hash == key_hash)).first()


def by_ref(session: Session, ref: str, *, hold: bool = False) -> Visit | None:
    rows = select(Visit).where(Visit.ref == ref)
    return session.exec(rows.with_for_update(of=Visit) if hold else rows).first()


def of_person(session: Session, person: Person) -> Sequence[Visit]:
    """All that have not been ended, the last that was seen first; some of them may have run out."""
    rows = select(Visit).where(Visit.person_id == person.id)
    return session.exec(rows.order_by(col(Visit.seen_at).desc(), col(Visit.id).desc())).all()
