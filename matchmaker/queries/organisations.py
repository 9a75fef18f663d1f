"""Reading organisations."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select

from matchmaker import reference
from matchmaker.folding import fold
from matchmaker.models import Organisation
from matchmaker.queries.paging import Page, page_of
from matchmaker.vocabulary import OrganisationKind, OrganisationState

NOT_DONORS = (OrganisationKind.STATE, OrganisationKind.SECRETARIAT)


@dataclass(frozen=True)
class OrganisationFilter:
    """What somebody looks for; an empty field looks for anything."""

    words: str = ""
    kind: OrganisationKind | None = None
    state: OrganisationState | None = None


def by_ref(session: Session, ref: str, *, hold: bool = False) -> Organisation | None:
    rows = select(Organisation).where(Organisation.ref == ref)
    return session.exec(rows.with_for_update() if hold else rows).first()


def secretariat(session: Session) -> Organisation | None:
    """The one house of its kind; whoever would add to it waits for whoever does already."""
    rows = select(Organisation).where(Organisation.kind == OrganisationKind.SECRETARIAT)
    return session.exec(rows.with_for_update()).first()


def is_known(session: Session, organisation: Organisation) -> bool:
    """Whether another one has its name."""
    same = or_(col(Organisation.key) == organisation.key, col(Organisation.name) == organisation.name)
    others = select(Organisation.id).where(same, col(Organisation.id).is_distinct_from(organisation.id))
    return session.exec(others).first() is not None


def donors(session: Session) -> Sequence[Organisation]:
    """Everybody who gives, by name."""
    rows = select(Organisation).where(col(Organisation.kind).not_in(NOT_DONORS))
    return session.exec(rows.order_by(col(Organisation.name), col(Organisation.id))).all()


def unverified_first(session: Session, wanted: OrganisationFilter, page: int) -> Page[Organisation]:
    """Those that *wanted* asks for by name, of which nobody vouches for the first, the secretariat's own house last."""
    own = col(Organisation.kind) == OrganisationKind.SECRETARIAT
    vouched_for = col(Organisation.state) == OrganisationState.VERIFIED
    rows = select(Organisation).where(*_clauses(session, wanted))
    in_order = rows.order_by(own, vouched_for, col(Organisation.name), col(Organisation.id))
    return page_of(session, in_order, page)


def _clauses(session: Session, wanted: OrganisationFilter) -> list[ColumnElement[bool]]:
    clauses: list[ColumnElement[bool]] = []
    if wanted.words:
        clauses.append(col(Organisation.id).in_(called(session, wanted.words)))
    if wanted.kind:
        clauses.append(col(Organisation.kind) == wanted.kind)
    if wanted.state:
        clauses.append(col(Organisation.state) == wanted.state)
    return clauses


def called(session: Session, words: str) -> list[int]:
    """The ids of those that have all of *words* in their name; of a State in any of its names."""
    asked = fold(words).split()
    rows = session.exec(select(Organisation.id, Organisation.name, Organisation.country)).all()
    return [id for id, name, country in rows if all(word in _names(name, country) for word in asked)]


def _names(name: str, country: str | None) -> str:
    others = reference.countries()[country].labels.values() if country else ()
    return fold(" ".join([name, *others]))
