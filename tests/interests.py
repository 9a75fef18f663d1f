"""What the cast would like to hear of."""

import secrets
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from matchmaker.lists import Catalogue
from matchmaker.models import Person, Profile, Search
from matchmaker.services import searches, standing_profiles
from matchmaker.services.profile_drafts import ProfileDraft
from matchmaker.vocabulary import ProfileState
from tests.cast import NOON, Cast


def a_search(
    session: Session,
    cast: Cast,
    *,
    state: Catalogue = Catalogue.NEEDS,
    by: Person | None = None,
    now: datetime = NOON,
    **wanted: str,
) -> Search:
    """A search of Carla's (of Dao's in the queue, or of *by*), through the list *state*, for what is *wanted*."""
    by = by or (cast.dao if state == Catalogue.QUEUE else cast.carla)
    return searches.save(session, f"Search {secrets.token_hex(4)}", state, wanted, by=by, now=now)


def a_profile_draft(**written: Any) -> ProfileDraft:
    """What Carla's agency could give; *written* replaces answers."""
    usual = {
        "name": "Examiners",
        "topics": ["EVI-02"],
        "languages": ["en", "fr"],
        "until": date(2027, 11, 22),
    }
    return ProfileDraft(**usual | written)


def a_profile(
    session: Session,
    cast: Cast,
    *,
    state: ProfileState = ProfileState.STANDING,
    by: Person | None = None,
    now: datetime = NOON,
    **written: Any,
) -> Profile:
    """A standing profile of Carla's agency (or of *by*); *written* changes the draft."""
    draft = a_profile_draft(**written)
    profile = standing_profiles.write(session, draft, by=by or cast.carla, now=now)
    if state == ProfileState.ENDED:
        standing_profiles.end(session, profile, by=by or cast.carla, now=now)
    session.flush()
    return profile
