"""A shelf: offers that stand together, as they were counted, inverted for the search.

What is built of it stays as it is while other offers come and go. What follows from all offers is kept beside
and replaced: how many public offers have each key, and the lengths of the rows (`norms`). A single offer that
comes or goes then changes the rows that have a word of it, by what the df of that word changes, and nothing else.

The df of a frequent word changes its idf by next to nothing, but the sums of very many rows. Such changes are left
pending until they amount to something: the search allows for what the lengths can be off by (`drift`), and whatever
is told is scored from the counts.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

import numpy as np
import numpy.typing as npt

from matchmaker.engine.finding.search import Inverted, inverted
from matchmaker.engine.finding.vectors import Vectors, ascending
from matchmaker.engine.offers.corpus import Corpus, Places, Rows, area_of, bounds_of, ranges, taken
from matchmaker.engine.offers.facts import Facts, Flags, Numbers
from matchmaker.engine.offers.frequencies import Frequencies, counted
from matchmaker.engine.offers.norms import EVERY, Norms, norms_of
from matchmaker.engine.offers.weighing import Floats, Measure, block_weights, damped, halves_of, scales_of
from matchmaker.engine.text.keys import KIND_BITS, Keys, Kind, hashed, kinds
from matchmaker.engine.weights import Weights

AT_ONCE = 2**20  # entries that are added to the sums at once: some 30 MB while it lasts


@dataclass(frozen=True)
class Shelf:
    """n offers over w text keys. Arrays only, fit for `store`, but for the parts that are so in turn."""

    corpus: Corpus
    words: Numbers  # (n,) how many each text has
    halves: Floats  # (n,)
    col_bounds: Places  # (v + 1,) of each column in where and squares
    where: Rows  # (t,) rows, ascending in each column
    squares: Floats  # (entries of text,) x²
    built: Floats  # (w,) the idf that the search was built with
    inverted: Inverted  # block weight · built · damped times of each text key; its scale is that of the rows

    df: Frequencies  # the public offers that have each text key, on any shelf
    norms: Norms  # the lengths of the rows
    alive: Flags  # (n,) what is not has been withdrawn or replaced

    def __len__(self) -> int:
        return len(self.corpus)

    @cached_property
    def stating_topics(self) -> Flags:
        """Which offers state any topic: (n,)."""
        bounds = np.array([Kind.AREA << KIND_BITS, Kind.AREA + 1 << KIND_BITS], np.uint64)
        found = np.zeros(len(self), bool)
        found[self.where[slice(*self.col_bounds[np.searchsorted(self.corpus.keys, bounds)])]] = True
        return found

    @property
    def facts(self) -> Facts:
        return self.corpus.facts

    def rows_of(self, offer_ids: Collection[int]) -> Places:
        """Where those of the offers stand that are on this shelf, ascending."""
        rows = [row for id_ in offer_ids if (row := self.corpus.row_of.get(id_)) is not None]
        found = np.array(sorted(rows), np.int64)
        return found[self.alive[found]]

    def rest(self) -> Corpus:
        """What is still alive."""
        return self.corpus if self.alive.all() else taken(self.corpus, np.flatnonzero(self.alive))

    def columns(self, keys: Keys) -> tuple[Places, Flags]:
        """The column of each key, and whether it has one; where not, the column means nothing."""
        cols = np.searchsorted(self.corpus.keys, keys)
        known = cols < len(self.corpus.keys)
        known[known] = self.corpus.keys[cols[known]] == keys[known]
        return cols, known

    @cached_property
    def _known(self) -> dict[tuple[Kind, str], Rows]:
        return {}

    def rows_with(self, kind: Kind, code: str) -> Rows:
        """The rows of the offers that state *code*, ascending."""
        if (kind, code) not in self._known:
            self._known[kind, code] = self._stating(kind, code)
        return self._known[kind, code]

    def _stating(self, kind: Kind, code: str) -> Rows:
        (col,), (known,) = self.columns(np.array([hashed(kind, code)], np.uint64))
        return self.where[slice(*self.col_bounds[col : col + 2])] if known else np.empty(0, np.int32)

    def rows_akin(self, topic: str) -> Rows:
        """The rows of the offers that state another topic of its area, but not *topic*, ascending."""
        if topic not in self._akin:
            same = self.rows_with(Kind.TOPIC, topic)
            self._akin[topic] = np.setdiff1d(
                self.rows_with(Kind.AREA, area_of(topic)), same, assume_unique=True
            )
        return self._akin[topic]

    @cached_property
    def _akin(self) -> dict[str, Rows]:
        return {}

    def having(self, kind: Kind, codes: frozenset[str] | set[str]) -> Flags:
        """Which offers state any of *codes*: (n,)."""
        found = np.zeros(len(self), bool)
        for code in codes:
            found[self.rows_with(kind, code)] = True
        return found

    def public(self, rows: Places) -> Places:
        """Those of *rows* that everybody may see."""
        return rows[self.facts.is_public[rows]]

    def text_keys(self, rows: Places) -> Keys:
        """The text keys of *rows*: each as often as it stands in one of them."""
        _, cols, _ = self.text_entries(rows)
        return self.corpus.keys[cols]

    def text_entries(self, rows: Places) -> tuple[Places, Places, npt.NDArray[np.uint16]]:
        """The text of *rows* (r,): of each entry its place in *rows*, its column, and how often it stands."""
        corpus = self.corpus
        counts = corpus.bounds[rows + 1] - corpus.bounds[rows]
        places = ranges(corpus.bounds[rows], counts)
        of = np.repeat(np.arange(len(rows)), counts)
        is_text = corpus.cols[places] < len(self.built)
        places = places[is_text]
        return of[is_text], corpus.cols[places], corpus.times[places]

    def total(self) -> tuple[float, int]:
        """How long the public offers are, all together, and how many have any length."""
        counts = self.alive & self.facts.is_public
        return float((self.norms.norm * counts).sum()), int(np.count_nonzero(counts & (self.norms.fixed > 0)))

    def scaled(self, rows: Rows | slice, measure: Measure, weights: Weights) -> Self:
        """With the scales of *rows* that follow from their lengths."""
        scale = np.empty(len(self)) if rows is EVERY else self.inverted.scale.copy()
        scale[rows] = scales_of(self.norms.norm[rows], measure, weights)
        return replace(self, inverted=replace(self.inverted, scale=scale))

    def after(self, cols: Places, known: Flags, more: npt.NDArray[np.int32]) -> Self:
        """When *more* public offers, or fewer, have each of some text keys of which `columns` are known. All (k,)."""
        moved = known & (more != 0)
        return replace(self, df=self.df.after(cols[moved], more[moved]))

    def caught_up(self, measure: Measure, slack: float) -> tuple[Self, Rows | slice, float]:
        """With lengths that follow from what the public offers have now, but for keys of which the idf is off by
        *slack* at most; the rows that are another length; and by how much any may be off. Both are relative."""
        at, off = self.df.behind(measure)
        much, lag = off > slack, self.norms.lag(measure)
        df, norms, rows = self.df, self.norms, np.empty(0, np.int32)
        if much.any():
            df = df.brought_in(at[much])
            norms, rows = self._moved(at[much])
        if lag > slack:
            rows, lag = EVERY, 0.0
        if rows is EVERY or len(rows):
            norms = norms.worked_out(measure, rows)
        drift = (1 + lag) * (1 + float(off[~much].max(initial=0.0))) - 1
        return replace(self, df=df, norms=norms), rows, drift

    def _moved(self, at: Places) -> tuple[Norms, Rows | slice]:
        """The sums once the keys *at* these places among the moved ones are brought in, and the rows that have any."""
        before, now = -np.log1p(self.df.summed[at]), -np.log1p(self.df.now[at])
        steps = np.stack([now**2 - before**2, now - before])
        cols = self.df.moved[at]
        starts = self.col_bounds[cols]
        counts = self.col_bounds[cols + 1] - starts
        ends = np.cumsum(counts)
        cuts = np.searchsorted(ends, np.arange(AT_ONCE, ends[-1], AT_ONCE))
        places = ((some, ranges(starts[some], counts[some])) for some in np.split(np.arange(len(cols)), cuts))
        pieces = (
            (self.where[there], self.squares[there], np.repeat(steps[:, some], counts[some], axis=1))
            for some, there in places
        )
        rows = EVERY if ends[-1] > len(self) else self.where[ranges(starts, counts)]
        return self.norms.moved(pieces), rows

    def without(self, rows: Places) -> Self:
        alive = self.alive.copy()
        alive[rows] = False
        return replace(self, alive=alive)


def shelved(corpus: Corpus, df: npt.NDArray[np.int32], measure: Measure, weights: Weights) -> Shelf:
    """The shelf of *corpus*; *df* (w,) counts the public offers on all shelves. Its rows are still unscaled."""
    width = corpus.width
    rows = corpus.row_of_entry()
    words = words_of(corpus)
    halves = halves_of(words, measure, weights)
    is_text = corpus.cols < width
    of, cols = rows[is_text], corpus.cols[is_text]
    entries = damped(corpus.times[is_text], halves[of], weights)
    entries *= block_weights(corpus.keys[:width], weights)[cols]
    squares = np.zeros(len(rows))
    squares[is_text] = entries**2
    lowering = -np.log1p(df)
    built = measure.unknown_idf + lowering
    order = ascending(corpus.cols)
    n = len(corpus)
    row_bounds = bounds_of(np.bincount(of, minlength=n))
    return Shelf(
        corpus=corpus,
        words=words,
        halves=halves,
        col_bounds=bounds_of(np.bincount(corpus.cols, minlength=len(corpus.keys))),
        where=rows[order],
        squares=squares[order[: len(of)]],  # text stands before codes
        built=built,
        inverted=inverted(Vectors(row_bounds, cols, entries * built[cols]), width),
        df=counted(df),
        norms=norms_of(of, squares[is_text], lowering[cols], n),
        alive=np.ones(n, bool),
    )


def words_of(corpus: Corpus) -> Numbers:
    """How many words each text has: (n,)."""
    is_word = (kinds(corpus.keys) == Kind.WORD)[corpus.cols]
    return np.bincount(corpus.row_of_entry(), corpus.times * is_word, minlength=len(corpus)).astype(np.int64)
