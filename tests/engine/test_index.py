import dataclasses
import math
from copy import copy
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.engine.offers import bulk, snapshot
from matchmaker.engine.offers.index import Index, arrays_of
from matchmaker.engine.offers.snapshot import Snapshot, df_of
from matchmaker.engine.offers.weighing import typical
from matchmaker.engine.profiles import NeedProfile, OfferProfile
from matchmaker.engine.ranking.rank import rank_one
from matchmaker.engine.ranking.standing import Standing
from matchmaker.engine.text import analysis, keys
from matchmaker.engine.text.topics import TopicTerms
from matchmaker.engine.weights import WEIGHTS, Weights
from tests.engine.samples import (
    EVIDENCE,
    FORENSICS,
    LEXICON,
    TERMS,
    TEXTS,
    VICTIMS,
    catalogues,
    need,
    needs,
    offer,
    offers,
)

MANY = [
    offer(number, text=text) for number, text in enumerate([*TEXTS.values(), FORENSICS, VICTIMS], start=1)
]


def arrays(index: Index) -> list[dict[str, bytes]]:
    shelves = index.snapshot_.on_one_shelf().settled(slack=0).shelves
    return [{name: array.tobytes() for name, array in arrays_of(shelf).items()} for shelf in shelves]


def synced(index: Index, offers: list[OfferProfile]) -> frozenset[int]:
    by_id = {each.id: each for each in offers}
    return index.sync(
        {id_: each.version for id_, each in by_id.items()}, lambda ids: [by_id[id_] for id_ in ids]
    )


def scores(index: Index, text: str, language: str = "en") -> list[float]:
    """The product of the texts, of every offer by its id."""
    return list(products(index, need(text=text, language=language)).values())


def products(index: Index, asking: NeedProfile) -> dict[int, float]:
    snapshot = index.snapshot_
    found: dict[int, float] = {}
    (asked,) = snapshot.asked([asking])
    for shelf in snapshot.shelves:
        rows = np.flatnonzero(shelf.alive)
        words = Standing(snapshot, shelf, asking, asked).exactly(rows).words
        found |= zip(shelf.facts.id[rows].tolist(), (words / WEIGHTS.text).tolist(), strict=True)
    return dict(sorted(found.items()))


@given(catalogues, catalogues, st.randoms())
def test_an_index_kept_in_step_equals_one_built_anew(before, after, random) -> None:
    index = Index()
    synced(index, before)
    shuffled = random.sample(after, len(after))
    held = {each.id: each for each in after}
    # What was held in the same version is not read again, so it must not have changed either.
    kept = [each for each in before if each.id in held and held[each.id].version == each.version]
    wanted = {**held, **{each.id: each for each in kept}}
    synced(index, [wanted[each.id] for each in shuffled])
    assert arrays(index) == arrays(Index().fit(wanted.values()))


@settings(max_examples=25)
@given(
    st.lists(offers, min_size=40, max_size=60),
    st.lists(st.tuples(st.lists(offers, max_size=2), st.lists(st.integers(0, 70), max_size=2)), max_size=8),
    st.lists(needs, min_size=1, max_size=3),
    st.sampled_from((None, 0, 0.01, 0.05, 0.2)),
)
def test_step_by_step_an_index_stays_what_a_new_one_would_be(first, steps, asking, slack) -> None:
    """With small shelves, so that few offers fill several, settled with *slack* at each step, or at the end."""
    held = {id_: dataclasses.replace(each, id=id_) for id_, each in enumerate(first)}
    with patch.object(snapshot, "RATIO", 3), patch.object(snapshot, "FEW", 2):
        index = Index(terms=TopicTerms(TERMS), lexicon=LEXICON).fit(held.values())
        for step, (came, went) in enumerate(steps, start=1):
            fresh = {each.id: dataclasses.replace(each, version=step + 10) for each in came}
            gone = (set(went) & set(held)) - set(fresh)
            index.change(gone, fresh.values())
            index._held = index._held if slack is None else index._held.settled(slack)
            held = {id_: each for id_, each in {**held, **fresh}.items() if id_ not in gone}
    anew = Index(terms=TopicTerms(TERMS), lexicon=LEXICON).fit(held.values())
    assert index.snapshot_.versions() == {id_: each.version for id_, each in held.items()}
    assert index.snapshot_.measure == anew.snapshot_.measure
    df, df_anew = (
        df_of(each.snapshot_.shelves, anew.snapshot_.text_keys()).tolist() for each in (index, anew)
    )
    assert df == df_anew
    assert lengths(index.snapshot_) == pytest.approx(
        lengths(anew.snapshot_), abs=1e-9, rel=index.snapshot_.drift
    )
    assert lengths(index.snapshot_.settled(0)) == pytest.approx(lengths(anew.snapshot_), abs=1e-9)
    for each in asking:
        assert products(index, each) == products(anew, each)
        assert rank_one(index, each) == rank_one(anew, each)


