"""A ranking of everything while people go on working: nothing is kept as it was before they changed it."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from matchmaker.models import Match, NamedDonor, Need, Offer, RankingRun
from matchmaker.services import matching, needs, offers, runs, work
from matchmaker.services.runs import Compared
from matchmaker.services.work import Work
from matchmaker.vocabulary import Job, NeedState, OfferState, Visibility
from tests.cast import NOON, Cast
from tests.stories import a_need, an_offer

LATER = NOON + timedelta(minutes=1)


class Recompute:
    """A run that has compared one need with two offers and not yet kept what it found."""

    def __init__(self, session: Session, cast: Cast, folder: Path) -> None:
        self.session, self.folder = session, folder
        self.need = a_need(session, cast, state=NeedState.PUBLISHED)
        self.offers = [an_offer(session, cast, state=OfferState.PUBLISHED) for _ in range(2)]
        work.forget(session)
        self.run: RankingRun = runs.begin(session, now=NOON)
        self.compared: Compared = runs.compare(session, index_folder=folder, now=NOON)

    def switch(self) -> list[Work]:
        """Let what was found take its place; the work that was asked for anew."""
        work.asked(self.session)
        for some in runs.pieces(self.compared):
            self.compared = runs.start_matching(self.session, some, self.compared, now=LATER)
        runs.switch(self.session, self.run, self.compared, now=LATER)
        return work.asked(self.session)

    def catch_up(self, asked: list[Work]) -> None:
        for one in asked:
            if one.job == Job.RANK_NEED:
                need = self.session.get_one(Need, one.thing_id)
                matching.rank_need(self.session, need, index_folder=self.folder, now=LATER)
            else:
                offer = self.session.get_one(Offer, one.thing_id)
                matching.rank_offer(self.session, offer, index_folder=self.folder, now=LATER)

    def suggested(self) -> list[tuple[int, int]]:
        rows = select(Match.need_id, Match.offer_id).order_by(col(Match.need_id), col(Match.offer_id))
        return [tuple(row) for row in self.session.exec(rows)]


@pytest.fixture
def recompute(session: Session, cast: Cast, tmp_path: Path) -> Recompute:
    return Recompute(session, cast, tmp_path / "index")


def test_what_nobody_has_touched_is_kept_and_nothing_is_asked(recompute: Recompute) -> None:
    need, (one, other) = recompute.need, recompute.offers
    assert recompute.suggested() == []
    assert recompute.switch() == []
    assert recompute.suggested() == [(need.id, one.id), (need.id, other.id)]
    assert need.state == NeedState.IN_MATCHING
    assert (recompute.run.suggestions, recompute.run.finished_at) == (2, LATER)


@pytest.mark.proves("R17")
def test_a_need_withdrawn_meanwhile_is_suggested_nothing(recompute: Recompute, cast: Cast) -> None:
    needs.withdraw(recompute.session, recompute.need, by=cast.amina, now=NOON, note="We have found help.")
    asked = recompute.switch()
    assert (asked, recompute.suggested()) == ([Work(Job.RANK_NEED, recompute.need.id)], [])
    recompute.catch_up(asked)
    assert (recompute.suggested(), recompute.need.state) == ([], NeedState.WITHDRAWN)


@pytest.mark.proves("R17")
def test_an_offer_withdrawn_meanwhile_is_suggested_to_nobody(recompute: Recompute, cast: Cast) -> None:
    gone, stays = recompute.offers
    offers.withdraw(recompute.session, gone, by=cast.carla, now=NOON, note="The budget is spent.")
    asked = recompute.switch()
    assert (asked, recompute.suggested()) == (
        [Work(Job.RANK_OFFER, gone.id)],
        [(recompute.need.id, stays.id)],
    )
    recompute.catch_up(asked)
    assert recompute.suggested() == [(recompute.need.id, stays.id)]


@pytest.mark.proves("R17", "R18")
def test_a_need_made_confidential_meanwhile_is_ranked_as_it_is_now(recompute: Recompute, cast: Cast) -> None:
    """Its new readers are those donors alone that it names; neither offer is one of theirs."""
    recompute.need.visibility = Visibility.NAMED_DONORS
    recompute.need.named_donors = [NamedDonor(organisation_id=cast.chen.organisation_id)]
    recompute.session.flush()
    asked = recompute.switch()
    assert (asked, recompute.suggested()) == ([Work(Job.RANK_NEED, recompute.need.id)], [])
    recompute.catch_up(asked)
    assert recompute.suggested() == []


@pytest.mark.proves("R17")
def test_an_offer_changed_meanwhile_is_ranked_as_it_is_now(recompute: Recompute) -> None:
    changed, stays = recompute.offers
    changed.valid_until = (recompute.need.earliest_start or NOON.date()) - timedelta(days=1)
    recompute.session.flush()
    asked = recompute.switch()
    assert (asked, recompute.suggested()) == (
        [Work(Job.RANK_OFFER, changed.id)],
        [(recompute.need.id, stays.id)],
    )
    recompute.catch_up(asked)
    assert recompute.suggested() == [(recompute.need.id, stays.id)]


def test_what_is_published_meanwhile_is_ranked_too(recompute: Recompute, cast: Cast) -> None:
    new = a_need(recompute.session, cast, state=NeedState.PUBLISHED)
    fresh = an_offer(recompute.session, cast, state=OfferState.PUBLISHED)
    asked = recompute.switch()
    assert set(asked) == {Work(Job.RANK_NEED, new.id), Work(Job.RANK_OFFER, fresh.id)}
    recompute.catch_up(asked)
    everybody = [*recompute.offers, fresh]
    assert recompute.suggested() == [(need.id, one.id) for need in (recompute.need, new) for one in everybody]


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (NOON, False),
        (NOON + timedelta(hours=13, minutes=59), False),
        (NOON + timedelta(hours=14), True),
        (NOON + timedelta(days=8), True),
        (NOON - timedelta(hours=1), False),  # a clock that was put back
    ],
)
def test_a_run_is_due_once_two_o_clock_has_passed_since_the_last(
    session: Session, cast: Cast, now: datetime, due: bool
) -> None:
    assert runs.is_due(session, now=NOON)
    runs.begin(session, now=NOON)
    assert runs.is_due(session, now=now) is due
