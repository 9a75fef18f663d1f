import numpy as np
import pytest

from matchmaker.engine.measuring.ablation import PARTS, SHARES, p_value, without, worth
from matchmaker.engine.weights import WEIGHTS


@pytest.mark.parametrize("part", PARTS)
def test_a_part_is_taken_out_and_the_score_is_still_a_whole(part: str) -> None:
    cut = without(WEIGHTS, part)
    assert all(getattr(cut, name) == 0 for name in PARTS[part])
    assert sum(getattr(cut, share) for share in SHARES) == pytest.approx(1)


def test_a_part_is_worth_what_is_lost_without_it() -> None:
    found = worth("pairs", {"a": 1.0, "b": 0.5}, {"b": 0.5, "a": 0.6})
    assert (found.without, found.lost) == (pytest.approx(0.55), pytest.approx(0.2))


def test_chance_explains_small_differences_and_not_steady_ones() -> None:
    rng = np.random.default_rng(1)
    noise = rng.normal(0, 1, 100)
    assert p_value(noise - noise.mean()) > 0.9
    assert p_value(np.abs(noise)) < 0.001
    assert p_value(np.zeros(5)) == 1.0


def test_the_p_value_is_that_of_all_turns_of_signs() -> None:
    differences = np.array([0.3, 0.1, 0.2, -0.05])
    turns = np.array(np.meshgrid(*[[-1, 1]] * 4)).reshape(4, -1).T @ differences
    exact = np.mean(np.abs(turns) >= abs(differences.sum()) - 1e-12)
    assert p_value(differences) == pytest.approx(exact, abs=0.02)
