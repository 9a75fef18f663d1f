"""What a deed leaves behind, as tests compare it: rows of history and letters, in their order."""

from sqlmodel import Session, col, select

from matchmaker.models import History, Letter, Match, Need, Offer, Person
from matchmaker.services.moves import life_of


def history(session: Session, thing: Need | Offer | Match) -> list[tuple[str, str, str, str]]:
    """(action, from, to, role) of each row about *thing*."""
    rows = select(History).where(History.noun == life_of(thing).noun, History.thing_id == thing.id)
    return [
        (row.action, row.from_state, row.to_state, row.by_role)
        for row in session.exec(rows.order_by(col(History.id))).all()
    ]


def last_row(session: Session, thing: Need | Offer | Match) -> History:
    rows = select(History).where(History.noun == life_of(thing).noun, History.thing_id == thing.id)
    found = session.exec(rows.order_by(col(History.id).desc())).first()
    assert found is not None
    return found


def letters(session: Session) -> list[tuple[str, str]]:
    """(kind, first name of the reader) of every letter."""
    rows = select(Letter.kind, Person.name).join(Person, col(Letter.to_id) == Person.id)
    return [(kind, name.split()[0]) for kind, name in session.exec(rows.order_by(col(Letter.id))).all()]


def letters_since(session: Session, before: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return letters(session)[len(before) :]
