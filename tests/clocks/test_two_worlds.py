"""Two databases that differ in one need for the secretariat alone: the news that the night brings are the same."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from matchmaker import clocks
from matchmaker.database import open_session, transaction
from matchmaker.models import Letter, Person, Profile, Search
from matchmaker.queries import profiles, searches
from matchmaker.services import fitting
from matchmaker.vocabulary import LetterKind, NeedState, OfferState, Visibility
from tests import databases
from tests.cast import NOON, Cast, a_cast
from tests.clocks.conftest import DAY
from tests.interests import a_profile, a_search
from tests.stories import a_need, an_offer

NEWS = (LetterKind.SEARCH_NEWS, LetterKind.PROFILE_FITS)
OPEN: dict[str, Any] = {"state": NeedState.IN_MATCHING}


def interests(session: Session, cast: Cast) -> None:
    """Of everybody who may not read what the secretariat alone reads, each under a reference that we know."""
    readers = (cast.ines, cast.carla, cast.chen, cast.farah, cast.gus)
    for number, reader in enumerate(readers):
        search = a_search(session, cast, by=reader, words="phones")
        search.ref = search.name = f"S-{number:06}"
    for number, donor in enumerate((cast.carla, cast.chen)):
        a_profile(session, cast, by=donor).ref = f"D-{number:06}"


def a_night(engine: Engine, folder: Path, *, with_secret: bool) -> list[Any]:
    """What everybody is told of in one night, and what stands on their pages then."""
    databases.empty_tables(engine)
    with transaction(engine) as session:
        cast = a_cast(session)
        an_offer(session, cast, state=OfferState.PUBLISHED)
        a_need(session, cast, **OPEN)
        interests(session, cast)
        for profile in session.exec(select(Profile)).all():
            fitting.match_profile(session, profile, index_folder=folder, now=NOON)
        if with_secret:
            a_need(session, cast, **OPEN, visibility=Visibility.SECRETARIAT, title="Zymurgy and phones")
        for visibility in (Visibility.PUBLIC, Visibility.DONORS):
            a_need(session, cast, **OPEN, visibility=visibility, by=cast.ines)
    clocks.tick(engine, now=NOON + DAY)
    with transaction(engine) as session:
        for profile in session.exec(select(Profile).order_by(col(Profile.ref))).all():
            fitting.match_profile(session, profile, index_folder=folder, now=NOON + DAY)
    with open_session(engine, writes=False) as session:
        return [*_letters(session), *_pages(session)]


def _letters(session: Session) -> list[Any]:
    rows = select(Person.email, Letter.subject, Letter.body, Letter.path, Letter.occasion, Letter.due_at)
    told = rows.join(Person, col(Letter.to_id) == Person.id).where(col(Letter.kind).in_(NEWS))
    return [tuple(row) for row in session.exec(told.order_by(Person.email, Letter.path)).all()]


def _pages(session: Session) -> list[Any]:
    found: list[Any] = []
    for search in session.exec(select(Search).order_by(col(Search.ref))).all():
        page = searches.news(session, search, 1)
        found.append((search.ref, page.total, [(need.title, need.visibility) for need in page.rows]))
    for profile in session.exec(select(Profile).order_by(col(Profile.ref))).all():
        fits = profiles.fits(session, profile)
        rows = profiles.fitting(session, profile, 1).rows
        found.append((profile.ref, [(need.title, fits[need.id].band, fits[need.id].score) for need in rows]))
    return found


@pytest.mark.proves("S5")
def test_nobody_is_told_whether_there_is_a_need_for_the_secretariat(engine: Engine, tmp_path: Path) -> None:
    without = a_night(engine, tmp_path / "one", with_secret=False)
    assert a_night(engine, tmp_path / "other", with_secret=True) == without
    subjects = [row[1] for row in without if len(row) == 6]
    assert (len(subjects), sum(subject.endswith("2") for subject in subjects)) == (7, 5)
