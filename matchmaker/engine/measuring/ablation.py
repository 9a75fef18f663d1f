"""What each part of the engine is worth: the same needs ranked without it, and how sure the difference is."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from matchmaker.engine.weights import Weights

# Part -> the weights that make it up.
PARTS: Mapping[str, tuple[str, ...]] = {
    "words": ("word",),
    "pairs": ("pair",),
    "concepts": ("concept",),
    "topics": ("topic", "topic_term"),
    "modalities": ("modality",),
    "soft fits": ("dates", "language", "budget"),
}
SHARES = ("text", "topic", "modality", "dates", "language", "budget")  # of the score; together 1
DRAWS = 10_000
SEED = 20261122  # the same draws on every run


@dataclass(frozen=True)
class Worth:
    """What a ranking loses without a part: in the mean of nDCG@10 over the needs, and the p-value of that."""

    part: str
    without: float
    lost: float  # below 0: the ranking is better without
    p: float


def without(weights: Weights, part: str) -> Weights:
    """*weights* without *part*; what is left of the score is scaled so that the whole is 1 again."""
    cut = replace(weights, **dict.fromkeys(PARTS[part], 0.0))
    left = sum(getattr(cut, share) for share in SHARES)
    return replace(cut, **{share: getattr(cut, share) / left for share in SHARES})


def worth(part: str, whole: Mapping[str, float], cut: Mapping[str, float]) -> Worth:
    """Compares two rankings of the same needs, given as need -> figure."""
    before = np.array([whole[need] for need in whole])
    after = np.array([cut[need] for need in whole])
    lost = float(before.mean() - after.mean()) if len(before) else 0.0
    return Worth(part, float(after.mean()) if len(after) else 0.0, lost, p_value(before - after))


def p_value(differences: np.ndarray) -> float:
    """How often chance alone gives a mean as far from 0: each need's difference (n,) keeps or turns its sign.

    Source: Smucker, Allan and Carterette 2007, paired randomisation test, two-sided.
    """
    told = differences[differences != 0]
    if not len(told):
        return 1.0
    signs = np.random.default_rng(SEED).integers(0, 2, (DRAWS, len(told)), np.int8) * 2 - 1
    as_far = np.abs(signs @ told) >= abs(told.sum()) - 1e-12
    return float((1 + as_far.sum()) / (1 + DRAWS))
