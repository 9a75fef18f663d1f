"""Between the database and the engine: what is suggested, what is kept, what people have taken in hand."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from matchmaker.actions import Action
from matchmaker.engine.ranking.rank import TOP
from matchmaker.engine.weights import ENGINE_VERSION
from matchmaker.models import Match, Need, Offer, Organisation, Person, RankingRun
from matchmaker.services import matches, matching, offers, runs
from matchmaker.services.explaining import Explainer
from matchmaker.services.moves import move
from matchmaker.vocabulary import (
    MatchState,
    NeedState,
    OfferState,
    OrganisationKind,
    Origin,
    Role,
    Visibility,
)
from tests.cast import NOON, Cast
from tests.stories import a_match, a_need, an_offer

LATER = NOON + timedelta(days=1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


def rank(session: Session, need: Need, folder: Path, *, now: datetime = NOON) -> int:
    return matching.rank_need(session, need, index_folder=folder, now=now)


def published(session: Session, cast: Cast, **written: object) -> Offer:
    return an_offer(session, cast, state=OfferState.PUBLISHED, **written)


def suggested(session: Session, need: Need) -> list[int]:
    """The ids of the offers that stand beside *need*, best first."""
    rows = select(Match).where(Match.need_id == need.id)
    found = session.exec(rows.order_by(col(Match.score).desc(), col(Match.offer_id))).all()
    return [match.offer_id for match in found]


def test_a_published_need_gets_suggestions_with_reasons_and_is_in_matching(
    session: Session, cast: Cast, folder: Path
) -> None:
    offer = published(session, cast)
    need = a_need(session, cast, state=NeedState.PUBLISHED)
    assert rank(session, need, folder) == 1
    match = session.exec(select(Match)).one()
    run = session.exec(select(RankingRun)).one()
    assert (match.need_id, match.offer_id, match.state, match.origin) == (
        need.id,
        offer.id,
        MatchState.SUGGESTED,
        Origin.ENGINE,
    )
    assert match.reasons == []  # drawn up when somebody reads them
    told = Explainer(session, folder, NOON.date()).reasons(match)
    assert match.score == pytest.approx(sum(reason["share"] for reason in told))
    assert {"topic", "modality", "words"} <= {reason["kind"] for reason in told}
    assert (match.engine_version, match.run_id, match.created_at) == (ENGINE_VERSION, run.id, NOON)
    assert (run.needs, run.offers, run.suggestions, run.started_at) == (1, 1, 1, NOON)
    assert run.finished_at is not None
    assert need.state == NeedState.IN_MATCHING


@pytest.mark.parametrize("state", sorted(set(OfferState) - {OfferState.PUBLISHED}))
def test_only_published_offers_are_suggested(
    session: Session, cast: Cast, folder: Path, state: OfferState
) -> None:
    an_offer(session, cast, state=state)
    need = a_need(session, cast, state=NeedState.PUBLISHED)
    assert (rank(session, need, folder), suggested(session, need)) == (0, [])


def test_ranking_again_changes_neither_references_nor_dates(
    session: Session, cast: Cast, folder: Path
) -> None:
    published(session, cast)
    need = a_need(session, cast, state=NeedState.PUBLISHED)
    rank(session, need, folder)
    before = session.exec(select(Match)).one().model_dump(exclude={"run_id"})
    rank(session, need, folder, now=LATER)
    assert session.exec(select(Match)).one().model_dump(exclude={"run_id"}) == before


def test_what_no_longer_fits_is_suggested_no_more(session: Session, cast: Cast, folder: Path) -> None:
    offer = published(session, cast)
    need = a_need(session, cast, state=NeedState.PUBLISHED)
    rank(session, need, folder)
    move(session, offer, Action.SUSPEND_OFFER, by=cast.dao, now=LATER)
    rank(session, need, folder, now=LATER)
    assert suggested(session, need) == []


@pytest.mark.parametrize("state", sorted(set(MatchState) - {MatchState.SUGGESTED}))
def test_a_match_that_people_have_taken_up_is_left_alone(
    session: Session, cast: Cast, folder: Path, state: MatchState
) -> None:
    match = a_match(session, cast, state=state)
    before = match.model_dump()
    rank(session, match.need, folder, now=LATER)
    session.refresh(match)
    assert match.model_dump() == before


def test_an_offer_brought_up_by_its_donor_stays_and_gets_its_score(
    session: Session, cast: Cast, folder: Path
) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    fits, fits_not = published(session, cast), published(session, cast, regions=["019"])
    for offer in (fits, fits_not):
        matches.show_interest(session, need, offer, note="We can.", by=cast.carla, now=NOON)
    rank(session, need, folder, now=LATER)
    found = {match.offer_id: (match.origin, match.score > 0) for match in session.exec(select(Match))}
    assert found == {fits.id: (Origin.INTEREST, True), fits_not.id: (Origin.INTEREST, False)}


def test_a_suggestion_with_a_history_is_never_deleted(session: Session, cast: Cast, folder: Path) -> None:
    offer = published(session, cast)
    need = a_need(session, cast, state=NeedState.PUBLISHED)
    rank(session, need, folder)
    match = session.exec(select(Match)).one()
    matches.dismiss(session, match, reason="size", note="", by=cast.dao, now=NOON)
    move(session, match, Action.REOPEN_MATCH, by=cast.dao, now=NOON)
    offers.withdraw(session, offer, by=cast.carla, now=LATER, note="")
    rank(session, need, folder, now=LATER)
    assert suggested(session, need) == [offer.id]


def test_a_need_that_is_closed_to_offers_loses_what_the_engine_suggested_and_nothing_else(
    session: Session, cast: Cast, folder: Path
) -> None:
    taken_up, only_suggested = published(session, cast), published(session, cast)
    need = a_need(session, cast, state=NeedState.PUBLISHED)
    rank(session, need, folder)
    match = session.exec(select(Match).where(Match.offer_id == taken_up.id)).one()
    matches.shortlist(session, match, by=cast.dao, now=NOON)
    assert set(suggested(session, need)) == {taken_up.id, only_suggested.id}
    move(session, need, Action.HOLD_NEED, by=cast.amina, now=LATER)
    assert rank(session, need, folder, now=LATER) == 0
    assert suggested(session, need) == [taken_up.id]


def test_a_need_for_named_donors_is_suggested_to_them_only(
    session: Session, cast: Cast, folder: Path
) -> None:
    published(session, cast)
    named = published(session, cast, by=cast.chen)
    need = a_need(
        session, cast, state=NeedState.PUBLISHED, named=(cast.chen,), visibility=Visibility.NAMED_DONORS
    )
    rank(session, need, folder)
    assert suggested(session, need) == [named.id]


def test_the_day_decides_to_which_groups_a_country_belongs(
    session: Session, cast: Cast, folder: Path
) -> None:
    """Nepal leaves the list of least developed countries on 24 November 2026."""
    nepal = Organisation(key="npl", name="Nepal", kind=OrganisationKind.STATE, country="NPL", created_at=NOON)
    devi = Person(
        email="devi@example.org", name="Devi", role=Role.FOCAL_POINT, organisation=nepal, created_at=NOON
    )
    session.add(devi)
    session.flush()
    offer = published(session, cast, regions=[], groups=["LDC"])
    need = a_need(session, cast, by=devi)
    found = [
        [ranked.offer_id for ranked in matching.best_for(session, need, index_folder=folder, now=day)]
        for day in (datetime(2026, 11, 23, 12, tzinfo=UTC), datetime(2026, 11, 24, 12, tzinfo=UTC))
    ]
    assert found == [[offer.id], []]


def test_a_new_offer_enters_the_needs_it_may_serve(session: Session, cast: Cast, folder: Path) -> None:
    near = a_need(session, cast, state=NeedState.IN_MATCHING)
    far = a_need(session, cast, by=cast.ines, state=NeedState.IN_MATCHING)
    offer = published(session, cast)
    assert matching.rank_offer(session, offer, index_folder=folder, now=NOON) == 1
    assert (suggested(session, near), suggested(session, far)) == ([offer.id], [])


def test_a_better_offer_takes_the_last_place_and_a_worse_one_takes_none(
    session: Session, cast: Cast, folder: Path
) -> None:
    need = a_need(session, cast, state=NeedState.PUBLISHED)
    held = [published(session, cast, topics=["EVI-05"]) for _ in range(TOP)]
    assert rank(session, need, folder) == TOP
    worse = published(session, cast, topics=["VIC-01"], modalities=["SPO"])
    assert matching.rank_offer(session, worse, index_folder=folder, now=LATER) == 0
    better = published(session, cast)
    assert matching.rank_offer(session, better, index_folder=folder, now=LATER) == 1
    assert suggested(session, need) == [better.id, *(offer.id for offer in held[:-1])]


def test_an_offer_that_changed_leaves_the_needs_it_no_longer_serves(
    session: Session, cast: Cast, folder: Path
) -> None:
    need = a_need(session, cast, state=NeedState.PUBLISHED)
    offer = published(session, cast)
    rank(session, need, folder)
    offer.valid_until = NOON.date()
    session.flush()
    assert matching.rank_offer(session, offer, index_folder=folder, now=LATER) == 0
    assert suggested(session, need) == []


def test_a_withdrawn_offer_is_suggested_no_more(session: Session, cast: Cast, folder: Path) -> None:
    need = a_need(session, cast, state=NeedState.PUBLISHED)
    offer = published(session, cast)
    rank(session, need, folder)
    offers.withdraw(session, offer, by=cast.carla, now=LATER, note="")
    assert matching.rank_offer(session, offer, index_folder=folder, now=LATER) == 0
    assert suggested(session, need) == []


def test_all_pairs_are_ranked_in_one_run_that_tells_its_progress(
    session: Session, cast: Cast, folder: Path
) -> None:
    asked = [a_need(session, cast, state=NeedState.PUBLISHED) for _ in range(2)]
    drafted = a_need(session, cast)
    held = a_need(session, cast, state=NeedState.PUBLISHED)
    best, other = published(session, cast), published(session, cast, topics=["EVI-05"])
    rank(session, held, folder)
    move(session, held, Action.HOLD_NEED, by=cast.amina, now=NOON)
    told: list[tuple[int, int]] = []
    run = runs.rank_all(
        session, index_folder=folder, now=LATER, progress=lambda done, of: told.append((done, of))
    )
    assert (run.needs, run.offers, run.suggestions, told) == (2, 2, 4, [(2, 2)])
    assert [suggested(session, need) for need in [*asked, drafted, held]] == [
        [best.id, other.id],
        [best.id, other.id],
        [],
        [],
    ]
    assert {need.state for need in asked} == {NeedState.IN_MATCHING}
    assert {match.run_id for match in session.exec(select(Match))} == {run.id}


def test_one_by_one_and_all_at_once_give_the_same(session: Session, cast: Cast, folder: Path) -> None:
    need = a_need(session, cast, state=NeedState.PUBLISHED)
    for topic in ("EVI-02", "EVI-05", "INV-01"):
        published(session, cast, topics=[topic])
    rank(session, need, folder)
    alone = [match.model_dump(exclude={"run_id"}) for match in session.exec(select(Match))]
    runs.rank_all(session, index_folder=folder, now=LATER)
    assert [match.model_dump(exclude={"run_id"}) for match in session.exec(select(Match))] == alone


@pytest.mark.parametrize("harm", ["removed", "garbled", "a file in its place"])
def test_the_saved_index_heals_itself(session: Session, cast: Cast, folder: Path, harm: str) -> None:
    offer = published(session, cast)
    need = a_need(session, cast, state=NeedState.PUBLISHED)
    matching.open_index(session, folder)
    if harm == "garbled":
        for file in folder.rglob("*.npy"):
            file.write_bytes(b"no array")
    else:
        shutil.rmtree(folder)
    if harm == "a file in its place":
        folder.write_text("not a folder", encoding="utf-8")
    rank(session, need, folder)
    assert suggested(session, need) == [offer.id]


def test_another_database_under_the_same_ids_is_read_anew(session: Session, cast: Cast, folder: Path) -> None:
    """Ids and versions begin anew in every database; references do not."""
    offer = published(session, cast)
    matching.open_index(session, folder)
    swapped = Offer.__table__.update().values(ref="F-ANOTHR", description="All else.")
    session.connection().execute(swapped)
    session.expire_all()
    shelf, row = matching.open_index(session, folder).snapshot_.find(offer.id)
    assert shelf.corpus.text(row) == f"{offer.title}\nAll else."
