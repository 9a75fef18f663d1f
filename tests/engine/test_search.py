from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as stn

from matchmaker.engine.finding import inverting, kernel, parallel, search
from matchmaker.engine.finding.search import DECIMALS, Found, Inverted, inverted
from matchmaker.engine.finding.vectors import Vectors
from matchmaker.engine.offers import store

EIGHTHS = st.integers(0, 24).map(lambda eighths: eighths / 8)  # sums of their products have no rounding
SPARSE_EIGHTHS = st.one_of(st.just(0.0), EIGHTHS)
STARTS = st.one_of(st.just(-np.inf), st.just(0.0), EIGHTHS)
SIZES = st.tuples(st.integers(0, 40), st.integers(1, 6))
FREE = 0.0  # no row has anything before its words


@dataclass(frozen=True)
class Case:
    """Rows (n, v) and their scale (n,), queries (m, v) and what rows have before their words (m, n)."""

    rows: np.ndarray
    scale: np.ndarray
    queries: np.ndarray
    starts: np.ndarray


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Many entries are 0, many rows are alike."""
    n, v = draw(SIZES)
    m = draw(st.integers(0, 4))
    rows, queries = (draw(stn.arrays(float, (count, v), elements=SPARSE_EIGHTHS)) for count in (n, m))
    scale = draw(st.one_of(st.just(np.ones(n)), stn.arrays(float, n, elements=SPARSE_EIGHTHS)))
    own = st.one_of(st.just(0.0), st.just(-np.inf)) if draw(st.booleans()) else STARTS
    return Case(rows, scale, queries, draw(stn.arrays(float, (m, n), elements=own)))


def plain(rows: np.ndarray, queries: np.ndarray) -> Case:
    return Case(rows, np.ones(len(rows)), queries, np.zeros((len(queries), len(rows))))


def vectors(dense: np.ndarray) -> Vectors:
    """Those of the rows of *dense*, whose entries that are 0 are left out."""
    there = dense != 0
    bounds = np.concatenate([[0], np.cumsum(there.sum(axis=1))]).astype(np.int64)
    return Vectors(bounds, np.nonzero(there)[1].astype(np.int32), dense[there])


def index_of(rows: np.ndarray, scale: np.ndarray | None = None) -> Inverted:
    return inverted(vectors(rows), rows.shape[1], scale)


def brute(case: Case, query: int, k: int, start: np.ndarray | float) -> list[tuple[int, float]]:
    """The definition: every score, rounded, in order."""
    scores = np.round(start + case.scale * (case.rows @ case.queries[query]), DECIMALS)
    order = np.argsort(-scores, kind="stable")[:k]
    order = order[scores[order] > 0]
    return list(zip(order.tolist(), scores[order].tolist(), strict=True))


def listed(found: Found) -> list[tuple[int, float]]:
    return list(zip(found.rows.tolist(), found.scores.tolist(), strict=True))


def each(found: Found) -> Iterator[list[tuple[int, float]]]:
    """The lists of `all`, without what fills them up."""
    for rows, scores in zip(found.rows, found.scores, strict=True):
        yield [pair for pair in zip(rows.tolist(), scores.tolist(), strict=True) if pair != (-1, 0.0)]


def alone(index: Inverted, query: np.ndarray, k: int, start: np.ndarray | None = None) -> Found:
    cols = np.flatnonzero(query)
    return index.one(cols, query[cols], k, start)


@pytest.fixture(params=[True, False], ids=["numba", "base"], autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if not request.param:
        monkeypatch.setattr(search, "parallel_if_there", lambda: None)


@contextmanager
def eager() -> Iterator[None]:
    """Small examples go every way that large ones do: they have several tiles, and bounds are tried at once."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        for module in (inverting, parallel):
            monkeypatch.setattr(module, "TILE", kernel.RUNS)
        for module in (search, parallel):
            monkeypatch.setattr(module, "ROW_COST", 0.01)
        monkeypatch.setattr(parallel, "CHECK_COST", 1000.0)
        for name, number in {"LOOK_COST": 0, "WORTH": 10**6}.items():
            monkeypatch.setattr(search, name, number)
        yield


