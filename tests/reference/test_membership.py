from collections import Counter
from datetime import date, timedelta

import pytest

from matchmaker.reference import Group, countries, groups, groups_of, members, memberships

TODAY = date(2026, 11, 22)


def test_today_the_groups_have_so_many_members():
    assert {group: len(members(group, on=TODAY)) for group in Group} == {
        Group.LDC: 44,
        Group.LLDC: 32,
        Group.SIDS: 37,
        Group.ODA: 134,
    }


@pytest.mark.parametrize(
    ("iso3", "first_day_outside"),
    [
        ("VUT", date(2020, 12, 4)),
        ("BTN", date(2023, 12, 13)),
        ("STP", date(2024, 12, 13)),
        ("BGD", date(2026, 11, 24)),
        ("LAO", date(2026, 11, 24)),
        ("NPL", date(2026, 11, 24)),
        ("SLB", date(2027, 12, 13)),
        ("KHM", date(2029, 12, 19)),
        ("SEN", date(2029, 12, 19)),
    ],
)
def test_a_country_leaves_the_least_developed_on_the_day_it_graduates(iso3, first_day_outside):
    day_before = first_day_outside - timedelta(days=1)
    assert "LDC" in groups_of(iso3, on=day_before)
    assert "LDC" not in groups_of(iso3, on=first_day_outside)
    assert iso3 in members("LDC", on=day_before)
    assert iso3 not in members("LDC", on=first_day_outside)


def test_a_country_that_graduates_keeps_its_other_groups():
    assert groups_of("NPL", on=date(2026, 11, 23)) == {"LDC", "LLDC", "ODA"}
    assert groups_of("NPL", on=date(2026, 11, 24)) == {"LLDC", "ODA"}


def test_a_country_whose_graduation_was_put_off_stays():
    assert groups_of("AGO", on=date(2030, 1, 1)) == {"LDC", "ODA"}


def test_nauru_received_official_assistance_until_the_end_of_2025():
    assert groups_of("NRU", on=date(2025, 12, 31)) == {"SIDS", "ODA"}
    assert groups_of("NRU", on=date(2026, 1, 1)) == {"SIDS"}


def test_some_countries_belong_to_no_group():
    assert groups_of("SWE", on=TODAY) == frozenset()


def test_every_least_developed_country_may_receive_official_assistance():
    assert members("LDC", on=TODAY) <= members("ODA", on=TODAY)


def test_no_country_is_both_landlocked_and_an_island():
    assert members("LLDC", on=TODAY) & members("SIDS", on=TODAY) == frozenset()


def test_an_unknown_country_or_group_is_an_error():
    with pytest.raises(KeyError):
        groups_of("XXX", on=TODAY)
    with pytest.raises(ValueError, match="G77"):
        members("G77", on=TODAY)


def test_every_membership_has_a_known_country_and_a_source():
    assert {each.iso3 for each in memberships()} <= set(countries())
    assert Counter(bool(each.source) for each in memberships()) == {True: len(memberships())}


def test_every_group_has_a_name():
    assert set(groups()) == set(Group)
    assert groups()["LDC"].label("fr") == "Pays les moins avancés"
