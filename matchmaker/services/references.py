"""References that nothing has yet: among thousands of draws, two of the same are not rare."""

from sqlmodel import Session, col, select

from matchmaker.models import Invitation, Match, Need, Offer, Pool
from matchmaker.models.columns import new_references

PREFIXES = {Match: "M", Need: "N", Offer: "F", Pool: "T", Invitation: "I"}
Referenced = type[Match | Need | Offer | Pool | Invitation]
MOST_VALUES = 500  # bound values in a statement: SQLite takes a limited number


def drawn(session: Session, table: Referenced, count: int) -> list[str]:
    """*count* references, all different, that no row of *table* has."""
    found: set[str] = set()
    while len(found) < count:
        lot = sorted(set(new_references(PREFIXES[table], count - len(found))) - found)
        found |= set(lot) - _taken(session, table, lot)
    return list(found)


def _taken(session: Session, table: Referenced, lot: list[str]) -> set[str]:
    known = select(table.ref)
    if len(lot) <= MOST_VALUES:
        known = known.where(col(table.ref).in_(lot))
    return set(session.exec(known).all()).intersection(lot)
