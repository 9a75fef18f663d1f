"""`search.Inverted.all` where numba is not installed: by sparse_dot_topn, with ties put in order.

It adds up from the most frequent term on, so a score may be rounded another way in the last decimal. What rows
have before their words it does not know: then queries are searched one by one.
"""

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sparse_dot_topn import sp_matmul_topn

from matchmaker.engine.finding.search import DECIMALS, UNIT, Found, Inverted
from matchmaker.engine.finding.vectors import Vectors, in_ranks
from matchmaker.engine.offers.weighing import Floats

ByRank = tuple[npt.NDArray[np.intp], sparse.csr_matrix]

BETWEEN = 0.5 / UNIT  # scores this near to one another may be equal when rounded


def fill(found: Found, index: Inverted, queries: Vectors, threads: int, starts: Floats | None) -> None:
    """Finds the best rows of *index* for each of *queries*."""
    asked = in_ranks(queries, index.ranks)
    if starts is None or (starts.ndim == 1 and not starts[np.isfinite(starts)].any()):
        fill_at_once(found, index, asked, threads, starts, by_rank(index, starts))
        return
    for query in range(len(asked)):
        put(found, query, index, asked, starts[query] if starts.ndim == 2 else starts)


def put(found: Found, query: int, index: Inverted, asked: Vectors, start: Floats | None) -> None:
    """Finds the best for one query alone."""
    terms = asked.part(query, query + 1)
    one = index.best(terms.cols, terms.weights, found.rows.shape[1], start)
    found.rows[query], found.scores[query] = -1, 0
    found.rows[query, : len(one.rows)] = one.rows
    found.scores[query, : len(one.rows)] = one.scores


def fill_at_once(
    found: Found, index: Inverted, asked: Vectors, threads: int, start: Floats | None, rows: ByRank
) -> None:
    """Finds the best for all queries. One more than asked for is taken, to see where a tie is cut through."""
    m, k = found.rows.shape
    eligible, columns = rows
    if not (len(asked.cols) and columns.nnz):
        return
    product = sp_matmul_topn(frequent_first(asked, index), columns, k + 1, 0, sort=True, n_threads=threads)
    counts = np.diff(product.indptr)
    query = np.repeat(np.arange(m), counts)
    place = np.arange(len(query)) - np.repeat(product.indptr[:-1], counts)
    scores = np.zeros((m, k + 1))
    numbers = np.full((m, k + 1), index.size)  # stands behind every row of the same score
    scores[query, place] = product.data[: len(query)]
    numbers[query, place] = eligible[product.indices[: len(query)]]
    cut_through = (scores[:, k] > 0) & (scores[:, k - 1] - scores[:, k] <= 2 * BETWEEN)
    put_in_order(found, np.round(scores[:, :k], DECIMALS), numbers[:, :k])
    for tied in np.flatnonzero(cut_through):
        put(found, tied, index, asked, start)


def by_rank(index: Inverted, start: Floats | None) -> ByRank:
    """The e eligible rows, and their scaled weights by rank (v, e), which is the layout that the product reads."""
    scaled = index.row_weights * np.repeat(index.scale, np.diff(index.row_bounds))
    rows = sparse.csr_matrix((scaled, index.cols, index.row_bounds), (index.size, len(index.ranks)))
    eligible = np.arange(index.size)
    if start is not None:
        eligible = np.flatnonzero(start == 0)
        rows = rows[eligible]
    return eligible, rows.T.tocsr()


def frequent_first(asked: Vectors, index: Inverted) -> sparse.csr_matrix:
    """*asked* with the terms of each turned round: the product is a third quicker so."""
    counts = np.diff(asked.bounds)
    turned = np.repeat(asked.bounds[:-1] + asked.bounds[1:] - 1, counts) - np.arange(len(asked.cols))
    parts = (asked.weights[turned], asked.cols[turned], asked.bounds)
    return sparse.csr_matrix(parts, (len(asked), len(index.ranks)))


def put_in_order(found: Found, scores: Floats, rows: npt.NDArray[np.int64]) -> None:
    """Writes the rounded *scores* (m, k) and their *rows* down; of equal scores the lower row first."""
    order = np.lexsort((rows, -scores))
    found.scores[:] = np.take_along_axis(scores, order, 1)
    found.rows[:] = np.where(found.scores > 0, np.take_along_axis(rows, order, 1), -1)
