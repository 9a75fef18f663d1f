"""How often the leaves that a text sounds like are those under which people filed it: leave one out.

Each item is asked about with its own text taken out of the examples; all else stays. An item mostly has several
leaves, so two figures are told: how often one of them is suggested, and how many of all that could be.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from matchmaker.engine.advising.leaves import Example, Leaves
from matchmaker.engine.text.analysis import Counts

Terms = Mapping[str, Sequence[int]]  # leaf -> keys


@dataclass(frozen=True)
class Item:
    """What was written, and the leaves it was filed under; *shown* is as much of it as teaches others, or nothing."""

    text: Counts
    leaves: frozenset[str]
    shown: Counts | None


@dataclass(frozen=True)
class Filing:
    """Shares of *items*, from 0 to 1.

    *one*: at least one leaf is suggested. *all_*: the part of its leaves that is, as far as so many are suggested.
    *unread*: *one* for whoever suggests the commonest leaves to everybody: what a figure is worth beside it.
    """

    one: float
    all_: float
    unread: float
    items: int


def filing(terms: Terms, items: Sequence[Item], asked: Iterable[int], among: Set[str], most: int) -> Filing:
    """Figures for the items of the numbers *asked*, none of them without a leaf *among* those in question."""
    commonest = {leaf for leaf, _times in Counter(_leaves(items, among)).most_common(most)}
    one = all_ = unread = count = 0.0
    for number in asked:
        others = [
            Example(item.shown, item.leaves) for at, item in enumerate(items) if item.shown and at != number
        ]
        right = items[number].leaves & among
        found = right.intersection(Leaves(terms, others).ranked(items[number].text, among)[:most])
        one, all_ = one + bool(found), all_ + len(found) / min(most, len(right))
        unread, count = unread + bool(right & commonest), count + 1
    return Filing(one / count, all_ / count, unread / count, int(count))


def _leaves(items: Sequence[Item], among: Set[str]) -> list[str]:
    return sorted(leaf for item in items for leaf in item.leaves & among)
