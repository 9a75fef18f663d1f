"""One state of the index, which never changes: all figures that a ranking reads from it fit together."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Self

import numpy as np
import numpy.typing as npt

from matchmaker.engine.offers import corpus
from matchmaker.engine.offers.corpus import Corpus, Places, full_text
from matchmaker.engine.offers.facts import Flags
from matchmaker.engine.offers.frequencies import Counts
from matchmaker.engine.offers.norms import EVERY
from matchmaker.engine.offers.shelf import Shelf, shelved, words_of
from matchmaker.engine.offers.weighing import (
    DAMPED,
    Floats,
    Measure,
    block_weights,
    damped,
    scales_of,
    typical,
)
from matchmaker.engine.profiles import NeedProfile
from matchmaker.engine.text import analysis
from matchmaker.engine.text.keys import Keys
from matchmaker.engine.text.lexicon import Lexicon
from matchmaker.engine.text.topics import TopicTerms
from matchmaker.engine.weights import Weights

FEW = 24  # offers are put together with each that comes; more of them wait until so many have come
RATIO = 8  # and then are put together with a shelf that is smaller than so many times what is new
SLACK = 1e-3  # by which the idf of a key may be off in the lengths that the search goes by
MOST_GONE = 0.25  # of what stands on the shelves; then all is made anew


@dataclass(frozen=True)
class Asked:
    """A need as a vector of length 1 over text keys, ascending: what it says itself, and what its topics add.

    All of shape (k,).
    """

    keys: Keys
    idf: Floats
    own: Floats
    topical: Floats


@dataclass(frozen=True)
class Snapshot:
    """Shelves from the largest to the smallest, and what the offers on all of them say together."""

    shelves: tuple[Shelf, ...]
    measure: Measure
    weights: Weights
    terms: TopicTerms
    lexicon: Lexicon
    is_settled: bool = True  # lengths and scales follow from all the rest
    drift: float = 0.0  # by how much a length may be off: relative

    def __len__(self) -> int:
        return sum(int(np.count_nonzero(shelf.alive)) for shelf in self.shelves)

    def versions(self) -> dict[int, int]:
        """Id -> version of every offer."""
        held = [shelf.facts.taken(np.flatnonzero(shelf.alive)) for shelf in self.shelves]
        return {
            id_: version
            for facts in held
            for id_, version in zip(facts.id.tolist(), facts.version.tolist(), strict=True)
        }

    def find(self, offer_id: int) -> tuple[Shelf, int]:
        """The shelf and the row of an offer. Raises KeyError if it is not held."""
        for shelf in self.shelves:
            for row in shelf.rows_of([offer_id]).tolist():
                return shelf, row
        raise KeyError(offer_id)

    def weighed(self, shelf: Shelf, rows: Places) -> tuple[Places, Places, Floats]:
        """The text vectors of *rows* (r,) of a shelf: of each entry its place in *rows*, its column, its weight.

        The same bits whatever came and went before.
        """
        of, cols, times = shelf.text_entries(rows)
        weights = block_weights(shelf.corpus.keys[cols], self.weights) * self.measure.idf(shelf.df.of(cols))
        weights *= damped(times, shelf.halves[rows][of], self.weights)
        norms = np.sqrt(np.bincount(of, weights**2, minlength=len(rows)))
        return of, cols, weights * scales_of(norms, self.measure, self.weights)[of]

    def asked(self, needs: Sequence[NeedProfile]) -> list[Asked]:
        """Each of *needs* as a vector: many at once are read several times as fast as one by one."""
        said = [(full_text(need.title, need.text), need.language) for need in needs]
        tally = analysis.counts_of_all(said, self.lexicon)
        return [
            self._asked(need, tally.keys[tally.cols[entries]], tally.times[entries])
            for need, entries in zip(needs, map(slice, tally.bounds[:-1], tally.bounds[1:]), strict=True)
        ]

    def _asked(self, need: NeedProfile, said: Keys, times: npt.NDArray[np.uint16]) -> Asked:
        topical = np.array(sorted(self.terms.expanded(need.topics)), np.uint64)
        keys = np.union1d(said, topical)
        idf = self.measure.idf(df_of(self.shelves, keys))
        weight = block_weights(keys, self.weights) * idf
        own = np.zeros(len(keys))
        own[np.searchsorted(keys, said)] = DAMPED[times]
        added = np.zeros(len(keys))
        added[np.searchsorted(keys, topical)] = self.weights.topic_term
        length = np.sqrt(np.sum((weight * (own + added)) ** 2)) or 1.0  # a need without words has no length
        return Asked(keys, idf, own * weight / length, added * weight / length)

    def fitted(self, whole: Corpus) -> Self:
        """Of the offers of *whole* and no others. Not settled yet."""
        measure = Measure().counted(words_of(whole)[whole.facts.is_public])
        shelves = stacked([], whole, public_df(whole), measure, self.weights)
        return replace(self, shelves=shelves, measure=measure, is_settled=False)

    def changed(self, gone: Collection[int], fresh: Corpus) -> Self:
        """Without the offers *gone*, and with those of *fresh*, which then are not held. Not settled yet."""
        leaving = [shelf.rows_of(gone) for shelf in self.shelves]
        stays = [shelf.without(rows) for shelf, rows in zip(self.shelves, leaving, strict=True)]
        public = [shelf.public(rows) for shelf, rows in zip(self.shelves, leaving, strict=True)]
        measure = self.measure.counted(words_of(fresh)[fresh.facts.is_public])
        for shelf, rows in zip(self.shelves, public, strict=True):
            measure = measure.counted(shelf.words[rows], -1)
        if measure.words != self.measure.words or is_much(stays, fresh):
            return self.fitted(put_together([*(shelf.rest() for shelf in stays), fresh]))
        went = [shelf.text_keys(rows) for shelf, rows in zip(self.shelves, public, strict=True)]
        keys, more = summed(fresh, corpus.joined(went, np.uint64))
        columns = [shelf.columns(keys) for shelf in stays]
        shelves = [
            shelf.after(*places, more)
            for shelf, places in zip(stays, columns, strict=True)
            if shelf.alive.any()
        ]
        df = df_at(stays, columns, len(keys)) + more
        own = np.searchsorted(keys, fresh.keys[: fresh.width])
        stack = stacked(shelves, fresh, df[own], measure, self.weights)
        return replace(self, shelves=stack, measure=measure, is_settled=False)

    def on_one_shelf(self) -> Self:
        """The same offers, on one shelf at most and without those that are gone."""
        if len(self.shelves) <= 1 and len(self) == sum(map(len, self.shelves)):
            return self
        return self.fitted(put_together([shelf.rest() for shelf in self.shelves]))

    def text_keys(self) -> Keys:
        """The features: each text key that stands on a shelf, ascending."""
        keys = [shelf.corpus.keys[: shelf.corpus.width] for shelf in self.shelves]
        return np.unique(corpus.joined(keys, np.uint64))

    def settled(self, slack: float) -> Self:
        """With the lengths and scales that follow from what has come and gone: to the last if *slack* is 0, else with
        idf that are off by no more than that. What is typical is told as the true lengths have it."""
        caught_up = [shelf.caught_up(self.measure, slack) for shelf in self.shelves]
        drift = max((off for *_, off in caught_up), default=0.0)
        totals = [shelf.total() for shelf, *_ in caught_up]
        total, some = sum(length for length, _ in totals), sum(number for _, number in totals)
        norm, most = (typical(total * (1 + sign * 2 * drift), some) for sign in (-1, 1))
        if norm != most:
            return self.settled(0)
        measure = replace(self.measure, norm=norm)
        scaled = tuple(
            shelf.scaled(rows if norm == self.measure.norm else EVERY, measure, self.weights)
            for shelf, rows, _ in caught_up
        )
        return replace(self, shelves=scaled, measure=measure, is_settled=True, drift=drift)


def put_together(parts: Sequence[Corpus]) -> Corpus:
    return reduce(corpus.together, parts)


def is_much(shelves: Sequence[Shelf], fresh: Corpus) -> bool:
    """Whether so much has come or gone that all is better made anew."""
    room = sum(map(len, shelves))
    gone = sum(int(np.count_nonzero(~shelf.alive)) for shelf in shelves)
    return len(fresh) * RATIO > room or gone > MOST_GONE * room


def stacked(
    shelves: Sequence[Shelf], fresh: Corpus, df: Counts, measure: Measure, weights: Weights
) -> tuple[Shelf, ...]:
    """*shelves* with *fresh*, which is put together with those before it that are not much larger.

    So an offer is put together anew no more often than there are shelves, and each is much larger than the next.
    *df* counts the public offers, on all shelves, that have each text key of *fresh*.
    """
    left, new = list(shelves), fresh
    while left and len(new) and len(left[-1]) < (RATIO * len(new) if len(new) >= FEW else FEW):
        last = left.pop()
        both = corpus.together(last.rest(), new)
        df, new = carried(last, new, df, both), both
    return (*left, shelved(new, df, measure, weights)) if len(new) else tuple(left)


def carried(shelf: Shelf, fresh: Corpus, df: Counts, both: Corpus) -> Counts:
    """The *df* of each text key of *both*, which stand together from now on: a key is in one of the two."""
    keys = both.keys[: both.width]
    cols, known = shelf.columns(keys)
    found = np.zeros(len(keys), np.int32)
    found[known] = shelf.df.of(cols[known])
    found[np.searchsorted(keys, fresh.keys[: fresh.width])] = df
    return found


def df_of(shelves: Sequence[Shelf], keys: Keys) -> Counts:
    """The public offers that have each of *keys*: shape of *keys*; 0 for a key that stands on no shelf."""
    return df_at(shelves, [shelf.columns(keys) for shelf in shelves], len(keys))


def df_at(shelves: Sequence[Shelf], columns: Sequence[tuple[Places, Flags]], size: int) -> Counts:
    """`df_of` so many keys, of which the *columns* on each shelf are known."""
    df = np.zeros(size, np.int32)
    for shelf, (cols, known) in zip(shelves, columns, strict=True):
        df[known] = shelf.df.of(cols[known])
    return df


def public_df(held: Corpus) -> Counts:
    """The public offers of *held* that have each text key."""
    is_public = held.facts.is_public[held.row_of_entry()]
    return np.bincount(held.cols[is_public], minlength=len(held.keys))[: held.width].astype(np.int32)


def summed(came: Corpus, went: Keys) -> tuple[Keys, npt.NDArray[np.int32]]:
    """The text keys of what came and went, and how many more public offers have each now."""
    keys, places = np.unique(np.concatenate([came.keys[: came.width], went]), return_inverse=True)
    steps = np.concatenate([public_df(came), np.full(len(went), -1)])
    return keys, np.bincount(places, steps, minlength=len(keys)).astype(np.int32)
