"""Standing profiles: matched every night, told once, only what the donor may read; ended on their day."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, col, select, update

from matchmaker import jobs
from matchmaker.models import AskedWork, History, Letter, Need, Person, Profile
from matchmaker.queries import profiles as reading
from matchmaker.services import fitting, matching, needs, outbox, standing_profiles
from matchmaker.settings import Settings
from matchmaker.vocabulary import BudgetBand, Job, LetterKind, NeedState, ProfileState, Visibility
from tests.cast import NOON, Cast
from tests.clocks.conftest import DAY, World
from tests.interests import a_profile, a_profile_draft
from tests.stories import a_need

FITS = LetterKind.PROFILE_FITS
OPEN: dict[str, Any] = {"state": NeedState.IN_MATCHING}
JUDGES: dict[str, Any] = {
    "components": [{"topic": "INV-04", "modality": "TRN", "quantity": "40 of them"}],
    "title": "Judges who rule on such cases",
    "problem": "No court has had a course.",
    "expected_result": "Forty rulings that stand.",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


def night(world: World, folder: Path, days: float = 1) -> list[tuple[str, str]]:
    """What officers are told after so many days: (subject, first name). The clock asks, the worker compares."""
    now = NOON + days * DAY
    world.tick(now)
    for asked in world.session.exec(select(AskedWork).where(AskedWork.job == Job.MATCH_PROFILE)).all():
        profile = world.session.get_one(Profile, asked.thing_id)
        fitting.match_profile(world.session, profile, index_folder=folder, now=now)
        world.session.delete(asked)
    world.session.commit()
    rows = select(Letter, Person).join(Person, col(Letter.to_id) == Person.id).order_by(col(Letter.id))
    found = world.session.exec(rows.where(Letter.kind == FITS, col(Letter.created_at) == now))
    return [(letter.subject, person.name.split()[0]) for letter, person in found]


def told(number: int) -> list[tuple[str, str]]:
    return [(f"New needs that fit your profile “Examiners”: {number}", "Carla")]


def fitting_now(session: Session, profile: Profile) -> set[int | None]:
    return {need.id for need in reading.fitting(session, profile, 1).rows}


@pytest.fixture
def profile(world: World, cast: Cast, folder: Path) -> Profile:
    """One need fits already, which is no news."""
    a_need(world.session, cast, **OPEN)
    found = a_profile(world.session, cast)
    world.session.commit()
    assert night(world, folder, 0) == []
    assert len(fitting_now(world.session, found)) == 1
    return found


def test_a_need_that_fits_is_told_in_the_night_and_once(
    world: World, cast: Cast, folder: Path, profile: Profile
) -> None:
    assert night(world, folder) == []
    need = a_need(world.session, cast, **OPEN, now=NOON + 1.2 * DAY)
    a_need(world.session, cast, **OPEN, **JUDGES, now=NOON + 1.2 * DAY)
    assert night(world, folder, 1.4) == []
    assert night(world, folder, 2) == told(1)
    letter = world.last(FITS)
    assert (letter.path, letter.to_id) == (f"/profiles/{profile.ref}", cast.carla.id)
    assert need.id in fitting_now(world.session, profile)
    assert night(world, folder, 3) == []


def test_nothing_is_skipped_after_a_week_without_a_clock(
    world: World, cast: Cast, folder: Path, profile: Profile
) -> None:
    for days in range(7):
        a_need(world.session, cast, **OPEN, now=NOON + days * DAY)
    assert night(world, folder, 8) == told(7)


def test_a_donor_is_told_of_what_it_may_read(
    world: World, cast: Cast, folder: Path, profile: Profile
) -> None:
    """Two worlds: what the secretariat and other donors alone read changes neither letters nor lists."""
    for days, more in ((1, ()), (2, (Visibility.SECRETARIAT, Visibility.NAMED_DONORS))):
        now = NOON + (days - 0.5) * DAY
        hidden = [a_need(world.session, cast, **OPEN, visibility=one, now=now).id for one in more]
        a_need(world.session, cast, **OPEN, visibility=Visibility.DONORS, now=now)
        assert night(world, folder, days) == told(1)
        assert fitting_now(world.session, profile).isdisjoint(hidden)


def test_a_need_is_told_when_it_is_opened_to_this_donor(
    world: World, cast: Cast, folder: Path, profile: Profile
) -> None:
    need = a_need(world.session, cast, **OPEN, visibility=Visibility.SECRETARIAT)
    assert night(world, folder) == []
    opened = {"visibility": Visibility.DONORS, "changed_at": NOON + 1.5 * DAY}  # as an edit does
    world.session.exec(update(Need).where(col(Need.id) == need.id).values(opened))
    assert night(world, folder, 2) == told(1)


def test_a_profile_that_is_changed_is_compared_with_everything(
    world: World, cast: Cast, folder: Path, profile: Profile
) -> None:
    other = a_need(world.session, cast, **OPEN, **JUDGES)
    assert night(world, folder) == []
    assert night(world, folder, 40) == []
    draft = a_profile_draft(topics=["INV-04"], text="Judges and courts")
    now = NOON + 40.5 * DAY
    standing_profiles.edit(world.session, profile, draft, version=profile.version, by=cast.carla, now=now)
    assert night(world, folder, 41) == told(1)
    assert fitting_now(world.session, profile) == {other.id}


def test_a_size_bars_a_need_only_where_the_donor_may_read_it(world: World, cast: Cast, folder: Path) -> None:
    """What is left out for a size that the donor may not read would tell it that size."""
    found = a_profile(world.session, cast, least=BudgetBand.FROM_250K, most=BudgetBand.OVER_1M)
    small = {"budget_band": BudgetBand.UNDER_50K}
    a_need(world.session, cast, **OPEN, **small, budget_visibility=Visibility.DONORS)
    hidden = a_need(world.session, cast, **OPEN, **small, budget_visibility=Visibility.SECRETARIAT)
    large = a_need(world.session, cast, **OPEN, budget_band=BudgetBand.OVER_1M)
    night(world, folder, 0)
    assert fitting_now(world.session, found) == {hidden.id, large.id}


def test_what_may_not_be_read_any_more_is_not_told(
    world: World, cast: Cast, folder: Path, profile: Profile
) -> None:
    first, second = (a_need(world.session, cast, **OPEN) for _ in range(2))
    assert night(world, folder) == told(2)
    letter = world.last(FITS)
    needs.withdraw(world.session, first, by=cast.amina, now=NOON, note="Other plans.")
    assert outbox.brought_in_step(world.session, letter)
    assert letter.subject == told(1)[0][0]
    needs.withdraw(world.session, second, by=cast.amina, now=NOON, note="Other plans.")
    assert not outbox.brought_in_step(world.session, letter)


def test_a_profile_says_that_it_ends_and_ends_by_itself(world: World, cast: Cast) -> None:
    found = a_profile(world.session, cast, until=date(2027, 1, 11))
    assert world.after(19) == []
    assert world.after(20) == [(LetterKind.PROFILE_ENDS, "Carla")]
    assert world.last(LetterKind.PROFILE_ENDS).subject == "Your profile “Examiners” ends on January 11, 2027"
    assert world.after(50) == []
    assert world.after(51) == [(LetterKind.PROFILE_ENDED, "Carla")]
    row = world.session.exec(
        select(History).where(History.noun == "profile").order_by(col(History.id).desc())
    ).first()
    assert (found.state, row.action, row.by_id) == (ProfileState.ENDED, "profile.end", None)
    assert world.after(60) == []
    until = date(2027, 6, 30)
    standing_profiles.confirm(world.session, found, until=until, by=cast.carla, now=NOON + 60 * DAY)
    assert (found.state, found.until) == (ProfileState.STANDING, until)


def test_a_profile_that_has_ended_is_not_matched(
    world: World, cast: Cast, folder: Path, profile: Profile
) -> None:
    standing_profiles.end(world.session, profile, by=cast.carla, now=NOON)
    a_need(world.session, cast, **OPEN)
    assert night(world, folder) == []


def test_the_worker_does_what_the_clock_asks(
    world: World, cast: Cast, settings: Settings, profile: Profile
) -> None:
    a_need(world.session, cast, **OPEN)
    world.tick(NOON + DAY)
    assert world.ranked() >= {(Job.MATCH_PROFILE, profile.id)}
    world.session.commit()
    jobs.catch_up(world.engine, settings)
    world.session.expire_all()
    assert [kind for kind, _ in world.news()].count(FITS) == 1
    assert not {one for one in world.ranked() if one[0] == Job.MATCH_PROFILE}


def test_what_is_compared_leaves_the_index_of_everybody_as_it_was(
    world: World, cast: Cast, folder: Path, profile: Profile
) -> None:
    index: Any = matching.open_index(world.session, folder)
    before = index.snapshot_
    need = world.session.exec(select(Need)).first()
    assert fitting.best_of(world.session, profile, [need], index_folder=folder, now=NOON)
    assert index.snapshot_ is before
