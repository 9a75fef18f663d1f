"""Reasons are drawn up when somebody reads them, and kept once somebody decides."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select

from matchmaker.actions import Action
from matchmaker.models import Match
from matchmaker.services import matches, matching, work
from matchmaker.services.explaining import Explainer, Told, keep_reasons
from matchmaker.services.moves import move
from matchmaker.services.work import Job, Work
from matchmaker.vocabulary import NeedState, OfferState
from tests.cast import NOON, Cast
from tests.stories import a_need, an_offer

LATER = NOON + timedelta(days=3)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def suggested(session: Session, cast: Cast, folder: Path) -> Match:
    """What the engine has suggested and nobody has looked at."""
    an_offer(session, cast, state=OfferState.PUBLISHED)
    need = a_need(session, cast, state=NeedState.PUBLISHED)
    matching.rank_need(session, need, index_folder=folder, now=NOON)
    work.asked(session)
    return session.exec(select(Match)).one()


def told(session: Session, folder: Path, match: Match) -> Told:
    return Explainer(session, folder, LATER.date()).reasons(match)


def test_reading_a_suggestion_draws_its_reasons_up_and_writes_nothing(
    session: Session, suggested: Match, folder: Path
) -> None:
    assert sum(reason["share"] for reason in told(session, folder, suggested)) == pytest.approx(
        suggested.score
    )
    assert suggested.reasons == []
    assert not session.dirty


def test_whoever_decides_asks_for_the_reasons_to_be_kept(
    session: Session, cast: Cast, suggested: Match
) -> None:
    matches.shortlist(session, suggested, by=cast.dao, now=LATER)
    assert work.asked(session) == [Work(Job.KEEP_REASONS, suggested.id)]


def test_reasons_once_kept_outlive_the_texts_they_were_drawn_from(
    session: Session, cast: Cast, suggested: Match, folder: Path
) -> None:
    matches.shortlist(session, suggested, by=cast.dao, now=LATER)
    before, version = told(session, folder, suggested), suggested.version
    keep_reasons(session, suggested, index_folder=folder, now=LATER)
    suggested.offer.description = "Something else altogether, of seeds and wells."
    session.flush()
    assert before == suggested.reasons == told(session, folder, suggested) != []
    assert suggested.version == version
    keep_reasons(session, suggested, index_folder=folder, now=LATER)
    assert suggested.reasons == before


def test_what_people_brought_up_by_themselves_has_no_reasons_of_the_engine(
    session: Session, cast: Cast, folder: Path
) -> None:
    offer = an_offer(session, cast, state=OfferState.PUBLISHED)
    need = a_need(session, cast, state=NeedState.PUBLISHED)
    match = matches.pick(session, need, offer, by=cast.dao, now=NOON)
    assert told(session, folder, match) == []


def test_a_suggestion_whose_offer_has_left_the_catalogue_has_none_until_it_is_gone(
    session: Session, cast: Cast, suggested: Match, folder: Path
) -> None:
    move(session, suggested.offer, Action.WITHDRAW_OFFER, by=cast.carla, now=LATER)
    session.flush()
    assert told(session, folder, suggested) == []
    matching.rank_offer(session, suggested.offer, index_folder=folder, now=LATER)
    assert session.exec(select(Match)).all() == []
