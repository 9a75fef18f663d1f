"""Concepts of the lexicon, one by one: the portal's own row, or the shipped concept that has none."""

from datetime import UTC, datetime

from sqlmodel import Session, col, select

from matchmaker import reference
from matchmaker.models import Concept

NOT_YET_A_ROW = 0  # a version that no row has: who edits it at the same time as somebody else is told so
AS_SHIPPED = datetime(2026, 1, 1, tzinfo=UTC)


def by_ref(session: Session, ref: str, *, hold: bool = False) -> Concept | None:
    """Of loaded lists none: they come and go as a whole. A shipped one is a new object, not yet a row."""
    rows = select(Concept).where(Concept.ref == ref, col(Concept.imported).is_(False))
    own = session.exec(rows.with_for_update() if hold else rows).first()
    return own or shipped(ref)


def shipped(ref: str) -> Concept | None:
    terms = reference.concepts().get(ref)
    if terms is None:
        return None
    said = {language: list(found) for language, found in terms.items()}
    return Concept(ref=ref, terms=said, changed_at=AS_SHIPPED, version=NOT_YET_A_ROW)


def own(session: Session) -> dict[str, Concept]:
    """By name, what is not from loaded lists."""
    return {one.ref: one for one in session.exec(select(Concept).where(col(Concept.imported).is_(False)))}
