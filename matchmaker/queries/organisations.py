"""Reading organisations."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from matchmaker.models import Organisation
from matchmaker.queries.paging import Page, page_of
from matchmaker.vocabulary import OrganisationKind, OrganisationState

NOT_DONORS = (OrganisationKind.STATE, OrganisationKind.SECRETARIAT)


def by_ref(session: Session, ref: str, *, hold: bool = False) -> Organisation | None:
    rows = select(Organisation).where(Organisation.ref == ref)
    return session.exec(rows.with_for_update() if hold else rows).first()


def donors(session: Session) -> Sequence[Organisation]:
    """Everybody who gives, by name."""
    rows = select(Organisation).where(col(Organisation.kind).not_in(NOT_DONORS))
    return session.exec(rows.order_by(col(Organisation.name), col(Organisation.id))).all()


def unverified_first(session: Session, page: int) -> Page[Organisation]:
    """All of them by name, those that nobody vouches for before the others, the secretariat's own house last."""
    own = col(Organisation.kind) == OrganisationKind.SECRETARIAT
    vouched_for = col(Organisation.state) == OrganisationState.VERIFIED
    rows = select(Organisation).order_by(own, vouched_for, col(Organisation.name), col(Organisation.id))
    return page_of(session, rows, page)
