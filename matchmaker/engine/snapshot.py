"""One state of the index, which never changes: all figures that a ranking reads from it fit together."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matchmaker.engine import analysis
from matchmaker.engine.corpus import Corpus, full_text
from matchmaker.engine.keys import Keys, Kind, hashed
from matchmaker.engine.lexicon import Lexicon
from matchmaker.engine.profiles import NeedProfile
from matchmaker.engine.topics import TopicTerms
from matchmaker.engine.weighing import DAMPED, Floats, Weighing, block_weights, damped
from matchmaker.engine.weights import Weights

Rows = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Asked:
    """A need as a vector of length 1 over text keys, ascending: what it says itself, and what its topics add.

    All of shape (k,). Keys that no offer has are left out, but counted in the length.
    """

    keys: Keys
    cols: npt.NDArray[np.int64]
    own: Floats
    topical: Floats


@dataclass(frozen=True)
class Snapshot:
    corpus: Corpus
    weighing: Weighing
    weights: Weights
    terms: TopicTerms
    lexicon: Lexicon

    def row_of(self, offer_id: int) -> int:
        """Raises KeyError if the offer is not held."""
        ids = self.corpus.rows["id"]
        row = int(np.searchsorted(ids, offer_id))
        if row == len(ids) or ids[row] != offer_id:
            raise KeyError(offer_id)
        return row

    def rows_with(self, kind: Kind, code: str) -> Rows:
        """The rows of the offers that state *code*, ascending."""
        col, known = self.columns(np.array([hashed(kind, code)], np.uint64))
        return self.entries(col[0])[0] if known[0] else np.empty(0, np.int32)

    def columns(self, keys: Keys) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
        """The column of each key, and whether it has one; where not, the column means nothing."""
        cols = np.searchsorted(self.corpus.keys, keys)
        known = cols < len(self.corpus.keys)
        known[known] = self.corpus.keys[cols[known]] == keys[known]
        return cols, known

    def entries(self, col: int) -> tuple[Rows, npt.NDArray[np.uint16]]:
        """The rows of one column, and how often its key stands there."""
        place = slice(self.weighing.col_bounds[col], self.weighing.col_bounds[col + 1])
        return self.weighing.where[place], self.weighing.times[place]

    def asked(self, need: NeedProfile) -> Asked:
        counts = analysis.counts(full_text(need.title, need.text), need.language, self.lexicon)
        topical = np.array(sorted(self.terms.expanded(need.topics)), np.uint64)
        keys = np.union1d(counts.keys, topical)
        cols, known = self.columns(keys)
        idf = np.full(len(keys), self.weighing.unknown_idf[0])
        idf[known] = self.weighing.idf[cols[known]]
        weight = block_weights(keys, self.weights) * idf
        own = np.zeros(len(keys))
        own[np.searchsorted(keys, counts.keys)] = DAMPED[counts.times]
        added = self.weights.topic_term * np.isin(keys, topical, assume_unique=True)
        length = np.sqrt(np.sum((weight * (own + added)) ** 2)) or 1.0  # a need without words has no length
        unit = weight[known] / length
        return Asked(keys[known], cols[known], own[known] * unit, added[known] * unit)

    def per_time(self, cols: npt.NDArray[np.int64]) -> Floats:
        """What a key weighs in an offer, before how often it stands there and the row's scale come in."""
        return block_weights(self.corpus.keys[cols], self.weights) * self.weighing.idf[cols]

    def text_scores(self, asked: Asked) -> Floats:
        """Product of the need's vector with that of each offer: shape (n,), 0 (no word in common) to 1."""
        size = len(self.corpus.rows)
        if not len(asked.cols):
            return np.zeros(size)
        found = [self.entries(col) for col in asked.cols]
        each = (asked.own + asked.topical) * self.per_time(asked.cols)
        shares = np.repeat(each, [len(rows) for rows, _ in found])
        rows = np.concatenate([rows for rows, _ in found])
        times = np.concatenate([times for _, times in found])
        shares *= damped(times, self.weighing.halves[rows], self.weights)
        return np.bincount(rows, shares, minlength=size) * self.weighing.scales
