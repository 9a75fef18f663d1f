"""The pruned search of `rank.shortlist` against looking at every offer, where small catalogues go every way."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.engine.finding import search
from matchmaker.engine.offers.index import Index
from matchmaker.engine.profiles import NeedProfile
from matchmaker.engine.ranking import bands, rank
from matchmaker.engine.ranking.rank import rank_all, rank_one
from matchmaker.engine.ranking.standing import NOISE, standing
from tests.engine.crowds import asking, histories, hurried, lived

LIMITS = ("FLOOR", "AREA_FLOOR", "WORDS_ALONE", "WORTH_TELLING")


@pytest.fixture(params=[True, False], ids=["numba", "base"], autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if not request.param:
        monkeypatch.setattr(search, "parallel_if_there", lambda: None)


def every(index: Index, asked: NeedProfile, top: int) -> list[tuple[int, float]]:
    """The definition: each offer by itself, then those that are eligible and near, in order."""
    held = []
    for id_ in index.snapshot_.versions():
        stands, row = standing(index.snapshot_, asked, id_)
        scored = stands.exactly(row)
        (enough,), (worth_telling,) = stands.near(scored)
        if stands.eligible[row][0] and enough:
            facts = stands.shelf.facts.taken(row)
            held.append((-scored.scores[0], facts.posted[0], id_, worth_telling, facts.is_public[0]))
    is_told = any(worth_telling and is_public for *_, worth_telling, is_public in held)
    told = [(id_, -score) for score, _, id_, worth_telling, _ in sorted(held) if is_told or worth_telling]
    return told[:top]


def listed(found: tuple[rank.Ranked, ...]) -> list[tuple[int, float]]:
    return [(each.offer_id, each.score) for each in found]


def blurred(index: Index, seed: int) -> None:
    """Lengths as the search has them, kept in step from sums, may be off by what `NOISE` and the drift allow."""
    draw, held = np.random.default_rng(seed), index.snapshot_.settled(slack=0)
    drift = (seed % 3) / 10
    shelves = tuple(blurred_shelf(shelf, draw, drift) for shelf in held.shelves)
    index._held = replace(held, shelves=shelves, drift=drift)


def blurred_shelf(shelf, draw: np.random.Generator, drift: float):
    lengths = draw.uniform(1 - drift, 1 + drift, len(shelf))
    scale = shelf.inverted.scale / lengths * (1 + draw.uniform(-NOISE / 2, NOISE / 2, len(shelf)))
    to_do = replace(shelf.norms, idf=np.array([np.inf]))
    return replace(shelf, inverted=replace(shelf.inverted, scale=scale), norms=to_do)


def agrees(index: Index, asked: list[NeedProfile], top: int) -> None:
    expected = [every(index, each, top) for each in asked]
    assert [listed(rank_one(index, each, top)) for each in asked] == expected
    assert [listed(found) for _, found in rank_all(index, asked, top)] == expected


@settings(max_examples=25)
@given(histories(), st.lists(asking, min_size=1, max_size=3), st.integers(1, 4), st.integers(0, 9))
def test_the_search_overlooks_nobody(history, asked, top, seed) -> None:
    with hurried():
        index = lived(history)
        agrees(index, asked, top)
        blurred(index, seed)
        agrees(index, asked, top)


@settings(max_examples=25)
@given(histories(), asking, st.integers(1, 4), st.integers(0, 9), st.sampled_from(LIMITS), st.data())
def test_an_offer_at_the_very_limit_is_told_as_it_is(history, asked, top, seed, limit, data) -> None:
    with hurried():
        index = lived(history)
    substances = {
        round(float(standing(index.snapshot_, asked, id_)[0].exactly(row).substance[0]), 12)
        for id_ in index.snapshot_.versions()
        for row in [standing(index.snapshot_, asked, id_)[1]]
    }
    at = data.draw(st.sampled_from(sorted(substances | {getattr(bands, limit)})))
    off = data.draw(st.sampled_from((-NOISE, -NOISE / 4, 0.0, NOISE / 4, NOISE)))
    with hurried(**{limit: max(at + off, 0.01)}):
        blurred(index, seed)
        agrees(index, [asked], top)
