from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from matchmaker.engine.offers.index import Index
from matchmaker.engine.ranking import eligibility
from matchmaker.engine.ranking.eligibility import Bar, bars
from tests.engine.samples import catalogues, need, needs, offer


def test_an_offer_that_limits_nothing_may_serve_anybody() -> None:
    assert bars(need(), offer()) == ()


@pytest.mark.parametrize(
    "stated",
    [
        {"countries": frozenset({"GMB"}), "regions": frozenset({"142"})},
        {"regions": frozenset({"202"})},
        {"groups": frozenset({"LDC", "LLDC"}), "countries": frozenset({"LAO"})},
        {"languages": frozenset({"en", "fr"})},
        {"valid_from": date(2027, 12, 31)},
        {"valid_until": date(2027, 1, 1)},
        {"lead_time_weeks": 57},
        {"capacity_left": 1},
    ],
)
def test_one_place_language_day_or_unit_in_common_suffices(stated: dict[str, Any]) -> None:
    assert bars(need(), offer(**stated)) == ()


@pytest.mark.parametrize(
    ("stated", "bar"),
    [
        ({"countries": frozenset({"LAO"})}, Bar.PLACE),
        ({"regions": frozenset({"142"})}, Bar.PLACE),
        ({"groups": frozenset({"SIDS"})}, Bar.PLACE),
        ({"valid_from": date(2028, 1, 1)}, Bar.DATES),
        ({"valid_until": date(2026, 12, 31)}, Bar.DATES),
        ({"lead_time_weeks": 58}, Bar.DATES),
        ({"valid_until": date(2027, 2, 1), "lead_time_weeks": 20}, Bar.DATES),
        ({"languages": frozenset({"ru"})}, Bar.LANGUAGE),
        ({"capacity_left": 0}, Bar.CAPACITY),
        ({"organisation_id": 1}, Bar.SAME_ORGANISATION),
    ],
)
def test_an_offer_that_does_not_fit_says_why(stated: dict[str, Any], bar: Bar) -> None:
    assert bars(need(), offer(**stated)) == (bar,)


def test_a_need_open_to_named_donors_bars_the_others() -> None:
    asking = need(named_donors=frozenset({7}))
    assert bars(asking, offer(organisation_id=7)) == ()
    assert bars(asking, offer(organisation_id=8)) == (Bar.NOT_NAMED,)


def test_an_excluded_donor_is_barred_even_when_named() -> None:
    asking = need(named_donors=frozenset({7}), excluded_donors=frozenset({7}))
    assert bars(asking, offer(organisation_id=7)) == (Bar.EXCLUDED,)


def test_every_reason_is_given_at_once() -> None:
    hopeless = offer(
        organisation_id=1,
        countries=frozenset({"LAO"}),
        languages=frozenset({"lo"}),
        valid_until=date(2026, 1, 1),
        capacity_left=0,
    )
    asking = need(named_donors=frozenset({2}), excluded_donors=frozenset({1}))
    assert bars(asking, hopeless) == tuple(Bar)


@settings(max_examples=300)
@given(catalogues, needs)
def test_the_mask_over_all_offers_says_what_each_pair_says(held, asking) -> None:
    one_by_one = {each.id: not bars(asking, each) for each in held}
    at_once = {
        id_: allowed
        for shelf in Index().fit(held).snapshot_.shelves
        for id_, allowed in zip(
            shelf.facts.id.tolist(), eligibility.mask(shelf, asking).tolist(), strict=True
        )
    }
    assert at_once == one_by_one
