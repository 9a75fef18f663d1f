"""Time zones: every country has one, and those with several are read by the clock of their government."""

from zoneinfo import ZoneInfo

import pytest

from matchmaker import reference
from matchmaker.reference.zones import SEATS, zones_of


def test_every_country_has_a_zone_of_its_own_that_can_be_reckoned_with() -> None:
    for iso3, country in reference.countries().items():
        assert reference.zone_of(iso3) in zones_of(iso3)
        assert (len(zones_of(iso3)) > 1) == (country.iso2 in SEATS)
    assert {ZoneInfo(one).key for one in reference.zones()} == reference.zones()


@pytest.mark.parametrize(
    ("iso3", "zone"),
    [("", "UTC"), ("GMB", "Africa/Banjul"), ("KIR", "Pacific/Tarawa"), ("BRA", "America/Sao_Paulo")],
)
def test_a_country_is_read_by_the_clock_of_its_government(iso3: str, zone: str) -> None:
    assert reference.zone_of(iso3) == zone


def test_an_unknown_country_has_no_zone() -> None:
    with pytest.raises(KeyError):
        reference.zone_of("XXX")
