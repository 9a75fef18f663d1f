from collections import Counter

import pytest

from matchmaker.reference import (
    UN_LANGUAGES,
    CountryStatus,
    RegionLevel,
    countries,
    regions,
    regions_of,
)


def test_there_are_193_members_and_two_observers():
    assert Counter(each.status for each in countries().values()) == {
        CountryStatus.MEMBER: 193,
        CountryStatus.OBSERVER: 2,
    }
    assert {code for code, each in countries().items() if each.status == CountryStatus.OBSERVER} == {
        "PSE",
        "VAT",
    }


def test_a_country_has_its_united_nations_name_in_six_languages():
    assert dict(countries()["GMB"].labels) == {
        "en": "Gambia",
        "fr": "Gambie",
        "es": "Gambia",
        "ru": "Гамбия",
        "ar": "غامبيا",
        "zh": "冈比亚",
    }
    assert countries()["CIV"].label("en") == "Côte d'Ivoire"
    assert countries()["BOL"].label("es") == "Bolivia (Estado Plurinacional de)"


def test_a_language_without_labels_is_an_error_and_not_english():
    with pytest.raises(KeyError):
        countries()["GMB"].label("de")


@pytest.mark.parametrize("language", UN_LANGUAGES)
def test_no_two_places_share_a_name(language):
    for places in (countries(), regions()):
        assert len({each.label(language) for each in places.values()}) == len(places)


def test_a_country_lies_in_its_region_subregion_and_intermediate_region():
    assert regions_of("GMB") == {"002", "202", "011"}
    assert regions_of("HTI") == {"019", "419", "029"}
    assert regions_of("FJI") == {"009", "054"}


def test_an_unknown_country_lies_nowhere():
    with pytest.raises(KeyError):
        regions_of("XXX")


def test_there_are_five_regions_and_every_other_lies_in_one():
    levels = Counter(each.level for each in regions().values())
    assert levels == {RegionLevel.REGION: 5, RegionLevel.SUBREGION: 17, RegionLevel.INTERMEDIATE: 7}
    above = {RegionLevel.SUBREGION: RegionLevel.REGION, RegionLevel.INTERMEDIATE: RegionLevel.SUBREGION}
    for each in regions().values():
        if each.level in above:
            assert regions()[each.parent].level == above[each.level]


def test_every_region_has_a_country_in_it():
    assert frozenset().union(*(each.regions for each in countries().values())) == frozenset(regions())


def test_points_lie_where_the_country_is():
    """A box around each region, in degrees, wide enough for its farthest islands."""
    boxes = {
        "002": (-35, 38, -26, 60),
        "019": (-56, 72, -130, -34),
        "142": (-11, 56, 25, 145),
        "150": (34, 66, -26, 105),
        "009": (-48, 20, -180, 180),
    }
    for each in countries().values():
        south, north, west, east = boxes[each.region]
        assert south <= each.latitude <= north, each
        assert west <= each.longitude <= east, each


def test_a_point_does_not_fall_to_the_other_side_of_the_world_at_the_180th_meridian():
    assert (countries()["FJI"].latitude, countries()["FJI"].longitude) == (-17.82, 177.98)
    assert (countries()["KIR"].latitude, countries()["KIR"].longitude) == (1.85, -157.37)
