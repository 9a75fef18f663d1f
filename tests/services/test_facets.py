"""What each choice of a filter would leave: exactly what the list shows with it, for every reader."""

from typing import Any

import pytest
from sqlmodel import Session

from matchmaker.lists import Catalogue
from matchmaker.queries import needs, offers
from matchmaker.queries.needs import NeedFilter
from matchmaker.queries.offers import OfferFilter
from matchmaker.services import finding
from matchmaker.services.facets import facets
from matchmaker.vocabulary import BudgetBand, NeedState, OfferState, Visibility
from tests.cast import NOON, Cast
from tests.stories import a_need, an_offer

TODAY = NOON.date()
READERS = ("amina", "ines", "carla", "chen", "dao", "farah", "eve")
SEEN = {"topic": ("EVI", "EVI-02", "LEG-02"), "modality": ("TRN", "MEN", "EQU"), "language": ("en", "fr", "ar"),
        "place": ("GMB", "002", "011", "LDC", "PRY", "019")}  # fmt: skip


def counted(session: Session, reader: Any, catalogue: Catalogue, wanted: Any) -> dict[str, dict[str, int]]:
    hits = finding.hits(session, catalogue, wanted.words)
    found = facets(session, reader, catalogue, wanted, on=TODAY, hits=hits)
    return {field: dict(counts) for field, counts in found.items()}


@pytest.mark.parametrize(
    "wanted", [{}, {"topic": "EVI"}, {"topic": "LEG", "place": "002"}, {"words": "phones", "language": "en"}]
)
def test_a_number_beside_a_choice_is_what_the_list_would_show(
    session: Session, cast: Cast, wanted: dict[str, str]
) -> None:
    for visibility in Visibility:
        a_need(session, cast, state=NeedState.IN_MATCHING, visibility=visibility)
        a_need(
            session,
            cast,
            state=NeedState.MATCHED,
            visibility=visibility,
            languages=["fr"],
            shows_country=True,
        )
    for visibility in (Visibility.PUBLIC, Visibility.DONORS, Visibility.SECRETARIAT):
        an_offer(session, cast, state=OfferState.PUBLISHED, visibility=visibility)
        an_offer(session, cast, state=OfferState.PUBLISHED, visibility=visibility, topics=["LEG-02"], regions=[],
                 countries=["PRY"], budget_band=BudgetBand.FROM_50K)  # fmt: skip
    for reader in (getattr(cast, name) for name in READERS):
        for catalogue, kind, query in (
            (Catalogue.NEEDS, NeedFilter, needs),
            (Catalogue.OFFERS, OfferFilter, offers),
        ):
            hits = finding.hits(session, catalogue, wanted.get("words", ""))
            counts = counted(session, reader, catalogue, kind(**wanted))
            for field, codes in SEEN.items():
                shown = {
                    code: query.number(session, reader, kind(**{**wanted, field: code}), on=TODAY, hits=hits)
                    for code in codes
                }
                assert {code: counts[field][code] for code in codes} == shown, (reader.name, catalogue, field)


def test_offers_are_counted_by_their_size(session: Session, cast: Cast) -> None:
    an_offer(session, cast, state=OfferState.PUBLISHED, budget_band=BudgetBand.FROM_50K)
    an_offer(session, cast, state=OfferState.PUBLISHED, budget_band=None)
    counts = counted(session, cast.eve, Catalogue.OFFERS, OfferFilter())["budget"]
    assert {band: number for band, number in counts.items() if number} == {BudgetBand.FROM_50K: 1}


@pytest.mark.proves("S5")
@pytest.mark.parametrize("visibility", [Visibility.DONORS, Visibility.NAMED_DONORS, Visibility.SECRETARIAT])
def test_a_need_that_a_reader_may_not_know_of_is_counted_nowhere(
    session: Session, cast: Cast, visibility: Visibility
) -> None:
    a_need(session, cast, state=NeedState.IN_MATCHING)
    asked = [NeedFilter(), NeedFilter(words="phones"), NeedFilter(topic="LEG")]
    before = [counted(session, cast.eve, Catalogue.NEEDS, wanted) for wanted in asked]
    a_need(session, cast, state=NeedState.IN_MATCHING, visibility=visibility)
    assert [counted(session, cast.eve, Catalogue.NEEDS, wanted) for wanted in asked] == before


def test_what_a_summary_does_not_tell_is_not_counted(session: Session, cast: Cast) -> None:
    """Neither its country nor its languages; its region is known to everybody."""
    a_need(session, cast, state=NeedState.IN_MATCHING)
    counts = counted(session, cast.eve, Catalogue.NEEDS, NeedFilter())
    assert [counts["place"][code] for code in ("002", "011", "GMB", "LDC")] == [1, 0, 0, 0]
    assert set(counts["language"].values()) == {0}
    counts = counted(session, cast.carla, Catalogue.NEEDS, NeedFilter())
    assert [counts["place"][code] for code in ("002", "011", "GMB", "LDC")] == [1, 1, 1, 1]
    assert counts["language"]["en"] == 1
