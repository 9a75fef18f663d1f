"""Counts in, weights out: what a word weighs, how much of it a row has, and where each word stands."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matchmaker.engine.corpus import Corpus, Places
from matchmaker.engine.keys import FIRST_CODE, Keys, Kind, kinds
from matchmaker.engine.tally import MOST_TIMES
from matchmaker.engine.weights import Weights

Floats = npt.NDArray[np.float64]
DAMPED = np.concatenate([[0.0], 1 + np.log(np.arange(1, MOST_TIMES + 1))])  # times -> 1 + ln(times)
STEPS = 4  # to the octave, in which a typical length is told: one more offer hardly ever changes it


@dataclass(frozen=True)
class Weighing:
    """What follows from a corpus of n rows, t entries and v keys, of which the first w are text.

    idf = ln((1 + p) / (1 + df)) + 1, where p public offers exist and df of them have the key. A key that
    stands *times* in a row weighs there block weight · idf · times · (k + 1) / (times + half) · scale. The
    row's half grows with its length, so a long text says nothing by repetition; its scale makes its vector
    at most 1 long, and is 0 for a row without text. All is measured by public offers only, so that an offer
    which not everybody may see changes nobody's weights.

    Column j stands in the rows where[col_bounds[j]:col_bounds[j + 1]].
    Source of the damping: Robertson and Walker 1994 (BM25), with idf on both sides as in TF-IDF.
    """

    idf: Floats  # (w,)
    unknown_idf: Floats  # (1,) of a word in no public offer
    halves: Floats  # (n,) the times at which a word has half of what it can weigh
    scales: Floats  # (n,)
    col_bounds: Places  # (v + 1,)
    where: npt.NDArray[np.int32]  # (t,) rows, ascending in each column
    times: npt.NDArray[np.uint16]  # (t,)


def block_weights(keys: Keys, weights: Weights) -> Floats:
    """The weight of each text key's block: shape of *keys*."""
    return np.array([weights.word, weights.pair, weights.concept])[kinds(keys)]


def damped(times: npt.NDArray, halves: Floats, weights: Weights) -> Floats:
    """What standing there *times* is worth in rows of *halves*: 0 to saturation + 1, in the same shape."""
    return times * (weights.saturation + 1) / (times + halves)


def weigh(corpus: Corpus, weights: Weights) -> Weighing:
    text_keys = corpus.keys[: np.searchsorted(corpus.keys, FIRST_CODE)]
    row_of_entry = np.repeat(np.arange(len(corpus.rows)), np.diff(corpus.bounds))
    is_public = corpus.rows["is_public"]
    df = np.bincount(corpus.cols[is_public[row_of_entry]], minlength=len(corpus.keys))
    logs = np.log(1 + np.count_nonzero(is_public)) + 1
    idf = logs - np.log1p(df[: len(text_keys)])
    halves = halves_of(corpus, row_of_entry, weights)
    per_column = np.zeros(len(corpus.keys))
    per_column[: len(text_keys)] = block_weights(text_keys, weights) * idf
    entries = damped(corpus.times, halves[row_of_entry], weights) * per_column[corpus.cols]
    norms = np.sqrt(np.bincount(row_of_entry, entries**2, minlength=len(corpus.rows)))
    return Weighing(
        idf=idf,
        unknown_idf=np.array([logs]),
        halves=halves,
        scales=scales_of(norms, is_public, weights),
        **columns_of(corpus),
    )


def halves_of(corpus: Corpus, row_of_entry: Places, weights: Weights) -> Floats:
    """Of each row, from its number of words beside that of a typical public offer: shape (n,)."""
    is_word = (kinds(corpus.keys) == Kind.WORD)[corpus.cols]
    words = np.bincount(row_of_entry, corpus.times * is_word, minlength=len(corpus.rows))
    share = words / (typical(words[corpus.rows["is_public"]]) or 1.0)
    return weights.saturation * (1 - weights.length + weights.length * share)


def scales_of(norms: Floats, is_public: npt.NDArray[np.bool_], weights: Weights) -> Floats:
    """One over the length of a row's vector, but no row is made longer than a typical one would be."""
    lengths = np.maximum(norms, weights.headroom * typical(norms[is_public]))
    return np.divide(1.0, lengths, out=np.zeros(len(norms)), where=norms > 0)


def typical(values: Floats) -> float:
    """The mean of what is above 0, told in steps of a quarter octave; 0 where there is none."""
    above = values[values > 0]
    return float(2 ** (np.round(STEPS * np.log2(above.mean())) / STEPS)) if len(above) else 0.0


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
