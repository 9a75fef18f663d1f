"""Which needs fit a standing profile. To the engine it is an offer that nobody else sees, and that no figure counts."""

from collections.abc import Sequence
from copy import copy
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import update
from sqlmodel import Session, col

from matchmaker import policy
from matchmaker.actions import Action
from matchmaker.engine.ranking import rank
from matchmaker.engine.ranking.rank import Ranked
from matchmaker.models import Need, Offer, OfferTag, Profile, ProfileFit
from matchmaker.queries import profiles as reading
from matchmaker.services import lessons, letters, matching
from matchmaker.services.profile_drafts import SIZES
from matchmaker.services.profiles import need_profile, offer_profile
from matchmaker.vocabulary import LetterKind, ProfileState, Visibility

# What was being written while it was last compared, perhaps by a clock that was behind, is compared once more.
OVERLAP = timedelta(days=1)


def match_profile(session: Session, profile: Profile, *, index_folder: Path, now: datetime) -> None:
    """Note which needs fit *profile*, and write to its officers of those that they have not been told of.

    Needs that have not changed since the last time are not compared anew, unless the profile or the engine has.
    What fits when it is compared for the first time is no news.
    """
    if profile.state != ProfileState.STANDING:
        return
    version, first = lessons.current(session).version, profile.compared_at is None
    is_as_it_was = (
        not first and profile.changed_at < profile.compared_at and profile.engine_version == version
    )
    asked = reading.comparable(
        session, profile, since=profile.compared_at - OVERLAP if is_as_it_was else None
    )
    found = best_of(session, profile, asked, index_folder=index_folder, now=now)
    _note(session, profile, asked, found, told_at=None if first else now)
    # Not by the session: it is no newer for that to whoever is editing it.
    compared = update(Profile).where(col(Profile.id) == profile.id)
    session.connection().execute(compared.values(compared_at=now, engine_version=version))
    if number := reading.number_told(session, profile, at=now):
        told = {"number": number, "name": profile.name}
        letters.to_officers(session, LetterKind.PROFILE_FITS, profile, now=now, **told)


def best_of(
    session: Session, profile: Profile, needs: Sequence[Need], *, index_folder: Path, now: datetime
) -> dict[int, Ranked]:
    """Those of *needs* that fit *profile*, by id, as the engine ranks the pair."""
    given = offer_profile(as_offer(profile))
    index = copy(matching.open_index(session, index_folder))  # others rank by it
    index.change((), [given])
    asked = [need_profile(need, on=now.date()) for need in needs if _is_of_its_size(profile, need)]
    return dict(rank.rank_back(index, given, asked))


def as_offer(profile: Profile) -> Offer:
    """What the engine, and the page that tells of a pair, read of *profile*. It is never stored."""
    return Offer(
        id=-(profile.id or 0),
        ref=profile.ref,
        version=profile.version,
        organisation_id=profile.organisation_id,
        language=profile.language,
        title=profile.name,
        description=profile.text,
        valid_until=profile.until,
        visibility=Visibility.SECRETARIAT,
        tags=[OfferTag(kind=tag.kind, code=tag.code) for tag in profile.tags],
    )


def _is_of_its_size(profile: Profile, need: Need) -> bool:
    """A size that is not stated, or that this donor may not read, bars nothing: to leave it out would tell it."""
    donor = reading.Donor(profile.organisation_id)
    if need.budget_band not in SIZES or not policy.can(donor, Action.READ_NEED_BUDGET, need):
        return True
    least, most = profile.least or SIZES[0], profile.most or SIZES[-1]
    return SIZES.index(least) <= SIZES.index(need.budget_band) <= SIZES.index(most)


def _note(
    session: Session,
    profile: Profile,
    asked: Sequence[Need],
    found: dict[int, Ranked],
    *,
    told_at: datetime | None,
) -> None:
    known = reading.fits(session, profile)
    for need in asked:
        fit, one = known.get(need.id), found.get(need.id)
        if one is None:
            if fit is not None:
                fit.fits = False
            continue
        if fit is None:
            fit = ProfileFit(profile_id=profile.id, need_id=need.id, score=0.0, band="", told_at=told_at)
            session.add(fit)
        fit.fits, fit.score, fit.band = True, one.score, one.band
    session.flush()
