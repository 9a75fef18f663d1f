"""Finds the terms of the lexicon in a text, or in thousands of texts at once.

A term is a sequence of items: keys of words, or the code points of Chinese characters. Each of its beginnings
is one number, mixed from the beginning that is one item shorter and from that item. So a text is looked up one
item, two items, three items long at all places at once, and only where a term may still go on.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from matchmaker.engine.text.keys import BORDER, Keys, firsts, mixed

NO_BEGINNING = np.uint64(2**64 - 1)  # the last one: what is looked up always meets something
Places = npt.NDArray[np.int64]
Found = tuple[
    Keys, Places, Places
]  # concepts, and where among the items each stands: from, up to but without


class Phrases:
    """Terms, none of them empty, each with the keys of the concepts that claim it."""

    def __init__(self, terms: Mapping[tuple[int, ...], Collection[int]]) -> None:
        begun, whole = beginnings(list(terms))
        begun = np.sort(np.append(begun, NO_BEGINNING))
        self.begun = begun[firsts(begun)]
        claimed = np.repeat(whole, [len(concepts) for concepts in terms.values()])
        order = np.argsort(claimed, kind="stable")
        self.concepts = np.array([concept for concepts in terms.values() for concept in concepts], np.uint64)[
            order
        ]
        # Of beginning i the concepts [bounds[i]:bounds[i + 1]]: none where no term ends there.
        self.bounds = np.append(np.searchsorted(claimed[order], self.begun), len(claimed))
        self.claims = np.diff(self.bounds)

    def found(self, items: Keys) -> Found:
        """The concepts of *items* (n,): the longest term at each place, and the terms that stand within it.

        No term reaches over a BORDER. Where two terms overlap, the one that begins first stands.
        """
        which, starts, stops = self._every(items)
        if not len(which):
            return self.concepts[:0], starts, stops
        ends = within(starts, stops, len(items))
        stands = stops <= ends[starts]
        which, starts, stops = which[stands], starts[stands], stops[stands]
        claims = self.claims[which]
        nth = np.arange(claims.sum()) - np.repeat(np.cumsum(claims) - claims, claims)
        concepts = self.concepts[np.repeat(self.bounds[which], claims) + nth]
        return concepts, np.repeat(starts, claims), np.repeat(stops, claims)

    def each(self, items: Sequence[int]) -> Iterator[tuple[int, int, int]]:
        """`found` one by one, as they follow each other."""
        concepts, starts, stops = self.found(np.array(items, np.uint64))
        for at in np.lexsort((stops, starts)):
            yield int(concepts[at]), int(starts[at]), int(stops[at])

    def _every(self, items: Keys) -> tuple[Places, Places, Places]:
        """Every term that stands in *items*, the shortest first: its beginning, where from, where to."""
        starts = np.flatnonzero(items != BORDER)
        begun = items[starts]
        found = [(starts[:0],) * 3]
        size = 0
        while len(starts):
            size += 1
            which = np.searchsorted(self.begun, begun)
            known = self.begun[which] == begun
            starts, begun, which = starts[known], begun[known], which[known]
            whole = self.claims[which] > 0
            found.append((which[whole], starts[whole], starts[whole] + size))
            goes_on = starts + size < len(items)
            starts, begun = starts[goes_on], begun[goes_on]
            following = items[starts + size]
            inside = following != BORDER
            starts, begun = starts[inside], mixed(begun[inside], following[inside])
        which, starts, stops = map(np.concatenate, zip(*found, strict=True))
        return which, starts, stops


def beginnings(terms: Sequence[tuple[int, ...]]) -> tuple[Keys, Keys]:
    """The numbers of all beginnings of *terms*, and of each whole term: shapes (b,) and (len(terms),)."""
    longest = max(map(len, terms), default=0)
    items = np.array([term + (BORDER,) * (longest - len(term)) for term in terms], np.uint64)
    items = items.reshape(len(terms), longest)
    whole = items[:, 0].copy() if longest else np.empty(0, np.uint64)
    begun = [whole.copy()]
    for following in items.T[1:]:
        goes_on = following != BORDER
        whole[goes_on] = mixed(whole[goes_on], following[goes_on])
        begun.append(whole[goes_on])
    return np.concatenate(begun), whole


def within(starts: Places, stops: Places, size: int) -> Places:
    """How far the term reaches that each of *size* items stands in: shape (size,); at least over itself.

    The longest term from a place wins, and the next one begins after it.
    """
    ends = np.arange(1, size + 1)
    reach = ends.copy()
    reach[starts] = stops  # the longest comes last, and stays
    longer = np.flatnonzero(reach > ends)
    free = 0
    for start, stop in zip(longer.tolist(), reach[longer].tolist(), strict=True):
        if start >= free:
            ends[start:stop] = free = stop
    return ends
