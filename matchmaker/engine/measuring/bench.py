"""How quick the search is beside others: all in one run, in turns, with the same texts and the same machine."""

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from matchmaker.engine.finding import search
from matchmaker.engine.finding.search import Found, Inverted, inverted
from matchmaker.engine.finding.vectors import Vectors, in_ranks
from matchmaker.engine.measuring.opponents import OPPONENTS, Search, check

if TYPE_CHECKING:
    from scipy import sparse

OURS, BASE = "matchmaker", "matchmaker, no numba"
SEED = 20  # of the masks
REPEATS = 3
ALONE = 100  # needs asked one by one
ROUNDS = 2  # of them
CHECKED = 20  # needs, whose answers are compared with scikit-learn's
PART_SECONDS = 8.0  # whoever needs longer is timed on the first of the needs
TRIED = 32  # needs, by which that is judged
SELECTIVITIES = (0.01, 0.1, 0.5)
MASKS = 20_000_000  # numbers at most in the masks of all needs: 160 MB


@dataclass(frozen=True)
class Line:
    """One figure. *ratio* is the other's time over ours, or for masks, ours over that without a mask."""

    measure: str
    method: str
    figure: float
    unit: str
    ratio: float | None = None
    note: str = ""


@dataclass(frozen=True)
class Race:
    """m needs against n offers over v words, and everything prepared that is timed."""

    needs: "sparse.csr_array"
    offers: "sparse.csr_array"
    index: Inverted
    others: Mapping[str, Search]
    top: int
    threads: int

    def searches(self) -> dict[str, Callable[[int], object]]:
        """By method, a search for the best offers for so many of the needs."""
        asked = vectors(self.needs)
        ways: dict[str, Callable[[int], object]] = {
            OURS: lambda m: self.index.all(asked.part(0, m), self.top, self.threads)
        }
        if search.parallel_if_there():
            ways[BASE] = without_numba(self)
        for name, other in self.others.items():
            ways[name] = lambda m, other=other: other(self.needs[:m], self.top, self.threads)
        return ways


def vectors(rows: "sparse.csr_array") -> Vectors:
    return Vectors(rows.indptr.astype(np.int64), rows.indices.astype(np.int32), rows.data)


def without_numba(race: Race) -> Callable[[int], Found]:
    """How the first needs are searched where numba is not installed; what is laid out once is not timed, as it is
    not for the others."""
    product = search.product()
    rows, asked = product.by_rank(race.index, None), vectors(race.needs)

    def found(m: int) -> Found:
        best = Found(np.full((m, race.top), -1, np.int32), np.zeros((m, race.top)))
        ranked = in_ranks(asked.part(0, m), race.index.ranks)
        product.fill_at_once(best, race.index, ranked, race.threads, None, rows)
        return best

    return found


def race(needs: Sequence[str], offers: Sequence[str], against: Sequence[str], top: int, threads: int) -> Race:
    """Raises ValueError where no text has a word."""
    from scipy import sparse
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer()
    held = sparse.csr_array(vectorizer.fit_transform(offers))
    asked = sparse.csr_array(vectorizer.transform(needs))
    others = {name: OPPONENTS[name](held) for name in against}
    return Race(asked, held, inverted(vectors(held), held.shape[1]), others, min(top, held.shape[0]), threads)


def measured(race: Race) -> Iterator[Line]:
    """Every line about the search itself. Raises WrongResult."""
    # What stands already is no rubbish: to look through it before each run would empty the processor's memory.
    gc.freeze()
    checked = min(CHECKED, race.needs.shape[0])
    for name, found in ((OURS, race.searches()[OURS]), (BASE, without_numba(race))):
        check(found(checked), race.needs[:checked], race.offers)
        yield Line("answers equal to scikit-learn", name, checked, "needs")
    offers = vectors(race.offers)
    built = seconds(lambda: inverted(offers, race.offers.shape[1]))
    yield Line("index built", OURS, built, "s", None, f"from vectors with {len(offers.cols)} entries")
    size = sum(getattr(race.index, field.name).nbytes for field in fields(race.index))
    yield Line("index, size", OURS, size / 2**20, "MB")
    yield from one_by_one(race)
    yield from all_pairs(race)
    yield from masked(race)


