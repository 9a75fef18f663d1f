"""The pruned search of `rank.shortlist` against looking at every offer, where small catalogues go every way."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.engine import bands, rank, search, snapshot
from matchmaker.engine.index import Index
from matchmaker.engine.profiles import NeedProfile, OfferProfile
from matchmaker.engine.rank import rank_all, rank_one
from matchmaker.engine.standing import NOISE, standing
from matchmaker.engine.topics import TopicTerms
from tests.engine.samples import FIRST_POST, LEXICON, TERMS, few, need, offer

WORDS = ("judge", "evidence", "bank", "crops", "roads", "wells")
LIMITS = ("FLOOR", "AREA_FLOOR", "WORDS_ALONE", "WORTH_TELLING")

spoken = st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)
topics = st.lists(st.sampled_from(("EVI-01", "EVI-02", "VIC-01")), max_size=2, unique=True).map(tuple)
alike = st.fixed_dictionaries(
    {
        "organisation_id": st.integers(1, 3),
        "text": spoken,
        "topics": topics,
        "modalities": few("TRN", "EQU").map(tuple),
        "languages": few("en", "fr"),
        "regions": few("002", "035"),
        "capacity_left": st.sampled_from((3, 3, 3, 0)),
        "is_public": st.booleans(),
        "posted_at": st.just(FIRST_POST),
    }
)
asking = st.builds(
    need,
    id_=st.integers(1, 9),
    organisation_id=st.integers(1, 3),
    text=spoken,
    topics=topics,
    modalities=few("TRN", "EQU").map(tuple),
    languages=few("en", "fr"),
)


@st.composite
def histories(draw: st.DrawFn) -> list[dict[int, OfferProfile | None]]:
    """What comes (an offer) and goes (none), step by step: mostly offers of a few kinds, so that many are equal."""
    kinds = draw(st.lists(alike, min_size=1, max_size=8))
    steps = []
    for most in (60, 6, 4, 2):
        ids = draw(st.lists(st.integers(1, 60), max_size=most, unique=True))
        chosen = [draw(st.sampled_from([*kinds, None])) for _ in ids]
        steps.append({id_: kind and offer(id_, **kind) for id_, kind in zip(ids, chosen, strict=True)})
    return steps


@pytest.fixture(params=[True, False], ids=["numba", "base"], autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if not request.param:
        monkeypatch.setattr(search, "parallel_if_there", lambda: None)


@contextmanager
def hurried(**limits: float) -> Iterator[None]:
    """Few offers fill several shelves and are more than are looked at first; with other *limits* of the bands."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(snapshot, "RATIO", 3)
        for name, number in {"SPARE": 1, "FIRST": 2, "GROWTH": 2}.items():
            monkeypatch.setattr(rank, name, number)
        for name, number in limits.items():
            for module in (bands, rank):
                monkeypatch.setattr(module, name, number, raising=module is bands)
        yield


def lived(history: list[dict[int, OfferProfile | None]]) -> Index:
    first, *steps = history
    index = Index(terms=TopicTerms(TERMS, LEXICON), lexicon=LEXICON)
    index.fit(each for each in first.values() if each)
    for step in steps:
        index.change(step.keys(), [each for each in step.values() if each])
    return index


def every(index: Index, asked: NeedProfile, top: int) -> list[tuple[int, float]]:
    """The definition: each offer by itself, then those that are eligible and near, in order."""
    held = []
    for id_ in index.snapshot_.versions():
        stands, row = standing(index.snapshot_, asked, id_)
        scored = stands.exactly(row)
        (enough,), (worth_telling,) = stands.near(scored)
        if stands.eligible[row][0] and enough:
            held.append((-scored.scores[0], stands.shelf.facts.posted[row][0], id_, worth_telling))
    is_told = any(worth_telling for *_, worth_telling in held)
    return [(id_, -score) for score, _, id_, _ in sorted(held)[:top]] if is_told else []


def listed(found: tuple[rank.Ranked, ...]) -> list[tuple[int, float]]:
    return [(each.offer_id, each.score) for each in found]


def blurred(index: Index, seed: int) -> None:
    """Lengths as the search has them, kept in step from sums, may be off by what `NOISE` allows."""
    draw, held = np.random.default_rng(seed), index.snapshot_
    index._held = replace(held, shelves=tuple(blurred_shelf(shelf, draw) for shelf in held.shelves))


def blurred_shelf(shelf, draw: np.random.Generator):
    scale = shelf.inverted.scale * (1 + draw.uniform(-NOISE / 2, NOISE / 2, len(shelf)))
    return replace(shelf, inverted=replace(shelf.inverted, scale=scale))


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
