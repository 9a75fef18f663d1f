"""What a change of the catalogue may do to a ranking, and what it may not."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from matchmaker.engine.offers.index import Index
from matchmaker.engine.profiles import NeedProfile, OfferProfile
from matchmaker.engine.ranking.rank import rank_all, rank_back, rank_one
from matchmaker.engine.ranking.standing import Standing
from matchmaker.engine.text.topics import TopicTerms
from tests.engine.crowds import alike, asking, histories, hurried, lived
from tests.engine.samples import FORENSICS, LEXICON, TERMS, VICTIMS, need, offer

ALL = 100  # more than any catalogue here holds
NEW = 99  # an id that none of its offers has
STRANGE = "Продвижение чая и мёда."

crowds = st.lists(alike, min_size=1, max_size=12).map(
    lambda kinds: [offer(id_, **kind) for id_, kind in enumerate(kinds, start=1)]
)


def index_of(held: list[OfferProfile]) -> Index:
    return Index(terms=TopicTerms(TERMS, LEXICON), lexicon=LEXICON).fit(held)


def ranking(index: Index, asked: NeedProfile) -> list[tuple[int, float]]:
    """As told for one need, and the same for many."""
    one = [(each.offer_id, each.score) for each in rank_one(index, asked, ALL)]
    ((_, all_),) = rank_all(index, [asked], ALL)
    assert [(each.offer_id, each.score) for each in all_] == one
    return one


def words(index: Index, asked: NeedProfile) -> dict[int, float]:
    """What the words of each offer add to its score."""
    snapshot = index.snapshot_
    (words,) = snapshot.asked([asked])
    found: dict[int, float] = {}
    for shelf in snapshot.shelves:
        scored = Standing(snapshot, shelf, asked, words).exactly(np.arange(len(shelf)))
        found |= zip(shelf.facts.id.tolist(), scored.words.tolist(), strict=True)
    return found


@pytest.mark.proves("R38")
@given(crowds, asking, st.randoms())
def test_the_order_in_which_offers_come_changes_nothing(held, asked, random) -> None:
    shuffled = random.sample(held, len(held))
    assert ranking(index_of(shuffled), asked) == ranking(index_of(held), asked)


@pytest.mark.proves("R38")
@settings(max_examples=20)
@given(crowds, asking)
def test_an_unrelated_offer_moves_no_words_by_more_than_one_offer_more_is_worth(held, asked) -> None:
    """So it keeps the order of all whose words are not equal to within 2/n of them."""
    many = [replace(each, id=each.id + 1000 * times) for times in range(8) for each in held]
    before, after = (index_of(offers) for offers in (many, [*many, offer(NEW, text=STRANGE, language="ru")]))
    typical = [(index.snapshot_.measure.words, index.snapshot_.measure.norm) for index in (before, after)]
    assume(typical[0] == typical[1])  # it is told in steps, so that one offer more hardly ever changes it
    public = before.snapshot_.measure.public
    most = (1 + np.log((public + 2) / (public + 1))) ** 2  # idf is 1 at least, on both sides
    was, now = words(before, asked), words(after, asked)
    for id_ in was:
        assert was[id_] / most - 1e-12 <= now[id_] <= was[id_] * most + 1e-12


@pytest.mark.proves("R38")
@given(crowds, asking, st.data())
def test_a_copy_has_the_score_of_its_original_and_stands_behind_it(held, asked, data) -> None:
    original = data.draw(st.sampled_from(held))
    found = ranking(index_of([*held, replace(original, id=NEW)]), asked)
    scores = dict(found)
    assert scores.get(NEW) == scores.get(original.id)
    if NEW in scores:
        first, last = (found.index((id_, scores[NEW])) for id_ in (original.id, NEW))
        assert {score for _, score in found[first : last + 1]} == {scores[NEW]}


@given(crowds, asking, st.data())
def test_a_copy_that_not_everybody_may_see_changes_nobody_else(held, asked, data) -> None:
    copied = replace(data.draw(st.sampled_from(held)), id=NEW, is_public=False)
    with_it = [pair for pair in ranking(index_of([*held, copied]), asked) if pair[0] != NEW]
    assert with_it == ranking(index_of(held), asked)


def speaking(stated: OfferProfile, asked: NeedProfile) -> OfferProfile:
    return replace(stated, languages=stated.languages | set(sorted(asked.languages)[:1]))


def on_topic(stated: OfferProfile, asked: NeedProfile) -> OfferProfile:
    return replace(stated, topics=tuple(sorted({*stated.topics, *asked.topics[:1]})))


def for_the_region(stated: OfferProfile, asked: NeedProfile) -> OfferProfile:
    return replace(stated, regions=frozenset({"002"}))


@pytest.mark.proves("R38")
@pytest.mark.parametrize("state", [speaking, on_topic, for_the_region])
@settings(max_examples=50)
@given(held=crowds, asked=asking, data=st.data())
def test_stating_what_the_need_asks_for_never_lowers_an_offer(
    state: Callable[[OfferProfile, NeedProfile], OfferProfile], held, asked, data
) -> None:
    silent = data.draw(st.sampled_from(held))
    assume(state is not speaking or asked.languages)
    telling = [state(each, asked) if each is silent else each for each in held]
    before, after = ([id_ for id_, _ in ranking(index_of(offers), asked)] for offers in (held, telling))
    if silent.id in before:
        assert after.index(silent.id) <= before.index(silent.id)


@given(histories(), asking, alike, st.integers(1, 60))
def test_an_offer_that_came_and_went_leaves_no_trace(history, asked, kind, id_) -> None:
    with hurried():
        index = lived(history)
        index.change([id_], [])
        before = ranking(index, asked)
        index.change([], [offer(id_, **kind)])
        ranking(index, asked)
        index.change([id_], [])
        assert ranking(index, asked) == before


@given(crowds, asking, st.data())
def test_an_edit_that_is_undone_leaves_no_trace(held, asked, data) -> None:
    with hurried():
        index, edited = index_of(held), data.draw(st.sampled_from(held))
        before = ranking(index, asked)
        for version in (offer(edited.id, **data.draw(alike)), edited):
            index.change([], [version])
            found = ranking(index, asked)
        assert found == before


@pytest.mark.proves("S5")
@given(crowds, alike, asking)
def test_an_offer_that_not_everybody_may_see_changes_nobodys_score_or_order(held, kind, asked) -> None:
    secret = offer(NEW, **{**kind, "is_public": False})
    before = dict(ranking(index_of(held), asked))
    after = [pair for pair in ranking(index_of([*held, secret]), asked) if pair[0] != NEW]
    assert after == list(before.items())


def test_an_offer_that_not_everybody_may_see_brings_in_nobody_else() -> None:
    asked = need(text=FORENSICS, topics=("EVI-02",), modalities=("EQU", "TRN"))
    little = offer(1, text=VICTIMS, topics=("EVI-01",), modalities=("EQU",))
    fitting = offer(2, text=FORENSICS, topics=("EVI-02",))
    secret = replace(fitting, is_public=False)
    index = index_of([little, secret])
    found = [[id_ for id_, _ in ranking(index_of(held), asked)] for held in ([little], [little, fitting])]
    assert found == [[], [2, 1]]
    assert [id_ for id_, _ in ranking(index, asked)] == [2]
    assert (rank_back(index, little, [asked]), len(rank_back(index, secret, [asked]))) == ((), 1)
