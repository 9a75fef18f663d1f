"""Text vectors of many needs and offers at once, by scikit-learn: the figures of the ranking, to 1e-9.

Here alone scikit-learn is imported, when first used: it takes seconds, which only bulk work may spend.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from matchmaker.engine.offers.corpus import joined
from matchmaker.engine.offers.shelf import Shelf
from matchmaker.engine.offers.snapshot import Asked, Snapshot, df_of
from matchmaker.engine.offers.weighing import Floats, block_weights, damped, scales_of
from matchmaker.engine.text.keys import Keys

if TYPE_CHECKING:
    from scipy import sparse


def offer_vectors(snapshot: Snapshot) -> "sparse.csr_array":
    """The offers' text vectors, at most 1 long, shelf by shelf: shape (n, w), for n offers and w features."""
    from scipy import sparse
    from sklearn.feature_extraction.text import TfidfTransformer

    features = snapshot.text_keys()
    if not len(features):
        return sparse.csr_array((len(snapshot), 0))  # which scikit-learn refuses
    often = sparse.vstack([damped_times(shelf, features, snapshot) for shelf in snapshot.shelves], "csr")
    transformer = TfidfTransformer(norm=None)
    transformer.idf_ = snapshot.measure.idf(df_of(snapshot.shelves, features))  # of the public offers only
    weighed = transformer.transform(often) @ sparse.diags_array(block_weights(features, snapshot.weights))
    norms = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
    return sparse.diags_array(scales_of(norms, snapshot.measure, snapshot.weights)) @ weighed


def damped_times(shelf: Shelf, features: Keys, snapshot: Snapshot) -> "sparse.csr_array":
    """How often each feature stands in the offers that are there, damped."""
    from scipy import sparse

    rows = np.flatnonzero(shelf.alive)
    of, cols, times = shelf.text_entries(rows)
    values = damped(times, shelf.halves[rows][of], snapshot.weights)
    places = np.searchsorted(features, shelf.corpus.keys[cols])
    return sparse.csr_array((values, (of, places)), shape=(len(rows), len(features)))


def text_scores(offers: "sparse.csr_array", asked: Sequence[Asked], features: Keys) -> Floats:
    """The product of the vectors of needs and of *offers* (n, w): shape (len(asked), n)."""
    return (need_vectors(asked, features) @ offers.T).toarray()


def need_vectors(asked: Sequence[Asked], features: Keys) -> "sparse.csr_array":
    """Shape (len(asked), w): rows of length 1, or less where a need has words that are no feature."""
    from scipy import sparse

    keys = joined([each.keys for each in asked], np.uint64)
    values = joined([each.own + each.topical for each in asked], np.float64)
    need_of = np.repeat(np.arange(len(asked)), [len(each.keys) for each in asked])
    cols = np.searchsorted(features, keys)
    known = cols < len(features)
    known[known] = features[cols[known]] == keys[known]
    entries = (values[known], (need_of[known], cols[known]))
    return sparse.csr_array(entries, shape=(len(asked), len(features)))
