"""How well a pair fits, in words that people are told, and whether it fits well enough to be suggested.

All figures are of a score without soft fits. The portal's own pairs, graded 3 (made for each other) to 0
(not), set them: docs/engine.md has the table.
"""

from enum import StrEnum

import numpy as np

from matchmaker.engine.offers.facts import Flags
from matchmaker.engine.offers.weighing import Floats

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


def near(alike: Flags, akin: Flags, substance: Floats, words: Floats) -> tuple[Flags, Flags]:
    """Which eligible offers have enough in common with the need to be suggested, and which of those make it
    worth telling; all (r,). *alike* have a topic of it, *akin* an area, or either side states none at all.

    Where not even one has a topic in common or much else, none is suggested: "nothing suitable" is an answer.
    Either side may state no topics, as items of another catalogue do: then the words decide.
    """
    enough = (substance >= np.where(alike, FLOOR, AREA_FLOOR)) & (akin | (words >= WORDS_ALONE))
    return enough, enough & (alike | (substance >= WORTH_TELLING))


def headway(alike: Flags, akin: Flags, parts: Floats) -> Floats:
    """What offers have before their words, (n,), told so that none that is `near` stays below AREA_FLOOR.

    *parts* is what they have of substance. Only an offer that is not even akin loses what it has of it.
    """
    return np.where(alike, parts + AREA_FLOOR - FLOOR, np.where(akin, parts, AREA_FLOOR - WORDS_ALONE))