@given(cases(), st.integers(0, 45), st.integers(1, 3))
@example(plain(np.zeros((0, 3)), np.ones((2, 3))), 5, 2)
@example(plain(np.zeros((4, 3)), np.ones((2, 3))), 5, 2)
@example(plain(np.ones((30, 1)), np.ones((2, 1))), 5, 2)
@example(plain(np.ones((3, 2)), np.zeros((1, 2))), 9, 1)
def test_the_best_are_those_of_looking_at_every_row(case: Case, k: int, threads: int) -> None:
    with eager():
        agrees(case, k, threads)


def agrees(case: Case, k: int, threads: int) -> None:
    index, block, m = index_of(case.rows, case.scale), vectors(case.queries), len(case.queries)
    free = [brute(case, query, k, FREE) for query in range(m)]
    own = [brute(case, query, k, start) for query, start in enumerate(case.starts)]
    assert list(each(index.all(block, k, threads))) == free
    assert [listed(alone(index, query, k)) for query in case.queries] == free
    assert list(each(index.all(block, k, threads, case.starts))) == own
    pairs = zip(case.queries, case.starts, strict=True)
    assert [listed(alone(index, query, k, start)) for query, start in pairs] == own
    for shared in case.starts[:1]:
        same = [brute(case, query, k, shared) for query in range(m)]
        assert list(each(index.all(block, k, threads, shared))) == same


def texts(count: int, seed: int) -> np.ndarray:
    """Rows of length 1 with some frequent and many rare columns; every tenth row stands there twice."""
    draw = np.random.default_rng(seed)
    cols = np.minimum(draw.zipf(1.3, (count, 40)) - 1, 2999)
    rows = np.zeros((count, 3000))
    np.add.at(rows, (np.arange(count)[:, None], cols), draw.random((count, 40)))
    rows[1::10] = rows[::10][: len(rows[1::10])]
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def masks(draw: np.random.Generator, share: float) -> np.ndarray:
    return np.where(draw.random(2000) < share, 0, -np.inf)


def soft(draw: np.random.Generator) -> np.ndarray:
    return np.where(draw.random((600, 2000)) < 0.5, draw.random((600, 2000)) / 4, -np.inf)


@pytest.mark.parametrize("kind", ["free", "one in 300", "one in 10", "half", "soft"])
def test_hundreds_of_needs_among_thousands_of_rows(kind: str) -> None:
    rows, queries, draw = texts(2000, 1), texts(600, 2), np.random.default_rng(3)
    scale = draw.random(2000)
    shares = {"one in 300": 1 / 300, "one in 10": 0.1, "half": 0.5}
    starts = soft(draw) if kind == "soft" else masks(draw, shares.get(kind, 1))
    scores = np.maximum(starts + scale * (queries @ rows.T), 0)
    index = index_of(rows, scale)
    found = index.all(vectors(queries), 20, 2, None if kind == "free" else starts)
    near = {"atol": 1e-11, "rtol": 0}
    there = found.rows >= 0
    np.testing.assert_allclose(found.scores, -np.sort(-scores, axis=1)[:, :20], **near)
    np.testing.assert_allclose(scores[np.nonzero(there)[0], found.rows[there]], found.scores[there], **near)
    for query, found_by_all in list(enumerate(each(found)))[::50]:
        one = alone(index, queries[query], 20, np.broadcast_to(starts, scores.shape)[query])
        assert one.rows.tolist() == [row for row, _ in found_by_all]
        np.testing.assert_allclose(one.scores, [score for _, score in found_by_all], **near)


