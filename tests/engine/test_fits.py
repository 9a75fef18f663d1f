from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from matchmaker.engine.offers.index import Index
from matchmaker.engine.profiles import NeedProfile, OfferProfile
from matchmaker.engine.ranking.fits import fits
from matchmaker.engine.ranking.reasons import ReasonKind
from matchmaker.engine.weights import WEIGHTS
from tests.engine.samples import catalogues, need, needs, offer

BOUNDS = {
    ReasonKind.TOPIC: WEIGHTS.topic,
    ReasonKind.AREA: WEIGHTS.topic * WEIGHTS.area,
    ReasonKind.MODALITY: WEIGHTS.modality,
    ReasonKind.LANGUAGE: WEIGHTS.language,
    ReasonKind.DATES: WEIGHTS.dates,
    ReasonKind.BUDGET: WEIGHTS.budget,
}


def shares(asking: NeedProfile, given_: OfferProfile) -> dict[tuple[str, str, str], float]:
    """(kind, in need, in offer) -> share, of what is above 0."""
    (shelf,) = Index().fit([given_]).snapshot_.shelves
    found = [(fit, float(fit.shares(np.array([0]))[0])) for fit in fits(shelf, asking, WEIGHTS)]
    return {(fit.kind.value, fit.in_need, fit.in_offer(0)): share for fit, share in found if share}


def only(kind: ReasonKind, asking: dict[str, Any], given_: dict[str, Any]) -> dict[tuple[str, str], float]:
    found = shares(need(**asking), offer(**given_))
    return {(ours, theirs): share for (what, ours, theirs), share in found.items() if what == kind}


def test_the_parts_of_a_score_add_up_to_one() -> None:
    assert WEIGHTS.text + sum(BOUNDS.values()) - BOUNDS[ReasonKind.AREA] == pytest.approx(1)


def test_each_topic_of_the_need_has_an_equal_part() -> None:
    asking = {"topics": ("EVI-01", "EVI-02", "VIC-01")}
    third = WEIGHTS.topic / 3
    assert only(ReasonKind.TOPIC, asking, {"topics": ("EVI-02", "INV-01")}) == {("EVI-02", "EVI-02"): third}
    assert only(ReasonKind.AREA, asking, {"topics": ("EVI-02", "INV-01")}) == {
        ("EVI-01", "EVI"): pytest.approx(third * WEIGHTS.area)
    }


def test_modalities_and_languages_share_their_part() -> None:
    asking = {"modalities": ("TRN", "EQU"), "languages": frozenset({"en", "fr"})}
    given_ = {"modalities": ("EQU",), "languages": frozenset({"fr", "ru"})}
    assert only(ReasonKind.MODALITY, asking, given_) == {("EQU", "EQU"): WEIGHTS.modality / 2}
    assert only(ReasonKind.LANGUAGE, asking, given_) == {("fr", "fr"): WEIGHTS.language / 2}


def test_dates_earn_the_part_of_the_needs_days_that_can_be_served() -> None:
    asking = {"starts": date(2027, 1, 1), "ends": date(2027, 4, 10)}  # 100 days
    assert only(ReasonKind.DATES, asking, {"valid_until": date(2027, 1, 25)}) == {
        ("2027-01-01/2027-04-10", "2027-01-01/2027-01-25"): pytest.approx(WEIGHTS.dates / 4)
    }
    assert only(ReasonKind.DATES, asking, {"valid_until": date(2026, 12, 31)}) == {}


@pytest.mark.parametrize(
    ("asked", "given_", "part"),
    [
        ("50k_250k", "50k_250k", 1),
        ("50k_250k", "under_50k", 0.5),
        ("50k_250k", "250k_1m", 0.5),
        ("50k_250k", "over_1m", 0),
        ("50k_250k", "in_kind", 0.5),
        ("over_1m", "under_50k", 0),
        ("50k_250k", "", 0),
        ("in_kind", "in_kind", 1),
    ],
)
def test_a_budget_fits_wholly_nearly_or_not(asked: str, given_: str, part: float) -> None:
    found = only(ReasonKind.BUDGET, {"budget_band": asked}, {"budget_band": given_})
    assert found == ({(asked, given_): part * WEIGHTS.budget} if part else {})


def test_what_the_need_does_not_state_adds_nothing() -> None:
    asking = need(topics=(), modalities=(), languages=frozenset(), budget_band="")
    found = shares(asking, offer(topics=("EVI-01",), modalities=("TRN",), languages=frozenset({"en"})))
    assert {kind for kind, _, _ in found} == {"dates"}


@given(catalogues, needs)
def test_no_fit_leaves_its_bounds(held, asking) -> None:
    totals = dict.fromkeys(BOUNDS, 0.0)
    for shelf in Index().fit(held).snapshot_.shelves:
        for fit in fits(shelf, asking, WEIGHTS):
            shares = fit.shares(np.arange(len(shelf)))
            assert (shares >= 0).all()
            totals[fit.kind] = totals[fit.kind] + shares.max(initial=0)
    assert all(total <= BOUNDS[kind] + 1e-9 for kind, total in totals.items() if kind != ReasonKind.AREA)
