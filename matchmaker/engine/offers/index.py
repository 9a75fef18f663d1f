"""The offers, ready to be ranked: kept in step with what is published, saved and opened again."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import numpy.typing as npt

from matchmaker.engine.finding.inverting import TILE
from matchmaker.engine.finding.search import Inverted
from matchmaker.engine.offers import bulk, corpus, store
from matchmaker.engine.offers.corpus import Corpus
from matchmaker.engine.offers.facts import Facts
from matchmaker.engine.offers.frequencies import Frequencies
from matchmaker.engine.offers.norms import Norms
from matchmaker.engine.offers.shelf import Shelf
from matchmaker.engine.offers.snapshot import SLACK, Snapshot
from matchmaker.engine.offers.weighing import Measure
from matchmaker.engine.profiles import NeedProfile, OfferProfile
from matchmaker.engine.text import analysis
from matchmaker.engine.text.lexicon import NO_LEXICON, Lexicon
from matchmaker.engine.text.topics import TopicTerms
from matchmaker.engine.weights import ENGINE_VERSION, WEIGHTS, Weights

if TYPE_CHECKING:
    from scipy import sparse

FETCH_AT_ONCE = 500  # offers: fewer than any database's limit of parameters
PARTS = {
    "corpus": Corpus,
    "df": Frequencies,
    "facts": Facts,
    "inverted": Inverted,
    "norms": Norms,
}  # the fields of a shelf that hold arrays in turn
MEASURE = "measure"


class Index:
    """TF-IDF over the words, pairs and concepts of offers, in the manners of scikit-learn.

    Parameters: *weights*, the *terms* of topics, which expand needs, and the *lexicon* of concepts. Learned:
    `snapshot_`, replaced as a whole by each change, so that any number of threads may rank while one changes
    the index. A shallow copy (`copy.copy`) goes its own way from then on.
    """

    def __init__(
        self,
        *,
        weights: Weights = WEIGHTS,
        terms: TopicTerms | None = None,
        lexicon: Lexicon = NO_LEXICON,
    ) -> None:
        self.weights = weights
        self.terms = terms
        self.lexicon = lexicon
        self._held = Snapshot((), Measure(), weights, terms or TopicTerms(), lexicon)

    @property
    def snapshot_(self) -> Snapshot:
        """What is held now. What follows from changes is worked out here, when somebody asks after them."""
        held = self._held
        if held.is_settled:
            return held
        settled = held.settled(SLACK)
        if self._held is held:  # no other thread has changed it meanwhile
            self._held = settled
        return settled

    @property
    def base_(self) -> Corpus | None:
        """What stands on the first shelf: the same object until that is made anew."""
        return self._held.shelves[0].corpus if self._held.shelves else None

    def __len__(self) -> int:
        return len(self._held)

    def fit(self, offers: Iterable[OfferProfile]) -> Self:
        """Holds *offers*, each id once, and nothing else."""
        self._held = self._held.fitted(corpus.read(offers, self.lexicon))
        return self

    def change(self, gone: Collection[int], offers: Iterable[OfferProfile]) -> None:
        """Holds *offers* instead of those of their ids that it held, and those *gone* no more."""
        fresh = corpus.read(offers, self.lexicon)
        self._held = self._held.changed({*gone, *fresh.facts.id.tolist()}, fresh)

    def sync(
        self, wanted: Mapping[int, int], fetch: Callable[[list[int]], Iterable[OfferProfile]]
    ) -> frozenset[int]:
        """Holds the offers *wanted* (id -> version): drops the others, reads anew those that changed.

        *fetch* gives the profiles of some ids; what it leaves out is not held. Returns the ids of the offers
        that were dropped, replaced or added.
        """
        held = self._held.versions()
        gone = {id_ for id_, version in held.items() if wanted.get(id_) != version}
        missing = sorted(id_ for id_, version in wanted.items() if held.get(id_) != version)
        fetched = {
            offer.id: offer
            for start in range(0, len(missing), FETCH_AT_ONCE)
            for offer in fetch(missing[start : start + FETCH_AT_ONCE])
        }
        if gone or fetched:
            self.change(gone, fetched.values())
        return frozenset(gone | set(fetched))

    def transform(self, needs: Sequence[NeedProfile]) -> "sparse.csr_array":
        """The text vectors of *needs* over the features: shape (len(needs), features)."""
        features = self.snapshot_.text_keys()
        return bulk.need_vectors(self.snapshot_.asked(needs), features)

    def get_feature_names_out(self) -> npt.NDArray[np.object_]:
        """The names of the text columns in stems, as "w:train", "p:train judg", "c:judge". Slow."""
        names: dict[int, str] = {}
        for shelf in self.snapshot_.shelves:
            for row, language in enumerate(shelf.facts.language.tolist()):
                names |= analysis.names(shelf.corpus.text(row), language, self.lexicon)
        return np.array([names[key] for key in self.snapshot_.text_keys().tolist()], object)

    def save(self, folder: Path) -> None:
        """Saves what is held, to be opened in milliseconds. Raises OSError."""
        self._held = held = self._held.on_one_shelf().settled(slack=0)
        arrays = {MEASURE: np.array([getattr(held.measure, field.name) for field in fields(Measure)])}
        for shelf in held.shelves:
            arrays |= arrays_of(shelf)
        store.save(folder, arrays, self._version())

    @classmethod
    def load(
        cls,
        folder: Path,
        *,
        weights: Weights = WEIGHTS,
        terms: TopicTerms | None = None,
        lexicon: Lexicon = NO_LEXICON,
    ) -> Self:
        """The index saved in *folder*; where none is, or one that is of no use, an empty one for `sync`."""
        index = cls(weights=weights, terms=terms, lexicon=lexicon)
        arrays = store.load(folder, index._version()) or {}
        with suppress(KeyError, TypeError):  # saved when a shelf or a measure had other parts
            measure = Measure(*arrays.pop(MEASURE).tolist())
            shelves = (made(Shelf, arrays),) if arrays else ()
            index._held = replace(index._held, shelves=shelves, measure=measure)
        return index

    def _version(self) -> str:
        return f"{ENGINE_VERSION} {TILE} {self.weights} {self.lexicon.version}"  # saved rows stand in tiles


def arrays_of(value: Any, prefix: str = "") -> dict[str, npt.NDArray]:
    """The arrays of a shelf, and of its parts, by name."""
    found: dict[str, npt.NDArray] = {}
    for field in fields(value):
        held, name = getattr(value, field.name), prefix + field.name
        found |= arrays_of(held, f"{name}_") if is_dataclass(held) else {name: held}
    return found


def made(kind: type, arrays: Mapping[str, npt.NDArray], prefix: str = "") -> Any:
    """What `arrays_of` took apart."""
    return kind(
        **{
            field.name: made(PARTS[field.name], arrays, f"{prefix}{field.name}_")
            if field.name in PARTS
            else arrays[prefix + field.name]
            for field in fields(kind)
        }
    )
