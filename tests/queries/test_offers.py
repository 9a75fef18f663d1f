"""The catalogue of offers: open ones, for those who may read them, found by words, codes and places."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session

from matchmaker.lists import Catalogue
from matchmaker.queries import offers
from matchmaker.queries.offers import OfferFilter
from matchmaker.services import finding
from matchmaker.vocabulary import OfferState, Visibility
from tests.cast import NOON, Cast
from tests.stories import an_offer

EVERYBODY = ("amina", "bashir", "ines", "carla", "chen", "dao", "erik", "farah", "gus", "hiba", "eve")
TODAY = NOON.date()


def found(session: Session, reader: object, **wanted: str) -> list[str]:
    """References in the catalogue, in its order."""
    hits = finding.hits(session, Catalogue.OFFERS, wanted.get("words", ""))
    page = offers.catalogue(session, reader, OfferFilter(**wanted), 1, on=TODAY, hits=hits)  # type: ignore[arg-type]  # an actor
    return [offer.ref for offer in page.rows]


@pytest.mark.parametrize(
    ("visibility", "readers"),
    [
        (Visibility.PUBLIC, {*EVERYBODY}),
        (Visibility.DONORS, {"carla", "chen", "dao", "erik"}),
        (Visibility.SECRETARIAT, {"carla", "dao", "erik"}),
    ],
)
def test_the_catalogue_shows_each_reader_what_is_open_to_them(
    session: Session, cast: Cast, visibility: Visibility, readers: set[str]
) -> None:
    an_offer(session, cast, state=OfferState.PUBLISHED, visibility=visibility)
    assert {name for name in EVERYBODY if found(session, getattr(cast, name))} == readers


def test_the_catalogue_holds_open_offers_only(session: Session, cast: Cast) -> None:
    refs = {state: an_offer(session, cast, state=state).ref for state in OfferState}
    for reader in (cast.carla, cast.dao, cast.amina, cast.eve):
        assert set(found(session, reader)) == {refs[OfferState.PUBLISHED], refs[OfferState.EXHAUSTED]}


@pytest.mark.parametrize(
    ("wanted", "hit"),
    [
        ({"words": "MENTORS laboratories"}, True),
        ({"words": "northern lights"}, True),
        ({"words": "mentors submarine"}, False),
        ({"words": "%"}, False),
        ({"topic": "EVI"}, True),
        ({"topic": "EVI-02"}, True),
        ({"topic": "LEG"}, False),
        ({"modality": "MEN"}, True),
        ({"modality": "EQU"}, False),
        ({"language": "fr"}, True),
        ({"language": "es"}, False),
        ({"topic": "MEN"}, False),  # a code of one kind is not a code of another
        ({"modality": "EVI-02"}, False),
        ({"stage": "open"}, True),
        ({"stage": "taken"}, False),
        ({"valid": "2026-08"}, False),
        ({"valid": "2026-09"}, True),
        ({"valid": "2028-12"}, True),
        ({"valid": "2029-01"}, False),
        ({"source": "150"}, True),
        ({"source": "019"}, False),
        ({"source": "001"}, False),
    ],
)
def test_filters_narrow_the_catalogue(session: Session, cast: Cast, wanted: dict, hit: bool) -> None:
    offer = an_offer(session, cast, state=OfferState.PUBLISHED)
    offer.organisation.region = "150"
    session.flush()
    assert found(session, cast.eve, **wanted) == ([offer.ref] if hit else [])


def test_a_donor_of_no_region_is_found_as_international(session: Session, cast: Cast) -> None:
    offer = an_offer(session, cast, state=OfferState.EXHAUSTED)
    assert found(session, cast.eve, source="001", stage="taken") == [offer.ref]
    assert found(session, cast.eve, source="150") == []


def test_a_state_that_gives_is_at_home_in_the_region_of_its_country(session: Session, cast: Cast) -> None:
    offer = an_offer(session, cast, state=OfferState.PUBLISHED)
    offer.organisation_id = cast.ines.organisation_id
    session.flush()
    assert found(session, cast.eve, source="019") == [offer.ref]
    assert found(session, cast.eve, source="001") == []


def test_an_offer_without_days_can_be_given_in_any_month(session: Session, cast: Cast) -> None:
    offer = an_offer(session, cast, state=OfferState.PUBLISHED)
    offer.valid_from = offer.valid_until = None
    session.flush()
    assert (
        found(session, cast.eve, valid="1990-01") == found(session, cast.eve, valid="9999-12") == [offer.ref]
    )


@pytest.mark.parametrize(
    ("reach", "places", "elsewhere"),
    [
        ({"regions": [], "countries": ["GMB"]}, {"GMB"}, {"PRY", "KEN"}),
        ({"regions": ["002"]}, {"GMB", "002", "KEN"}, {"PRY", "019"}),
        ({"regions": ["011"]}, {"GMB"}, {"KEN", "PRY"}),
        ({"regions": [], "groups": ["LDC"]}, {"GMB", "LDC", "002", "011"}, {"PRY", "SIDS", "021"}),
        ({"regions": [], "groups": ["LLDC"]}, {"PRY", "LLDC"}, {"GMB"}),
        ({"regions": []}, {"GMB", "PRY", "002", "LDC", "FJI"}, set()),  # no reach written: every State
    ],
)
def test_a_place_finds_the_offers_that_may_serve_it(
    session: Session, cast: Cast, reach: dict, places: set[str], elsewhere: set[str]
) -> None:
    offer = an_offer(session, cast, state=OfferState.PUBLISHED, **reach)
    assert {place for place in places | elsewhere if found(session, cast.eve, place=place)} == places
    assert offer.ref in found(session, cast.eve)


def test_a_country_that_graduates_leaves_the_group(session: Session, cast: Cast) -> None:
    an_offer(session, cast, state=OfferState.PUBLISHED, regions=[], groups=["LDC"])
    wanted = OfferFilter(place="BGD")
    days = (date(2026, 11, 23), date(2026, 11, 24))
    assert [offers.catalogue(session, cast.eve, wanted, 1, on=day).total for day in days] == [1, 0]


def test_the_newest_stand_first_and_a_tie_does_not_move(session: Session, cast: Cast) -> None:
    old = an_offer(session, cast, state=OfferState.PUBLISHED, now=NOON - timedelta(days=3))
    twins = [an_offer(session, cast, state=OfferState.PUBLISHED) for _ in range(2)]
    assert found(session, cast.eve) == [twins[1].ref, twins[0].ref, old.ref]
    assert [one.ref for one in offers.newest(session, cast.eve, count=1)] == [twins[1].ref]


def test_a_donor_finds_all_offers_of_the_house(session: Session, cast: Cast) -> None:
    first = an_offer(session, cast, now=NOON - timedelta(days=2))
    second = an_offer(session, cast, state=OfferState.EXPIRED, now=NOON - timedelta(days=1))
    an_offer(session, cast, by=cast.chen)
    assert [one.ref for one in offers.of_organisation(session, cast.carla)] == [second.ref, first.ref]


def test_a_queue_holds_the_longest_waiting_first(session: Session, cast: Cast) -> None:
    late = an_offer(session, cast, state=OfferState.SUBMITTED)
    early = an_offer(session, cast, by=cast.chen, state=OfferState.SUBMITTED, now=NOON - timedelta(days=1))
    waiting = offers.in_states(session, cast.dao, [OfferState.SUBMITTED])
    assert [one.ref for one in waiting] == [early.ref, late.ref]
    assert offers.in_states(session, cast.amina, [OfferState.SUBMITTED]) == []


def test_the_engine_is_handed_published_offers_in_the_order_of_their_ids(
    session: Session, cast: Cast
) -> None:
    one, other = (an_offer(session, cast, state=OfferState.PUBLISHED) for _ in range(2))
    an_offer(session, cast, state=OfferState.EXHAUSTED)
    assert offers.by_ids(session, [other.id, one.id]) == [one, other]
    assert offers.by_ids(session, []) == []


def test_an_offer_is_found_by_its_reference(session: Session, cast: Cast) -> None:
    offer = an_offer(session, cast)
    assert offers.by_ref(session, offer.ref) is offer
    assert offers.by_ref(session, "F-222222") is None
