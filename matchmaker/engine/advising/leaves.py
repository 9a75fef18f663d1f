"""Which leaves of a taxonomy (topics, modalities) a text speaks of.

A leaf is known by its terms, in every language that has some, and by examples: texts that people filed under it.
Of a text with the vector q, and a leaf with the vector of its terms t:

    rank(leaf) = cos(q, t) / best + EXAMPLES · votes(leaf) / best

where each of the NEAREST examples votes for its leaves by its cosine with the text, a leaf's part the smaller the
more leaves share it. So a portal without a single item suggests by terms, and learns from all that is published.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matchmaker.engine.text.analysis import Counts, counts_of_all
from matchmaker.engine.text.keys import Keys, Kind, kinds
from matchmaker.engine.text.lexicon import NO_LEXICON, Lexicon
from matchmaker.engine.text.piles import Said
from matchmaker.engine.weights import WEIGHTS

NEAREST = 12  # examples that vote: a leaf has some five of a hundred
EXAMPLES = 0.4  # what their votes count beside the terms; from 0.3 to 0.6 nearly the same are found
# Less than this, and a text says nothing of any leaf: every text of the seed has more.
LEAST_TERMS = 0.015
LEAST_ALIKE = 0.2
OF_A_KIND = {Kind.WORD: WEIGHTS.word, Kind.PAIR: WEIGHTS.pair, Kind.CONCEPT: WEIGHTS.concept}

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Example:
    """A text, counted, and the leaves that people filed it under."""

    counts: Counts
    leaves: frozenset[str]


def read(texts: Sequence[Said], lexicon: Lexicon = NO_LEXICON) -> list[Counts]:
    """The keys of each of *texts*: as a question, or for an `Example`."""
    tally = counts_of_all(texts, lexicon)
    bounds = zip(tally.bounds[:-1], tally.bounds[1:], strict=True)
    return [Counts(tally.keys[tally.cols[start:end]], tally.times[start:end]) for start, end in bounds]


class Leaves:
    """Ranks leaves, given the keys of the *terms* of each and *examples*. Never changes."""

    def __init__(self, terms: Mapping[str, Sequence[int]], examples: Sequence[Example] = ()) -> None:
        self.codes = tuple(terms)
        self.examples = tuple(examples)
        said = [np.array(keys, np.uint64) for keys in terms.values()]
        texts = [example.counts for example in examples]
        self._keys = np.unique(
            np.concatenate([*said, *(text.keys for text in texts), np.zeros(1, np.uint64)])
        )
        seen = self._frequency([text.keys for text in texts])
        bases = np.array([OF_A_KIND[kind] for kind in sorted(OF_A_KIND)])
        self._weights = _rarity(seen, len(texts)) * bases[kinds(self._keys)]
        # A term of many leaves tells little between them.
        telling = _rarity(self._frequency(said), len(said))
        self._terms = [self._vector(Counts(keys, np.ones(len(keys), np.uint16)), telling) for keys in said]
        self._texts = [self._vector(text) for text in texts]

    def ranked(self, text: Counts, among: Set[str]) -> tuple[str, ...]:
        """The leaves of *among* that *text* has anything in common with, the likeliest first; ties by code."""
        at, weights = self._vector(text)
        asked = np.zeros(len(self._keys))
        asked[at] = weights
        near = [float(weights @ asked[at]) for at, weights in self._terms]
        by_terms = {code: near[row] for row, code in enumerate(self.codes) if code in among}
        votes = dict.fromkeys(by_terms, 0.0)
        alike = np.array([float(weights @ asked[at]) for at, weights in self._texts])
        for row in np.argsort(-alike, kind="stable")[:NEAREST].tolist():
            leaves = self.examples[row].leaves & votes.keys()
            for leaf in leaves:
                votes[leaf] += float(alike[row]) / len(leaves) ** 0.5
        best, most = max(by_terms.values(), default=0.0), max(votes.values(), default=0.0)
        if best < LEAST_TERMS and (alike.max(initial=0.0) < LEAST_ALIKE or not most):
            return ()
        scores = {
            code: by_terms[code] / (best or 1) + EXAMPLES * votes[code] / (most or 1) for code in by_terms
        }
        return tuple(
            sorted((code for code in scores if scores[code] > 0), key=lambda code: (-scores[code], code))
        )

    def _frequency(self, texts: Sequence[Keys]) -> Floats:
        """In how many of *texts*, each key once in each, every key of ours stands."""
        at = np.searchsorted(self._keys, np.concatenate([*texts, np.empty(0, np.uint64)]))
        return np.bincount(at, minlength=len(self._keys)).astype(float)

    def _vector(self, text: Counts, also: Floats | None = None) -> tuple[npt.NDArray[np.intp], Floats]:
        """Where the keys of *text* that are known here stand, and their weights, 1 long together."""
        at = np.minimum(np.searchsorted(self._keys, text.keys), len(self._keys) - 1)
        known = self._keys[at] == text.keys
        at, times = at[known], text.times[known]
        weights = (1 + np.log(times)) * self._weights[at] * (1 if also is None else also[at])
        return at, weights / max(float(np.linalg.norm(weights)), 1e-12)


def _rarity(seen: Floats, of: int) -> Floats:
    """IDF, smoothed (Manning et al. 2008, section 6.2.1)."""
    return np.log((1 + of) / (1 + seen)) + 1
