"""What the engine holds of the offers: facts, counts and texts, one row an offer, in arrays.

The arrays depend on the offers alone: rows stand from the oldest offer to the youngest and columns ascend by
key, whatever came in first. So the same offers give the same bits on every machine.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from matchmaker.engine.offers.facts import Facts, both, facts_of
from matchmaker.engine.profiles import OfferProfile
from matchmaker.engine.text import analysis
from matchmaker.engine.text.keys import FIRST_CODE, Keys, Kind, hashed
from matchmaker.engine.text.lexicon import NO_LEXICON, Lexicon
from matchmaker.engine.text.tally import Tally, beside, tallied

Places = npt.NDArray[np.int64]
Rows = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Corpus:
    """n offers with t entries over v distinct keys.

    Row i has the columns cols[bounds[i]:bounds[i + 1]], ascending, with their times, and the text
    letters[text_bounds[i]:text_bounds[i + 1]] in UTF-8.
    """

    facts: Facts  # rows ascend by the time of posting, then by id: of equal offers, the first is the better
    keys: Keys  # (v,) ascending, hence text before codes; each stands in some row
    bounds: Places  # (n + 1,)
    cols: npt.NDArray[np.int32]  # (t,)
    times: npt.NDArray[np.uint16]  # (t,)
    text_bounds: Places  # (n + 1,)
    letters: npt.NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.facts)

    @property
    def width(self) -> int:
        """How many of the columns are of text."""
        return int(np.searchsorted(self.keys, FIRST_CODE))

    @cached_property
    def row_of(self) -> dict[int, int]:
        """Id -> row."""
        return {id_: row for row, id_ in enumerate(self.facts.id.tolist())}

    def text(self, row: int) -> str:
        return bytes(self.letters[self.text_bounds[row] : self.text_bounds[row + 1]]).decode()

    def row_of_entry(self) -> Rows:
        return np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.bounds))


def full_text(title: str, text: str) -> str:
    return f"{title}\n{text}"


def read(offers: Iterable[OfferProfile], lexicon: Lexicon = NO_LEXICON) -> Corpus:
    """The corpus of *offers*, analysed; each id must stand once."""
    ordered = sorted(offers, key=lambda offer: (offer.posted_at, offer.id))
    said = [full_text(offer.title, offer.text) for offer in ordered]
    languages = [offer.language for offer in ordered]
    counted = analysis.counts_of_all(list(zip(said, languages, strict=True)), lexicon)
    stated = beside(counted, stated_codes(ordered))
    texts = [text.encode(errors="replace") for text in said]
    return Corpus(
        facts=facts_of(ordered),
        keys=stated.keys,
        bounds=stated.bounds,
        cols=stated.cols,
        times=stated.times,
        text_bounds=bounds_of([len(text) for text in texts]),
        letters=np.frombuffer(b"".join(texts), np.uint8),
    )


def joined(parts: Sequence[npt.NDArray], dtype: npt.DTypeLike) -> npt.NDArray:
    return np.concatenate(parts) if parts else np.empty(0, dtype)


def bounds_of(lengths: npt.ArrayLike) -> Places:
    return np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])


def ranges(starts: Places, counts: Places) -> Places:
    """The numbers from each of *starts* on, as many as *counts* says, one range after the other."""
    ends = bounds_of(counts)
    return np.arange(ends[-1]) + np.repeat(starts - ends[:-1], counts)


def stated_codes(offers: Sequence[OfferProfile]) -> Tally:
    """The codes of each offer, once each; they sort after every key of a text, by their kind."""
    codes = [(key, row) for row, offer in enumerate(offers) for key in set(code_keys(offer))]
    keys, rows = np.array(codes, np.uint64).reshape(-1, 2).T
    return tallied(keys, rows.astype(np.int64), len(offers))


def area_of(topic: str) -> str:
    """The area of a topic is what stands before its hyphen: "EVI-02" -> "EVI"."""
    return topic.partition("-")[0]


def code_keys(offer: OfferProfile) -> Iterator[int]:
    stated = {
        Kind.TOPIC: offer.topics,
        Kind.AREA: map(area_of, offer.topics),
        Kind.MODALITY: offer.modalities,
        Kind.COUNTRY: offer.countries,
        Kind.REGION: offer.regions,
        Kind.GROUP: offer.groups,
        Kind.LANGUAGE: offer.languages,
    }
    return (hashed(kind, code) for kind, codes in stated.items() for code in codes)


def taken(corpus: Corpus, order: npt.NDArray[np.integer]) -> Corpus:
    """The rows *order* of *corpus*, in that order, without the keys that no row has any more."""
    cols = gathered(corpus.cols, corpus.bounds, order)
    used = np.bincount(cols, minlength=len(corpus.keys)) > 0
    new_col = np.cumsum(used, dtype=np.int32) - 1
    return Corpus(
        facts=corpus.facts.taken(order),
        keys=corpus.keys[used],
        bounds=bounds_of(np.diff(corpus.bounds)[order]),
        cols=new_col[cols],
        times=gathered(corpus.times, corpus.bounds, order),
        text_bounds=bounds_of(np.diff(corpus.text_bounds)[order]),
        letters=gathered(corpus.letters, corpus.text_bounds, order),
    )


def gathered(values: npt.NDArray, bounds: Places, order: npt.NDArray[np.integer]) -> npt.NDArray:
    """The *values* of the rows *order*, row after row; neighbours that stay so are copied at once."""
    starts = np.flatnonzero(np.diff(order, prepend=-2) != 1)
    runs = np.split(order, starts[1:]) if len(order) else []
    return joined([values[bounds[run[0]] : bounds[run[-1] + 1]] for run in runs], values.dtype)


def together(one: Corpus, other: Corpus) -> Corpus:
    """Both corpora, which have no id in common, as one."""
    keys = np.sort(np.concatenate([one.keys, other.keys]), kind="stable")  # quick on what is sorted in parts
    keys = keys[np.diff(keys, prepend=np.uint64(0)) > 0]
    cols = [np.searchsorted(keys, corpus.keys).astype(np.int32)[corpus.cols] for corpus in (one, other)]
    whole = Corpus(
        facts=both(one.facts, other.facts),
        keys=keys,
        bounds=np.concatenate([one.bounds, other.bounds[1:] + one.bounds[-1]]),
        cols=np.concatenate(cols),
        times=np.concatenate([one.times, other.times]),
        text_bounds=np.concatenate([one.text_bounds, other.text_bounds[1:] + one.text_bounds[-1]]),
        letters=np.concatenate([one.letters, other.letters]),
    )
    order = np.lexsort((whole.facts.id, whole.facts.posted))
    return whole if np.array_equal(order, np.arange(len(order))) else taken(whole, order)
