"""Counts in, weights out: how rare a key is, how much of it a text has, and what is typical of a text.

idf = ln((1 + p) / (1 + df)) + 1, where p public offers exist and df of them have the key. A key that stands
*times* in an offer weighs there block weight · idf · times · (k + 1) / (times + half) · scale. The half of an
offer grows with its length, so a long text says nothing by repetition; its scale makes its vector at most 1
long, and is 0 for an offer without text. All is measured by public offers only, so that an offer which not
everybody may see changes nobody's weights.

Source of the damping: Robertson and Walker 1994 (BM25), with idf on both sides as in TF-IDF.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

import numpy as np
import numpy.typing as npt

from matchmaker.engine.text.keys import Keys, kinds
from matchmaker.engine.text.tally import MOST_TIMES
from matchmaker.engine.weights import Weights

Floats = npt.NDArray[np.float64]
DAMPED = np.concatenate([[0.0], 1 + np.log(np.arange(1, MOST_TIMES + 1))])  # times -> 1 + ln(times)
STEPS = 4  # to the octave, in which a typical length is told: one more offer hardly ever changes it


@dataclass(frozen=True)
class Measure:
    """What all public offers together say of each."""

    public: int = 0  # how many they are
    texts: int = 0  # how many of them have any word
    spoken: int = 0  # words in all of them
    norm: float = 0.0  # of a typical vector, told in steps; 0 where there is none

    def counted(self, words: npt.NDArray[np.integer], sign: int = 1) -> Self:
        """With public offers of so many *words* (n,) more, or, with the *sign* -1, fewer."""
        some, total = int(np.count_nonzero(words)), int(words.sum())
        return replace(
            self,
            public=self.public + sign * len(words),
            texts=self.texts + sign * some,
            spoken=self.spoken + sign * total,
        )

    @cached_property
    def words(self) -> float:
        """Of a typical text, told in steps; 0 where there is none."""
        return typical(self.spoken, self.texts)

    @property
    def unknown_idf(self) -> float:
        """Of a word in no public offer."""
        return float(np.log1p(self.public) + 1)

    def idf(self, df: npt.NDArray[np.integer]) -> Floats:
        return self.unknown_idf - np.log1p(df)


def block_weights(keys: Keys, weights: Weights) -> Floats:
    """The weight of each text key's block: shape of *keys*."""
    return np.array([weights.word, weights.pair, weights.concept])[kinds(keys)]


def damped(times: npt.NDArray, halves: npt.ArrayLike, weights: Weights) -> Floats:
    """What standing there *times* is worth in rows of *halves*: 0 to saturation + 1, in the same shape."""
    return times * (weights.saturation + 1) / (times + halves)


def halves_of(words: npt.NDArray, measure: Measure, weights: Weights) -> Floats:
    """The times at which a word has half of what it can weigh, in texts of so many *words* (n,)."""
    share = words / (measure.words or 1.0)
    return weights.saturation * (1 - weights.length + weights.length * share)


def scales_of(norms: Floats, measure: Measure, weights: Weights) -> Floats:
    """One over the length of a vector (n,), but none is made longer than a typical one would be."""
    lengths = np.maximum(norms, weights.headroom * measure.norm)
    return np.divide(1.0, lengths, out=np.zeros(len(norms)), where=norms > 0)


def typical(total: float, count: int) -> float:
    """The mean of *count* values with this *total*, told in steps of a quarter octave; 0 where there is none."""
    return float(2 ** (np.round(STEPS * np.log2(total / count)) / STEPS)) if count and total > 0 else 0.0
