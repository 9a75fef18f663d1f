"""What a user would pick instead of `search`: the same task by others, and whether our answer is right."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from matchmaker.engine.finding.search import Found
from matchmaker.engine.offers.weighing import Floats

if TYPE_CHECKING:
    from scipy import sparse

CHUNK = 256  # needs at once, so that a full block of scores fits into memory
AGREES = 1e-9  # within which a score must be that of scikit-learn

Search = Callable[["sparse.csr_array", int, int], object]  # needs, top, threads


def scikit(offers: "sparse.csr_array") -> Search:
    from sklearn.metrics.pairwise import cosine_similarity

    def search(needs: "sparse.csr_array", top: int, threads: int) -> object:
        return [
            np.argsort(-cosine_similarity(needs[start : start + CHUNK], offers), axis=1)[:, :top]
            for start in range(0, needs.shape[0], CHUNK)
        ]

    return search


def scipy(offers: "sparse.csr_array") -> Search:
    columns = offers.T.tocsr()

    def search(needs: "sparse.csr_array", top: int, threads: int) -> object:
        found = []
        for start in range(0, needs.shape[0], CHUNK):
            product = needs[start : start + CHUNK] @ columns
            bounds = zip(product.indptr, product.indptr[1:], strict=False)
            found += [highest(product.indices[a:b], product.data[a:b], top) for a, b in bounds]
        return found

    return search


def highest(rows: npt.NDArray, scores: Floats, top: int) -> npt.NDArray:
    if len(scores) > top:
        part = np.argpartition(-scores, top)[:top]
        rows, scores = rows[part], scores[part]
    return rows[np.argsort(-scores)]


def topn(offers: "sparse.csr_array") -> Search:
    from scipy.sparse import csr_matrix
    from sparse_dot_topn import sp_matmul_topn

    columns = csr_matrix(offers.T)

    def search(needs: "sparse.csr_array", top: int, threads: int) -> object:
        return sp_matmul_topn(csr_matrix(needs), columns, top, threshold=0, sort=True, n_threads=threads)

    return search


def topn_alone(offers: "sparse.csr_array") -> Search:
    search = topn(offers)
    return lambda needs, top, threads: search(needs, top, 1)


# Each takes the offers (n, v) and answers with a search over them.
OPPONENTS: Mapping[str, Callable[["sparse.csr_array"], Search]] = {
    "scikit-learn": scikit,
    "scipy": scipy,
    "sparse-dot-topn": topn,
    "sparse-dot-topn, 1 thread": topn_alone,
}


class WrongResult(Exception):
    """A search that is quick and wrong."""


def check(found: Found, needs: "sparse.csr_array", offers: "sparse.csr_array") -> None:
    """Raises WrongResult unless *found*, (m, k) for m *needs*, are the best by scikit-learn's cosine.

    Every score, the score of every row named, and the order of equal ones are compared.
    """
    from sklearn.metrics.pairwise import cosine_similarity

    cosines = cosine_similarity(needs, offers)
    for need, cosine in enumerate(cosines):
        said = found.scores[need] > 0
        rows, scores = found.rows[need][said], found.scores[need][said]
        best = -np.sort(-cosine)[: found.rows.shape[1]]
        best = best[: max(len(scores), np.count_nonzero(best > AGREES))]
        if len(scores) != len(best) or np.abs(scores - best).max(initial=0) > AGREES:
            raise WrongResult(f"The scores for need {need} are {scores}; scikit-learn finds {best}.")
        if np.abs(cosine[rows] - scores).max(initial=0) > AGREES or len(set(rows.tolist())) < len(rows):
            raise WrongResult(f"The rows for need {need}, {rows}, have not the scores they are said to have.")
        if ((np.diff(scores) == 0) & (np.diff(rows) < 0)).any():
            raise WrongResult(f"Equal scores for need {need} are not in the order of the rows {rows}.")