def test_lengths_that_wait_are_allowed_for() -> None:
    """An offer of its own words changes the df of no other's, but for all what a word is worth that nobody says."""
    crowd = [offer(number, text="judges and evidence") for number in range(1, 501)]
    index = Index().fit(crowd)
    before = lengths(index.snapshot_)
    index.change([], [offer(501, text="wells")])
    waiting, anew = index._held.settled(0.005), index._held.settled(0)
    assert lengths(waiting) == before | {501: lengths(waiting)[501]}
    assert lengths(waiting) != lengths(anew)
    assert waiting.drift == pytest.approx(math.log(502 / 501))
    assert lengths(waiting) == pytest.approx(lengths(anew), rel=waiting.drift)


def test_an_offer_that_shares_a_rare_word_gets_its_length_at_once() -> None:
    crowd = [offer(number, text="judges and evidence") for number in range(1, 50)]
    index = Index().fit([*crowd, offer(50, text="wells")])
    before = lengths(index.snapshot_)
    index.change([], [offer(51, text="wells")])
    waiting, anew = index._held.settled(0.05), index._held.settled(0)
    assert lengths(waiting)[50] != before[50]
    assert lengths(waiting)[50] == pytest.approx(lengths(anew)[50], abs=1e-12)
    assert {id_: lengths(waiting)[id_] for id_ in range(1, 50)} == {id_: before[id_] for id_ in range(1, 50)}


def lengths(held: Snapshot) -> dict[int, float]:
    """As the search has them: from sums that were kept in step."""
    found: dict[int, float] = {}
    for shelf in held.shelves:
        of_rows = shelf.norms.norm[shelf.alive]
        found |= zip(shelf.facts.id[shelf.alive].tolist(), of_rows.tolist(), strict=True)
    return dict(sorted(found.items()))


def test_only_what_changed_is_read_and_reported() -> None:
    index = Index().fit([offer(1), offer(2), offer(3)])
    read: list[int] = []

    def fetch(ids: list[int]) -> list[OfferProfile]:
        read.extend(ids)
        return [offer(id_, version=2, text=FORENSICS) for id_ in ids]

    assert index.sync({1: 1, 2: 2, 4: 2}, fetch) == {2, 3, 4}
    assert read == [2, 4]
    assert index.snapshot_.versions() == {1: 1, 2: 2, 4: 2}
    assert index.sync({1: 1, 2: 2, 4: 2}, fetch) == frozenset()


def test_an_offer_that_cannot_be_fetched_is_not_held() -> None:
    index = Index().fit([offer(1)])
    assert index.sync({1: 2, 2: 1}, lambda ids: []) == {1}
    assert len(index) == 0


def test_a_copy_keeps_the_offers_that_it_began_with() -> None:
    index = Index().fit([offer(1)])
    other = copy(index)
    before = scores(other, EVIDENCE)
    index.fit([])
    assert scores(other, EVIDENCE) == before != scores(index, EVIDENCE)


def test_parameters_stay_as_given_and_learning_returns_the_index() -> None:
    terms = TopicTerms(TERMS)
    index = Index(weights=WEIGHTS, terms=terms)
    assert index.fit(MANY) is index
    assert (index.weights, index.terms) == (WEIGHTS, terms)


@pytest.mark.parametrize("language", TEXTS)
def test_the_index_scores_as_scikit_learn_does_on_the_same_counts(language: str) -> None:
    """Words, pairs and concepts at once: idf and products are scikit-learn's, length and damping by hand."""
    from scipy import sparse
    from sklearn.feature_extraction.text import TfidfTransformer
    from sklearn.metrics.pairwise import cosine_similarity, linear_kernel

    said = f"{TEXTS[language]} {VICTIMS} unheard"
    counted = [analysis.counts(f"\n{each.text}", each.language, LEXICON) for each in MANY]
    asked = analysis.counts(f"\n{said}", language, LEXICON)
    every = np.unique(np.concatenate([asked.keys, *(counts.keys for counts in counted)]))
    matrix = sparse.lil_array((len(MANY) + 1, len(every)))
    for row, counts in enumerate([*counted, asked]):
        matrix[row, np.searchsorted(every, counts.keys)] = counts.times
    counts = matrix.tocsr()
    block = np.array([WEIGHTS.word, WEIGHTS.pair, WEIGHTS.concept])[keys.kinds(every)]
    idf = TfidfTransformer().fit(counts[:-1]).idf_ * block

    words = counts[:-1].multiply(keys.kinds(every) == keys.Kind.WORD).sum(axis=1)
    length = 1 - WEIGHTS.length + WEIGHTS.length * words / typical(words.sum(), len(words))
    dense = counts[:-1].toarray()
    often = dense * (WEIGHTS.saturation + 1) / (dense + WEIGHTS.saturation * length[:, None])
    offers = often * idf
    norms = np.linalg.norm(offers, axis=1)
    offers /= np.maximum(norms, WEIGHTS.headroom * typical(norms.sum(), len(norms)))[:, None]
    need_ = np.where(counts[-1:].toarray() > 0, 1 + np.log(np.maximum(counts[-1:].toarray(), 1)), 0) * idf

    theirs = linear_kernel(offers, need_ / np.linalg.norm(need_))[:, 0]
    index = Index(lexicon=LEXICON).fit(MANY)
    assert scores(index, said, language) == pytest.approx(theirs, abs=1e-9)
    cosines = cosine_similarity(offers, need_)[:, 0]
    assert np.all(theirs <= cosines + 1e-9)  # a short text is made no longer than it is


