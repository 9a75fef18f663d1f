"""Why one pair is suggested, or is not."""

import pytest
from hypothesis import given

from matchmaker.engine.profiles import NeedProfile, OfferProfile
from matchmaker.engine.ranking.bands import AREA_FLOOR, FLOOR, WORDS_ALONE, WORTH_TELLING
from matchmaker.engine.ranking.eligibility import Bar
from matchmaker.engine.ranking.rank import TOP, rank_one
from matchmaker.engine.ranking.verdict import Limit, Verdict, verdict
from tests.engine.samples import EVIDENCE, FORENSICS, VICTIMS, catalogues, need, needs, offer
from tests.engine.test_rank import index_of


def told(asking: NeedProfile, *given_: OfferProfile) -> Verdict:
    """About the first of the offers."""
    return verdict(index_of(*given_), asking, given_[0])


@given(catalogues, needs)
def test_the_verdict_on_every_pair_is_what_the_ranking_does(
    held: list[OfferProfile], asking: NeedProfile
) -> None:
    index = index_of(*held)
    suggested = rank_one(index, asking)
    for one in held:
        found = verdict(index, asking, one)
        places = [place for place, each in enumerate(suggested, start=1) if each.offer_id == one.id]
        assert found.is_suggested == bool(places)
        assert found.place == places[0] if places else 1 <= found.place <= len(suggested) + 1
        assert sum(reason.share for reason in found.pair.reasons) == pytest.approx(found.pair.score, abs=1e-9)
        if found.shortfall:
            assert found.shortfall.has < found.shortfall.needs


def test_a_suggestion_has_its_place_and_its_reasons() -> None:
    second, first = offer(2, text=f"{EVIDENCE} {VICTIMS}"), offer(1)
    found = told(need(), second, first)
    assert (found.bars, found.shortfall, found.place, found.is_suggested) == ((), None, 2, True)
    assert found.pair == rank_one(index_of(first, second), need())[1]


def test_what_bars_a_pair_is_named_with_the_place_that_it_would_have() -> None:
    barred = offer(2, countries=frozenset({"LAO"}), capacity_left=0, topics=("EVI-01",))
    found = told(need(topics=("EVI-01",)), barred, offer(1))
    assert (found.bars, found.place, found.is_suggested) == ((Bar.PLACE, Bar.CAPACITY), 1, False)
    assert found.pair.score > 0


def test_an_offer_after_the_last_that_is_shown_is_not_suggested() -> None:
    found = told(need(), offer(99), *(offer(id_) for id_ in range(1, TOP + 1)))
    assert (found.bars, found.shortfall, found.place, found.is_suggested) == ((), None, TOP + 1, False)


@pytest.mark.parametrize(
    ("asked", "given_", "limit", "needed"),
    [
        ({"text": FORENSICS}, {"text": VICTIMS}, Limit.COMMON, FLOOR),
        (
            {"text": FORENSICS, "topics": ("EVI-02",)},
            {"text": VICTIMS, "topics": ("EVI-01",)},
            Limit.COMMON,
            AREA_FLOOR,
        ),
        (
            {"text": VICTIMS, "topics": ("VIC-01",), "modalities": ("TRN",)},
            {"text": "A helpline in a far country.", "topics": ("INV-03",), "modalities": ("TRN",)},
            Limit.WORDS,
            WORDS_ALONE,
        ),
        (
            {"text": VICTIMS, "topics": ("EVI-02",), "modalities": ("TRN", "EQU")},
            {"text": "Other things.", "topics": ("EVI-01",), "modalities": ("TRN",)},
            Limit.SUITABLE,
            WORTH_TELLING,
        ),
    ],
)
def test_the_limit_that_a_pair_stays_below_is_named(
    asked: dict, given_: dict, limit: Limit, needed: float
) -> None:
    found = told(need(**asked), offer(1, **given_))
    assert found.shortfall is not None
    assert (found.bars, found.shortfall.limit, found.shortfall.needs) == ((), limit, needed)
    assert not found.is_suggested


def test_an_offer_that_is_not_held_is_an_error() -> None:
    with pytest.raises(KeyError):
        verdict(index_of(offer(1)), need(), offer(2))
