"""Reading standing profiles, and the needs that fit them: never more than their donor may read now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func
from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select

from matchmaker.models import Need, Profile, ProfileFit
from matchmaker.queries import needs
from matchmaker.queries.paging import Page, page_of
from matchmaker.vocabulary import MATCHABLE_NEED_STATES, ProfileState, Role

FITS_PER_PAGE = 10  # each is read with its reasons, not skimmed


@dataclass(frozen=True)
class Donor:
    """Whoever is an officer of one donor, as the policy sees them."""

    organisation_id: int
    role: Role = Role.DONOR_OFFICER
    id: int | None = None
    recused_ids: frozenset[int] = frozenset()


def by_ref(session: Session, ref: str, *, hold: bool = False) -> Profile | None:
    rows = select(Profile).options(selectinload(Profile.tags)).where(Profile.ref == ref)  # type: ignore[arg-type]  # a relationship at class level
    return session.exec(rows.with_for_update(of=Profile, key_share=True) if hold else rows).first()


def by_key(session: Session, key: str | None) -> Profile | None:
    """The profile that was written on the form with this mark."""
    return session.exec(select(Profile).where(Profile.key == key)).first() if key else None


def of_organisation(session: Session, organisation_id: int) -> Sequence[Profile]:
    """Those that stand first, then by the day on which they end."""
    rows = select(Profile).options(selectinload(Profile.tags))  # type: ignore[arg-type]  # a relationship at class level
    rows = rows.where(Profile.organisation_id == organisation_id)
    ended = col(Profile.state) == ProfileState.ENDED
    return session.exec(rows.order_by(ended, col(Profile.until), col(Profile.id))).all()


def _open_to(profile: Profile) -> ColumnElement[bool]:
    """A need for which offers are looked for, and which the donor of *profile* may read."""
    return and_(needs.readable(Donor(profile.organisation_id)), col(Need.state).in_(MATCHABLE_NEED_STATES))


def comparable(session: Session, profile: Profile, *, since: datetime | None) -> Sequence[Need]:
    """The needs with which *profile* is compared: all, or those that have changed *since*."""
    rows = needs.with_parts(select(Need).where(_open_to(profile)))
    rows = rows.where(col(Need.changed_at) >= since) if since else rows
    return session.exec(rows.order_by(col(Need.id))).all()


def fits(session: Session, profile: Profile) -> dict[int, ProfileFit]:
    """What was ever found to fit, by the id of the need."""
    rows = session.exec(select(ProfileFit).where(ProfileFit.profile_id == profile.id)).all()
    return {fit.need_id: fit for fit in rows}


def fitting(session: Session, profile: Profile, page: int) -> Page[Need]:
    """The needs that fit *profile*: what was told last first, of equals the best."""
    told, best = col(ProfileFit.told_at).desc().nulls_last(), col(ProfileFit.score).desc()
    rows = needs.with_parts(select(Need).join(ProfileFit, _fits(profile)).where(_open_to(profile)))
    return page_of(session, rows.order_by(told, best, col(Need.id)), page, size=FITS_PER_PAGE)


def number_told(session: Session, profile: Profile, *, at: datetime) -> int:
    """How much of what was told *at* that moment still fits and is still to be read."""
    rows = select(func.count()).select_from(Need).join(ProfileFit, _fits(profile))
    return session.exec(rows.where(_open_to(profile), col(ProfileFit.told_at) == at)).one()


def _fits(profile: Profile) -> ColumnElement[bool]:
    return and_(
        col(ProfileFit.need_id) == Need.id, col(ProfileFit.profile_id) == profile.id, col(ProfileFit.fits)
    )
