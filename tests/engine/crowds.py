"""Small catalogues full of equal offers, which come and go, and needs that many of them fit."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import strategies as st

from matchmaker.engine.offers import frequencies, index, snapshot
from matchmaker.engine.offers.index import Index
from matchmaker.engine.profiles import OfferProfile
from matchmaker.engine.ranking import bands, rank
from matchmaker.engine.text.topics import TopicTerms
from tests.engine.samples import FIRST_POST, LEXICON, TERMS, few, mostly, need, offer

WORDS = ("judge", "evidence", "bank", "crops", "roads", "wells")

spoken = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join) | st.just("")
topics = st.lists(st.sampled_from(("EVI-01", "EVI-02", "VIC-01")), max_size=2, unique=True).map(tuple)
alike = st.fixed_dictionaries(
    {
        "organisation_id": st.integers(1, 3),
        "text": spoken,
        "topics": topics,
        "modalities": few("TRN", "EQU").map(tuple),
        "languages": mostly(frozenset(), few("en", "fr")),
        "regions": mostly(frozenset(), few("002", "035")),
        "capacity_left": st.sampled_from((3, 3, 3, 3, 3, 0)),
        "is_public": mostly(True, st.booleans()),
        "posted_at": st.just(FIRST_POST),
    }
)
asking = st.builds(
    need,
    id_=st.integers(1, 9),
    organisation_id=st.integers(1, 9),
    text=spoken,
    topics=topics,
    modalities=few("TRN", "EQU").map(tuple),
    languages=few("en", "fr"),
)


@st.composite
def histories(draw: st.DrawFn) -> list[dict[int, OfferProfile | None]]:
    """What comes (an offer) and goes (none), step by step: mostly offers of a few kinds, so that many are equal."""
    kinds = draw(st.lists(alike, min_size=1, max_size=5))
    steps = []
    for least, most in ((20, 60), (0, 6), (0, 4), (0, 2)):
        ids = draw(st.lists(st.integers(1, 60), min_size=least, max_size=most, unique=True))
        lot = draw(st.randoms(use_true_random=False))
        chosen = lot.choices([*kinds, *kinds, None], k=len(ids))
        steps.append({id_: kind and offer(id_, **kind) for id_, kind in zip(ids, chosen, strict=True)})
    return steps


@contextmanager
def hurried(**limits: float) -> Iterator[None]:
    """Few offers fill several shelves and are more than are looked at first, and what they change is left pending;
    with other *limits* of the bands."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(snapshot, "RATIO", 3)
        monkeypatch.setattr(snapshot, "FEW", 2)
        monkeypatch.setattr(index, "SLACK", 0.2)
        monkeypatch.setattr(frequencies, "MOST_MOVED", 3)
        for name, number in {"SPARE": 1, "FIRST": 2, "GROWTH": 2}.items():
            monkeypatch.setattr(rank, name, number)
        for name, number in limits.items():
            for module in (bands, rank):
                monkeypatch.setattr(module, name, number, raising=module is bands)
        yield


def lived(history: list[dict[int, OfferProfile | None]]) -> Index:
    first, *steps = history
    held = Index(terms=TopicTerms(TERMS, LEXICON), lexicon=LEXICON)
    held.fit(each for each in first.values() if each)
    for step in steps:
        held.change(step.keys(), [each for each in step.values() if each])
        assert held.snapshot_.is_settled
    return held
