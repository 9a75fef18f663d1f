"""The offers, ready to be ranked: kept in step with what is published, saved and opened again."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

import numpy as np
import numpy.typing as npt

from matchmaker.engine import analysis, bulk, corpus, store, weighing
from matchmaker.engine.corpus import Corpus
from matchmaker.engine.lexicon import NO_LEXICON, Lexicon
from matchmaker.engine.profiles import NeedProfile, OfferProfile
from matchmaker.engine.snapshot import Snapshot
from matchmaker.engine.topics import TopicTerms
from matchmaker.engine.weighing import Weighing
from matchmaker.engine.weights import ENGINE_VERSION, WEIGHTS, Weights

if TYPE_CHECKING:
    from scipy import sparse

FETCH_AT_ONCE = 500  # offers: fewer than any database's limit of parameters
Made = TypeVar("Made", Corpus, Weighing)


class Index:
    """TF-IDF over the words, pairs and concepts of offers, in the manners of scikit-learn.

    Parameters: *weights*, the *terms* of topics, which expand needs, and the *lexicon* of concepts. Learned:
    `snapshot_`, replaced as a whole by each change, so that any number of threads may rank while one changes
    the index.
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
        self._learn(corpus.read([]))

    def __len__(self) -> int:
        return len(self.snapshot_.corpus.rows)

    def fit(self, offers: Iterable[OfferProfile]) -> Self:
        """Holds *offers*, each id once, and nothing else."""
        self._learn(corpus.read(offers, self.lexicon))
        return self

    def sync(
        self, wanted: Mapping[int, int], fetch: Callable[[list[int]], Iterable[OfferProfile]]
    ) -> frozenset[int]:
        """Holds the offers *wanted* (id -> version): drops the others, reads anew those that changed.

        *fetch* gives the profiles of some ids; what it leaves out is not held. Returns the ids of the offers
        that were dropped, replaced or added.
        """
        held = versions(self.snapshot_.corpus)
        gone = {id_ for id_, version in held.items() if wanted.get(id_) != version}
        missing = sorted(id_ for id_, version in wanted.items() if held.get(id_) != version)
        fetched = {
            offer.id: offer
            for start in range(0, len(missing), FETCH_AT_ONCE)
            for offer in fetch(missing[start : start + FETCH_AT_ONCE])
        }
        changed = frozenset(gone | set(fetched))
        if changed:
            stays = np.array([id_ not in changed for id_ in held], bool)
            kept = corpus.taken(self.snapshot_.corpus, np.flatnonzero(stays))
            self._learn(corpus.together(kept, corpus.read(fetched.values(), self.lexicon)))
        return changed

    def transform(self, needs: Sequence[NeedProfile]) -> "sparse.csr_array":
        """The text vectors of *needs*: see `bulk.need_vectors`."""
        asked = [self.snapshot_.asked(need) for need in needs]
        return bulk.need_vectors(asked, len(self.snapshot_.weighing.idf))

    def get_feature_names_out(self) -> npt.NDArray[np.object_]:
        """The names of the text columns in stems, as "w:train", "p:train judg", "c:judge". Slow."""
        held = self.snapshot_.corpus
        names: dict[int, str] = {}
        for row, language in enumerate(held.rows["language"].tolist()):
            names |= analysis.names(held.text(row), language, self.lexicon)
        keys = held.keys[: len(self.snapshot_.weighing.idf)].tolist()
        return np.array([names[key] for key in keys], object)

    def save(self, folder: Path) -> None:
        """Saves what is held, to be opened in milliseconds. Raises OSError."""
        arrays = fields_of(self.snapshot_.corpus) | fields_of(self.snapshot_.weighing, "weighed_")
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
        arrays = store.load(folder, index._version())
        if arrays is not None:
            index._learn(made(Corpus, arrays), made(Weighing, arrays, "weighed_"))
        return index

    def _learn(self, held: Corpus, weighed: Weighing | None = None) -> None:
        weighed = weighed or weighing.weigh(held, self.weights)
        self.snapshot_ = Snapshot(held, weighed, self.weights, self.terms or TopicTerms(), self.lexicon)

    def _version(self) -> str:
        return f"{ENGINE_VERSION} {self.weights} {self.lexicon.version}"


def versions(held: Corpus) -> dict[int, int]:
    """Id -> version, ascending by id."""
    return dict(zip(held.rows["id"].tolist(), held.rows["version"].tolist(), strict=True))


def fields_of(value: Any, prefix: str = "") -> dict[str, npt.NDArray]:
    return {prefix + field.name: getattr(value, field.name) for field in fields(value)}


def made(kind: type[Made], arrays: Mapping[str, npt.NDArray], prefix: str = "") -> Made:
    return kind(**{field.name: arrays[prefix + field.name] for field in fields(kind)})
