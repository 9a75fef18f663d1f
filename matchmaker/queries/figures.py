"""Figures that anybody may see: counted over what everybody may see, small ones suppressed."""

from dataclasses import dataclass

from sqlalchemy import func
from sqlmodel import Session, col, select

from matchmaker.models import Need, Offer
from matchmaker.rules import TO_ALL
from matchmaker.vocabulary import MATCHABLE_NEED_STATES, OfferState, Visibility

SMALLEST_SHOWN = 3  # a smaller number would speak of one State (docs/adr/0003)


@dataclass(frozen=True)
class Figures:
    """Numbers for the front page; None where the number is too small to be shown."""

    needs: int | None
    offers: int | None
    donors: int | None


def public(session: Session) -> Figures:
    listed = (col(Need.state).in_(MATCHABLE_NEED_STATES), col(Need.visibility).in_(TO_ALL))
    given = (col(Offer.state) == OfferState.PUBLISHED, col(Offer.visibility) == Visibility.PUBLIC)
    return Figures(
        needs=_shown(session.exec(select(func.count()).select_from(Need).where(*listed)).one()),
        offers=_shown(session.exec(select(func.count()).select_from(Offer).where(*given)).one()),
        donors=_shown(
            session.exec(select(func.count(func.distinct(col(Offer.organisation_id)))).where(*given)).one()
        ),
    )


def _shown(number: int) -> int | None:
    return number if number >= SMALLEST_SHOWN else None
