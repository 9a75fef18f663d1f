"""Counts in, weights out: what a word weighs, how long a row is, and where each word stands."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matchmaker.engine.analysis import FIRST_CODE, MOST_TIMES, Keys, kinds
from matchmaker.engine.corpus import Corpus, Places
from matchmaker.engine.weights import Weights

Floats = npt.NDArray[np.float64]
DAMPED = np.concatenate([[0.0], 1 + np.log(np.arange(1, MOST_TIMES + 1))])  # times -> 1 + ln(times)


@dataclass(frozen=True)
class Weighing:
    """What follows from a corpus of n rows, t entries and v keys, of which the first w are text.

    idf = ln((1 + p) / (1 + df)) + 1, where p public offers exist and df of them have the key, so that an
    offer which not everybody may see changes nobody's weights. norms are the lengths of the rows' text
    vectors, 0 for a row without text. Column j stands in the rows where[col_bounds[j]:col_bounds[j + 1]].
    """

    idf: Floats  # (w,)
    unknown_idf: Floats  # (1,) of a word in no public offer
    norms: Floats  # (n,)
    col_bounds: Places  # (v + 1,)
    where: npt.NDArray[np.int32]  # (t,) rows, ascending in each column
    times: npt.NDArray[np.uint16]  # (t,)


def block_weights(keys: Keys, weights: Weights) -> Floats:
    """The weight of each text key's block: shape of *keys*."""
    return np.array([1.0, weights.pair, weights.root])[kinds(keys)]


def weigh(corpus: Corpus, weights: Weights) -> Weighing:
    text_keys = corpus.keys[: np.searchsorted(corpus.keys, FIRST_CODE)]
    row_of_entry = np.repeat(np.arange(len(corpus.rows)), np.diff(corpus.bounds))
    is_public = corpus.rows["is_public"]
    df = np.bincount(corpus.cols[is_public[row_of_entry]], minlength=len(corpus.keys))
    logs = np.log(1 + np.count_nonzero(is_public)) + 1
    idf = logs - np.log1p(df[: len(text_keys)])
    per_column = np.zeros(len(corpus.keys))
    per_column[: len(text_keys)] = block_weights(text_keys, weights) * idf
    squares = (DAMPED[corpus.times] * per_column[corpus.cols]) ** 2
    return Weighing(
        idf=idf,
        unknown_idf=np.array([logs]),
        norms=np.sqrt(np.bincount(row_of_entry, squares, minlength=len(corpus.rows))),
        **columns_of(corpus),
    )


def columns_of(corpus: Corpus) -> dict[str, npt.NDArray]:
    """col_bounds, where and times of a `Weighing`."""
    if not len(corpus.cols):
        return {"col_bounds": np.zeros(1, np.int64), "where": np.empty(0, np.int32), "times": corpus.times}
    from scipy import sparse  # a quarter of a second, and pages that only read an index never need it

    shape = (len(corpus.rows), len(corpus.keys))
    entries = np.arange(len(corpus.cols))
    by_column = sparse.csr_array((entries, corpus.cols, corpus.bounds), shape=shape).tocsc()
    return {
        "col_bounds": by_column.indptr.astype(np.int64),
        "where": by_column.indices.astype(np.int32),
        "times": corpus.times[by_column.data],
    }
