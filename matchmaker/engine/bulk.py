"""Text scores of many needs at once, by scikit-learn: the same figures as one by one, to 1e-9.

Here alone scikit-learn is imported, when first used: it takes seconds, which only bulk work may spend.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from matchmaker.engine.corpus import bounds_of, joined
from matchmaker.engine.snapshot import Asked, Snapshot
from matchmaker.engine.weighing import Floats, block_weights, damped

if TYPE_CHECKING:
    from scipy import sparse


def offer_vectors(snapshot: Snapshot) -> "sparse.csr_array":
    """The offers' text vectors, at most 1 long: shape (n, w), for n offers and w text columns."""
    from scipy import sparse
    from sklearn.feature_extraction.text import TfidfTransformer

    held = snapshot.corpus
    width = len(snapshot.weighing.idf)
    shape = (len(held.rows), len(held.keys))
    halves = np.repeat(snapshot.weighing.halves, np.diff(held.bounds))
    often = damped(held.times, halves, snapshot.weights)
    weighed = sparse.csr_array((often, held.cols, held.bounds), shape=shape)[:, :width]
    if 0 in weighed.shape:
        return weighed  # which scikit-learn refuses
    transformer = TfidfTransformer(norm=None)
    transformer.idf_ = snapshot.weighing.idf  # of the public offers only
    blocks = sparse.diags_array(block_weights(held.keys[:width], snapshot.weights))
    return sparse.diags_array(snapshot.weighing.scales) @ transformer.transform(weighed) @ blocks


def text_scores(offers: "sparse.csr_array", asked: Sequence[Asked]) -> Floats:
    """`Snapshot.text_scores` of each of *asked*: shape (len(asked), n)."""
    return (need_vectors(asked, offers.shape[1]) @ offers.T).toarray()


def need_vectors(asked: Sequence[Asked], width: int) -> "sparse.csr_array":
    """Shape (len(asked), width): rows of length 1, or less where a need has words that no offer has."""
    from scipy import sparse

    values = joined([each.own + each.topical for each in asked], np.float64)
    cols = joined([each.cols for each in asked], np.int64)
    bounds = bounds_of([len(each.cols) for each in asked])
    return sparse.csr_array((values, cols, bounds), shape=(len(asked), width))
