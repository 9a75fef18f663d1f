from dataclasses import replace

import numpy as np
import pytest
from scipy import sparse

from matchmaker.engine.finding.search import Found, inverted
from matchmaker.engine.measuring import made_up
from matchmaker.engine.measuring.bench import vectors
from matchmaker.engine.measuring.opponents import WrongResult, check

OFFERS = sparse.csr_array(np.array([[1.0, 0], [0.6, 0.8], [0, 1], [0, 1]]))
NEEDS = sparse.csr_array(np.array([[0.8, 0.6]]))
INDEX = inverted(vectors(OFFERS), 2)
RIGHT = INDEX.all(vectors(NEEDS), 3)


def test_the_right_answer_passes() -> None:
    check(RIGHT, NEEDS, OFFERS)


@pytest.mark.parametrize(
    ("rows", "scores"),
    [
        ([[1, 0, 2]], [[0.96, 0.8, 0.61]]),  # a score that is not so
        ([[1, 2, 0]], [[0.96, 0.8, 0.6]]),  # rows exchanged
        ([[1, 2, 3]], [[0.96, 0.6, 0.6]]),  # one left out
        ([[1, 0, -1]], [[0.96, 0.8, 0]]),  # too few
        ([[1, 0, 0]], [[0.96, 0.8, 0.8]]),  # one twice
    ],
)
def test_a_wrong_answer_is_told(rows: list[list[int]], scores: list[list[float]]) -> None:
    with pytest.raises(WrongResult):
        check(Found(np.array(rows), np.array(scores)), NEEDS, OFFERS)


def test_equal_scores_in_the_wrong_order_are_told() -> None:
    found = INDEX.all(vectors(NEEDS), 4)
    with pytest.raises(WrongResult, match="order of the rows"):
        check(replace(found, rows=found.rows[:, [0, 1, 3, 2]]), NEEDS, OFFERS)


def test_made_up_texts_are_the_same_each_time_and_differ_by_seed() -> None:
    texts = made_up.texts(3, 0)
    assert texts == made_up.texts(3, 0) != made_up.texts(3, 1)
    assert all(made_up.FEWEST <= len(text.split()) <= made_up.MOST for text in texts)