def one_by_one(race: Race) -> Iterator[Line]:
    """One need against all offers."""
    alone = [race.needs[[need]] for need in range(min(ALONE, race.needs.shape[0]))]
    ways: dict[str, Search] = {OURS: lambda need, top, _threads: race.index.one(need.indices, need.data, top)}
    ways |= race.others
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, ask in ways.items():
            # In a row: whoever follows a greedy one, need by need, would find the processor's memory empty each time.
            taken[name] += [
                seconds(lambda need=need, ask=ask: ask(need, race.top, race.threads)) for need in alone
            ]
    for share in (50, 95):
        ours = float(np.percentile(taken[OURS], share))
        for name, times in taken.items():
            theirs = float(np.percentile(times, share))
            ratio = None if name == OURS else theirs / ours
            yield Line(f"one need, p{share}", name, 1000 * theirs, "ms", ratio)


def all_pairs(race: Race) -> Iterator[Line]:
    """All needs against all offers: the median of some runs, in turns; who is slow, on the first needs alone."""
    m = race.needs.shape[0]
    searches = race.searches()
    parts = {name: part_of(each, m) for name, each in searches.items()}
    taken: dict[str, list[float]] = {name: [] for name in searches}
    for _ in range(REPEATS):
        for name, each in searches.items():
            spent = seconds(lambda each=each, part=parts[name]: each(part))
            taken[name].append(spent * m / parts[name])
    ours = float(np.median(taken[OURS]))
    for name, part in parts.items():
        theirs = float(np.median(taken[name]))
        note = f"{race.threads} threads" if part == m else f"from the first {part} of {m} needs"
        yield Line("all pairs", name, theirs, "s", None if name == OURS else theirs / ours, note)


def part_of(search: Callable[[int], object], m: int) -> int:
    """On how many of *m* needs one is timed."""
    tried = min(TRIED, m)
    search(tried)  # the first run loads and warms up
    each = seconds(lambda: search(tried)) / tried
    return min(m, max(TRIED, int(PART_SECONDS / each)))


def masked(race: Race) -> Iterator[Line]:
    """Only some offers eligible, the same for all needs and other ones for each; beside all of them."""
    draw = np.random.default_rng(SEED)
    m, n = race.needs.shape[0], race.offers.shape[0]
    some = vectors(race.needs[: min(m, 2048)])
    few = some.part(0, min(len(some), max(1, MASKS // n)))
    for share in SELECTIVITIES:
        shared = np.where(draw.random(n) < share, 0, -np.inf)
        own = np.where(draw.random((len(few), n)) < share, 0, -np.inf)
        for name, needs, start in (("the same", some, shared), ("own", few, own)):
            free, bound = in_turns(
                lambda needs=needs: race.index.all(needs, race.top, race.threads),
                lambda needs=needs, start=start: race.index.all(needs, race.top, race.threads, start),
            )
            note = f"of {len(needs)} needs; all eligible {free:.3f} s"
            yield Line(f"all pairs, {share:.0%} eligible, {name}", OURS, bound, "s", bound / free, note)
        free, bound = in_turns(lambda: alone(race, None), lambda start=shared: alone(race, start))
        figure = 1000 * bound / min(CHECKED, m)
        yield Line(f"one need, {share:.0%} eligible", OURS, figure, "ms", bound / free)


def alone(race: Race, start: npt.NDArray[np.float64] | None) -> None:
    for need in range(min(CHECKED, race.needs.shape[0])):
        asked = vectors(race.needs[[need]])
        race.index.one(asked.cols, asked.weights, race.top, start)


def in_turns(one: Callable[[], object], other: Callable[[], object]) -> npt.NDArray[np.float64]:
    """Seconds of either: the median of some runs."""
    return np.median([(seconds(one), seconds(other)) for _ in range(REPEATS)], axis=0)


def seconds(deed: Callable[[], object]) -> float:
    gc.collect()
    began = perf_counter()
    deed()
    return perf_counter() - began
