"""Reading organisations."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from matchmaker.models import Organisation
from matchmaker.vocabulary import OrganisationKind

NOT_DONORS = (OrganisationKind.STATE, OrganisationKind.SECRETARIAT)


def donors(session: Session) -> Sequence[Organisation]:
    """Everybody who gives, by name."""
    rows = select(Organisation).where(col(Organisation.kind).not_in(NOT_DONORS))
    return session.exec(rows.order_by(col(Organisation.name), col(Organisation.id))).all()
