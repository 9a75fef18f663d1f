"""How well a pair fits, in words that people are told, and whether it fits well enough to be suggested.

All figures are of a score without soft fits. The portal's own pairs, graded 3 (made for each other) to 0
(not), set them: docs/engine.md has the table.
"""

from enum import StrEnum

import numpy as np
import numpy.typing as npt

from matchmaker.engine.corpus import area_of
from matchmaker.engine.eligibility import having
from matchmaker.engine.keys import KIND_BITS, Kind
from matchmaker.engine.profiles import NeedProfile
from matchmaker.engine.snapshot import Snapshot
from matchmaker.engine.weighing import Floats

STRONG = 0.28  # three quarters of the 3s, one in six 2s, no 1, a single 0
GOOD = 0.2  # all 3s but one, half of the 2s, a sixth of the 1s, one in twenty-five 0s
FLOOR = 0.05  # below that, chance: what two texts of the same trade have in common anyway
AREA_FLOOR = 0.08  # with an area but no topic in common: keeps two thirds of the 1s, drops half of the 0s
WORDS_ALONE = 0.08  # what the words must add where both state topics, and share neither one nor an area
WORTH_TELLING = 0.135  # what the best must reach, where none shares a topic: else nothing is suitable


class Band(StrEnum):
    """How well an offer fits, as people are told; never a percentage."""

    STRONG = "strong"
    GOOD = "good"
    POSSIBLE = "possible"


def band(substance: float) -> Band:
    if substance >= STRONG:
        return Band.STRONG
    return Band.GOOD if substance >= GOOD else Band.POSSIBLE


def near(
    snapshot: Snapshot,
    need: NeedProfile,
    eligible: npt.NDArray[np.bool_],
    substance: Floats,
    words: Floats,
) -> npt.NDArray[np.bool_]:
    """Which of the *eligible* offers have enough in common with *need* to be suggested: shape (n,).

    Where even the best has no topic in common and little else, none is: "nothing suitable" is an answer.
    Either side may state no topics, as items of another catalogue do: then the words decide.
    """
    same = having(snapshot, Kind.TOPIC, set(need.topics))
    akin = having(snapshot, Kind.AREA, {area_of(topic) for topic in need.topics})
    silent = ~stating(snapshot, Kind.AREA) if need.topics else np.ones(len(words), bool)
    floor = np.where(same | silent, FLOOR, AREA_FLOOR)
    enough = eligible & (substance >= floor) & (akin | silent | (words >= WORDS_ALONE))
    worth_telling = enough & (same | silent | (substance >= WORTH_TELLING))
    return enough if worth_telling.any() else worth_telling


def stating(snapshot: Snapshot, kind: Kind) -> npt.NDArray[np.bool_]:
    """Which offers state any code of *kind*: shape (n,)."""
    bounds = np.array([kind << KIND_BITS, kind + 1 << KIND_BITS], np.uint64)
    first, last = snapshot.weighing.col_bounds[np.searchsorted(snapshot.corpus.keys, bounds)]
    found = np.zeros(len(snapshot.corpus.rows), bool)
    found[snapshot.weighing.where[first:last]] = True
    return found