@given(catalogues.filter(bool), st.lists(needs, max_size=3))
def test_scores_in_bulk_equal_scores_one_by_one(held, asking) -> None:
    index = Index(terms=TopicTerms(TERMS, LEXICON), lexicon=LEXICON).fit(held)
    snapshot = index.snapshot_
    asked = snapshot.asked(asking)
    in_bulk = bulk.text_scores(bulk.offer_vectors(snapshot), asked, snapshot.text_keys())
    ids = snapshot.shelves[0].facts.id.tolist()
    one_by_one = [[products(index, each)[id_] for id_ in ids] for each in asking]
    assert in_bulk == pytest.approx(np.array(one_by_one).reshape(len(asking), len(held)), abs=1e-9)


@given(catalogues, needs)
def test_products_are_finite_and_lie_between_zero_and_one(held, asking) -> None:
    found = products(Index(terms=TopicTerms(TERMS, LEXICON), lexicon=LEXICON).fit(held), asking)
    assert all(0 <= product <= 1 + 1e-9 for product in found.values())


def test_a_confidential_offer_changes_nobodys_scores() -> None:
    secret = offer(99, text=f"{VICTIMS} {EVIDENCE} unheard", is_public=False)
    asked = f"{EVIDENCE} {VICTIMS} unheard"
    without, with_it = Index().fit(MANY), Index().fit([*MANY, secret])
    assert scores(without, asked) == scores(with_it, asked)[:-1]
    shown = Index().fit([*MANY, dataclasses.replace(secret, is_public=True)])
    assert scores(without, asked) != scores(shown, asked)[:-1]


def test_transform_gives_the_needs_as_rows_over_the_features() -> None:
    index = Index().fit(MANY)
    rows = index.transform([need(text=EVIDENCE), need(text=""), need(text=f"{EVIDENCE} unheard")])
    lengths = np.sqrt(rows.multiply(rows).sum(axis=1))
    assert rows.shape == (3, len(index.get_feature_names_out()))
    assert lengths[:2].tolist() == pytest.approx([1, 0])
    assert 0 < lengths[2] < 1


def test_features_have_names_in_stems() -> None:
    names = Index(lexicon=LEXICON).fit([offer(text="Training of judges")]).get_feature_names_out()
    assert sorted(names) == ["c:judge", "p:train judg", "w:judg", "w:train"]


@given(catalogues)
def test_a_saved_index_is_opened_as_it_was(tmp_path_factory, held) -> None:
    folder = tmp_path_factory.mktemp("index")
    index = Index().fit(held)
    index.save(folder)
    assert arrays(Index.load(folder)) == arrays(index)


def test_an_index_of_other_weights_or_of_no_folder_is_empty(tmp_path: Path) -> None:
    Index().fit(MANY).save(tmp_path)
    assert len(Index.load(tmp_path)) == len(MANY)
    assert len(Index.load(tmp_path, weights=Weights(pair=0.1))) == 0
    assert len(Index.load(tmp_path, lexicon=LEXICON)) == 0
    assert len(Index.load(tmp_path / "nowhere")) == 0


def test_an_opened_index_takes_changes_and_leaves_the_saved_one_alone(tmp_path: Path) -> None:
    Index().fit(MANY).save(tmp_path)
    opened = Index.load(tmp_path)
    synced(opened, [*MANY[1:], offer(50)])
    assert arrays(opened) == arrays(Index().fit([*MANY[1:], offer(50)]))
    assert arrays(Index.load(tmp_path)) == arrays(Index().fit(MANY))
