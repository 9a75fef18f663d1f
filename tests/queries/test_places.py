"""Places of a filter: a country, a region or a group, on a given day."""

from datetime import date

import pytest

from matchmaker.queries.places import countries_in, is_whole_region, reach_codes

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("place", "inside", "outside"),
    [
        ("GMB", {"GMB"}, {"SEN"}),
        ("002", {"GMB", "EGY", "ZAF"}, {"PRY"}),
        ("011", {"GMB", "SEN"}, {"KEN"}),
        ("LDC", {"GMB", "NPL"}, {"PRY"}),
        ("LLDC", {"PRY", "NPL"}, {"GMB"}),
        ("nowhere", {"nowhere"}, {"GMB"}),
    ],
)
def test_a_place_means_countries(place: str, inside: set[str], outside: set[str]) -> None:
    meant = countries_in(place, on=TODAY)
    assert (inside - meant, outside & meant) == (set(), set())


@pytest.mark.parametrize("place", ["002", "019", "142", "150", "009"])
def test_a_summary_tells_the_five_regions(place: str) -> None:
    assert is_whole_region(place)


@pytest.mark.parametrize("place", ["011", "202", "GMB", "LDC", "", "nowhere"])
def test_a_summary_tells_no_other_place(place: str) -> None:
    assert not is_whole_region(place)


def test_an_offer_reaches_a_country_by_any_of_its_codes() -> None:
    assert reach_codes("GMB", on=TODAY) == {"GMB", "002", "202", "011", "LDC", "ODA"}


def test_an_offer_for_a_group_reaches_a_region_in_which_the_group_has_a_member() -> None:
    assert reach_codes("009", on=TODAY) >= {"FJI", "054", "SIDS", "LDC"}
    assert {"LLDC", "LDC"} & reach_codes("009", on=TODAY) == {"LDC"}


def test_an_offer_reaches_a_group_by_its_own_code_only() -> None:
    assert reach_codes("LDC", on=TODAY) == {"LDC"}


def test_a_country_that_graduates_is_reached_as_a_member_to_its_last_day() -> None:
    assert "LDC" in reach_codes("BGD", on=date(2026, 11, 23))
    assert "LDC" not in reach_codes("BGD", on=date(2026, 11, 24))
