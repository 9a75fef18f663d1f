"""For whom, when and in which languages an offer can be given: the narrowest place, one sentence for the rest."""

from datetime import date

import pytest

from matchmaker.models import Component, Need, Offer, OfferTag
from matchmaker.vocabulary import TagKind
from matchmaker.web.delivery import begins, covered, given, open_to

pytestmark = pytest.mark.usefixtures("reading")

DAY = date(2026, 11, 23)
PERIOD = "2027-03-01/2027-12-31"


def shared(in_need: str, in_offer: str) -> dict[str, str]:
    """What the engine leaves of one share."""
    return {"in_need": in_need, "in_offer": in_offer}


def for_whom(**reach: list[str]) -> Offer:
    tags = [OfferTag(kind=TagKind(kind), code=code) for kind, codes in reach.items() for code in codes]
    return Offer(tags=tags)


@pytest.mark.parametrize(
    ("reach", "said"),
    [
        ({}, ["Open to every State."]),
        ({"country": ["GMB", "NPL"], "region": ["002"], "group": ["LDC"]}, ["Open to: Gambia."]),
        ({"region": ["002", "202"], "group": ["LDC"]}, ["Open to: Sub-Saharan Africa."]),
        ({"group": ["LDC", "ODA"]}, ["Open to: Least developed countries."]),
        ({"region": ["019"]}, []),
    ],
)
def test_an_offer_is_open_to_a_state_through_the_narrowest_of_its_places(
    reach: dict[str, list[str]], said: list[str]
) -> None:
    assert open_to("GMB", for_whom(**reach), on=DAY) == said


def test_the_day_decides_to_which_groups_the_state_belongs() -> None:
    """Nepal leaves the list of least developed countries on 24 November 2026."""
    offer = for_whom(group=["LDC"])
    assert open_to("NPL", offer, on=DAY) == ["Open to: Least developed countries."]
    assert open_to("NPL", offer, on=date(2026, 11, 24)) == []


@pytest.mark.parametrize("country", ["", "XXX"])
def test_a_state_that_is_not_in_the_list_is_open_to_nothing_in_particular(country: str) -> None:
    assert open_to(country, for_whom(region=["002"]), on=DAY) == []


@pytest.mark.parametrize(
    ("asked", "served", "alone", "with_language"),
    [
        (PERIOD, PERIOD, "It covers the whole period.", ", and covers the whole period."),
        (
            PERIOD,
            "2027-03-01/2027-07-31",
            "It covers 5 months of the period.",
            ", and covers 5 months of the period.",
        ),
        (
            PERIOD,
            "2027-12-20/2027-12-31",
            "It covers 12 days of the period.",
            ", and covers 12 days of the period.",
        ),
        (
            "0001-01-01/9999-12-31",
            "2027-03-01/2028-12-31",
            "It can begin on 1 March 2027.",
            ", and can begin on 1 March 2027.",
        ),
        ("soon", "later", "", "."),
    ],
)
def test_languages_and_dates_are_one_sentence(
    asked: str, served: str, alone: str, with_language: str
) -> None:
    dates = [shared(asked, served)]
    assert given([], dates) == ([alone] if alone else [])
    languages = [shared("fr", "fr"), shared("en", "en")]
    assert given(languages, dates) == [f"It can be given in French and English{with_language}"]


def test_what_states_neither_a_language_nor_a_day_says_nothing() -> None:
    assert given([], []) == []


def asking(*parts: tuple[str, str]) -> Need:
    return Need(components=[Component(topic=topic, modality=way) for topic, way in parts])


def on_topics(*topics: str) -> Offer:
    tags = [OfferTag(kind=TagKind.TOPIC, code=code) for code in topics]
    return Offer(tags=[*tags, OfferTag(kind=TagKind.MODALITY, code="TRN")])


def test_the_parts_that_an_offer_covers_are_counted() -> None:
    need = asking(("EVI-02", "TRN"), ("EVI-02", "STV"), ("ICO-02", "TRN"))
    said = [covered(need, on_topics(*topics)) for topics in (("EVI-02",), ("EVI-02", "ICO-02"), ("INV-04",))]
    assert said == [
        ["It covers 1 of the 3 parts that are asked for."],
        ["It covers 2 of the 3 parts that are asked for."],
        [],
    ]


def test_an_offer_that_covers_everything_says_so_and_of_one_part_there_is_nothing_to_count() -> None:
    two = asking(("EVI-02", "TRN"), ("ICO-02", "TRN"))
    assert covered(two, on_topics("EVI-02", "ICO-02")) == ["It covers all 2 parts that are asked for."]
    assert covered(asking(("EVI-02", "TRN")), on_topics("EVI-02")) == []


@pytest.mark.parametrize(
    ("start", "said"),
    [
        (date(2027, 3, 1), ["It can begin 3 months before it is asked for."]),
        (date(2026, 12, 25), ["It can begin 5 weeks before it is asked for."]),
        (date(2026, 11, 25), ["It can begin when it is asked for."]),
        (date(2026, 11, 1), []),
        (date(2029, 1, 1), []),
        (None, []),
    ],
)
def test_an_offer_that_can_begin_in_time_says_how_long_before(start: date | None, said: list[str]) -> None:
    offer = Offer(valid_from=date(2026, 1, 1), valid_until=date(2028, 12, 31))
    assert begins(Need(earliest_start=start), offer, on=DAY) == said
