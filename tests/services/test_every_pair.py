"""Every need of the seed with every offer: real texts in seven languages, explained and marked."""

from functools import cache
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from matchmaker import reference
from matchmaker.engine.offers.corpus import full_text
from matchmaker.engine.offers.index import Index
from matchmaker.engine.profiles import NeedProfile, OfferProfile
from matchmaker.engine.ranking.marks import marks
from matchmaker.engine.ranking.rank import Ranked, ranked
from matchmaker.engine.ranking.standing import standing
from matchmaker.engine.text import analysis
from matchmaker.engine.text.lexicon import Lexicon
from matchmaker.engine.text.topics import TopicTerms
from matchmaker.services import seeding
from matchmaker.services.evaluating import profiles
from matchmaker.services.seeding.rows import WRITTEN_ON
from tests import databases

SEED = Path(__file__).parent.parent.parent / "seed"
LEXICON = Lexicon(reference.concepts())
TERMS = TopicTerms(reference.topic_terms(), LEXICON)
Explained = tuple[NeedProfile, OfferProfile, Ranked]


@pytest.fixture
def pairs(sqlite_engine: sa.Engine) -> list[Explained]:
    """All pairs, suggested or not; the engine knows of no database, so one kind is enough."""
    databases.empty_tables(sqlite_engine)
    with Session(sqlite_engine) as session:
        needs, offers = profiles(session, seeding.read(SEED, today=WRITTEN_ON))
    index = Index(terms=TERMS, lexicon=LEXICON).fit(offers.values())
    return [pair for need in needs.values() for pair in explained(index, need, offers.values())]


def explained(index: Index, need: NeedProfile, offers: list[OfferProfile]) -> list[Explained]:
    found = []
    for offer in offers:
        stands, row = standing(index.snapshot_, need, offer.id)
        found.append((need, offer, ranked(stands, stands.exactly(row), 0)))
    return found


def test_the_shares_of_every_pair_add_up_and_its_marks_read_as_what_counts(pairs: list[Explained]) -> None:
    assert len(pairs) > 5000
    for need, offer, pair in pairs:
        assert sum(reason.share for reason in pair.reasons) == pytest.approx(pair.score, abs=1e-9)
        found = marks(need, offer, pair.reasons, TERMS)
        ours, theirs = (
            keys(need, full_text(need.title, need.text)),
            keys(offer, full_text(offer.title, offer.text)),
        )
        topical = theirs & TERMS.expanded(need.topics).keys()
        for side, some, counting in (
            (need, found.in_need, ours & theirs),
            (offer, found.in_offer, ours & theirs | topical),
        ):
            text = full_text(side.title, side.text)
            assert all(keys(side, text[mark.start : mark.end]) & counting for mark in some)
        assert {reason for mark in found.in_offer for reason in mark.reasons} >= named(pair)


def keys(side: NeedProfile | OfferProfile, text: str) -> frozenset[int]:
    return read(text, side.language)


@cache
def read(text: str, language: str) -> frozenset[int]:
    return frozenset(analysis.counts(text, language, LEXICON).keys.tolist())


def named(pair: Ranked) -> set[int]:
    """The places of the reasons that quote one of the texts."""
    return {
        place
        for place, reason in enumerate(pair.reasons)
        if reason.kind in ("words", "concept", "topic_words")
    }