def test_tiles_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (inverting, parallel):
        monkeypatch.setattr(module, "TILE", 160)
    monkeypatch.setattr(parallel, "ROW_COST", 1.0)  # so that rows are finished one by one in each
    rows, queries = texts(2000, 8), texts(300, 9)
    found = index_of(rows).all(vectors(queries), 10)
    expected = -np.sort(-(queries @ rows.T), axis=1)[:, :10]
    np.testing.assert_allclose(found.scores, expected, atol=1e-9, rtol=0)


def test_of_many_equal_rows_the_first_are_the_best() -> None:
    index, query = index_of(np.ones((5000, 1))), np.ones((1, 1))
    expected = [(row, 1.0) for row in range(30)]
    assert list(each(index.all(vectors(query), 30))) == [expected]
    assert listed(alone(index, query[0], 30)) == expected


def test_rows_that_32_bits_cannot_tell_apart_stand_in_their_order() -> None:
    draw = np.random.default_rng(6)
    rows = draw.random(60) * (1 + 1e-6 * draw.random((3000, 60)))
    rows[np.arange(3000) % 10 > 0, :30] = 0
    index, queries = index_of(rows), draw.random((5, 60))
    best = np.argsort(-(queries @ rows.T), axis=1)[:, :20]
    np.testing.assert_array_equal(index.all(vectors(queries), 20).rows, best)
    np.testing.assert_array_equal([alone(index, query, 20).rows for query in queries], best)


def test_any_number_of_threads_finds_the_same() -> None:
    index, queries = index_of(texts(500, 4)), vectors(texts(900, 5))
    first, *others = (index.all(queries, 10, threads) for threads in (1, 2, 3))
    for other in others:
        assert (first.rows.tolist(), first.scores.tolist()) == (other.rows.tolist(), other.scores.tolist())


def test_a_new_scale_takes_the_place_of_the_old() -> None:
    rows = np.array([[1.0, 0], [1, 1], [0, 1]])
    index = replace(index_of(rows), scale=np.array([2.0, 0, 1]))
    assert listed(alone(index, np.array([1.0, 1]), 3)) == [(0, 2.0), (2, 1.0)]


def test_columns_that_the_index_has_not_are_passed_over() -> None:
    index = index_of(np.array([[1.0, 0], [1, 1]]))
    query = Vectors(np.array([0, 2]), np.array([7, 1], np.int32), np.array([5.0, 3.0]))
    assert listed(index.one(query.cols, query.weights, 2)) == [(1, 3.0)]
    assert list(each(index.all(query, 2))) == [[(1, 3.0)]]


def test_rows_need_not_have_length_1_nor_scores_be_below_it() -> None:
    index = index_of(np.array([[0.001, 0], [1000, 3], [1000, 3], [0, 2000]]))
    assert listed(alone(index, np.array([50.0, 1.0]), 3)) == [(1, 50_003.0), (2, 50_003.0), (3, 2000.0)]


@pytest.mark.parametrize("weight", [-1.0, np.nan, np.inf, 2e9])
def test_a_weight_below_zero_or_above_all_measure_is_refused(weight: float) -> None:
    wrong = Vectors(np.array([0, 2]), np.array([0, 1], np.int32), np.array([weight, 1.0]))
    index = index_of(np.ones((3, 2)))
    for search_ in (
        lambda: inverted(wrong, 2),
        lambda: inverted(vectors(np.ones((1, 2))), 2, np.array([weight])),
        lambda: index.all(wrong, 1),
        lambda: index.one(wrong.cols, wrong.weights, 1),
    ):
        with pytest.raises(ValueError, match="below 0, above 1e\\+09 or not a number"):
            search_()


def test_a_saved_index_opened_by_memory_map_finds_the_same(tmp_path: Path) -> None:
    index, query = index_of(texts(300, 6)), texts(1, 7)
    store.save(tmp_path, {field.name: getattr(index, field.name) for field in fields(index)}, "1")
    again = Inverted(**store.load(tmp_path, "1"))
    assert listed(alone(again, query[0], 9)) == listed(alone(index, query[0], 9))
    assert list(each(again.all(vectors(query), 9))) == list(each(index.all(vectors(query), 9)))
