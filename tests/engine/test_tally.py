"""Occurrences become a table, tables become one table: compared with counting by hand."""

from collections import Counter
from itertools import chain

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.engine.text.tally import MOST_TIMES, Tally, beside, joined, tallied

Rows = list[dict[int, int]]  # key -> times, text by text
occurrences = st.lists(st.tuples(st.integers(1, 9), st.integers(0, 4)), max_size=40)


def rows(tally: Tally) -> Rows:
    assert np.all(np.diff(tally.keys.astype(np.int64)) > 0)
    held = []
    for start, end in zip(tally.bounds[:-1], tally.bounds[1:], strict=True):
        assert np.all(np.diff(tally.cols[start:end]) > 0)
        keys = tally.keys[tally.cols[start:end]].tolist()
        held.append(dict(zip(keys, tally.times[start:end].tolist(), strict=True)))
    return held


def tally_of(found: list[tuple[int, int]], size: int = 5) -> Tally:
    keys, owners = np.array(found, np.uint64).reshape(-1, 2).T
    return tallied(keys, owners.astype(np.int64), size)


def by_hand(found: list[tuple[int, int]], size: int = 5) -> Rows:
    return [dict(Counter(key for key, owner in found if owner == text)) for text in range(size)]


@given(occurrences)
def test_each_key_is_counted_in_each_text(found: list[tuple[int, int]]) -> None:
    assert rows(tally_of(found)) == by_hand(found)


@given(st.lists(occurrences, min_size=1, max_size=4))
def test_joined_tables_hold_the_texts_of_all(parts: list[list[tuple[int, int]]]) -> None:
    assert rows(joined([tally_of(part) for part in parts])) == [*chain.from_iterable(map(by_hand, parts))]


@given(occurrences, occurrences)
def test_tables_beside_each_other_hold_the_keys_of_both(
    ones: list[tuple[int, int]], others: list[tuple[int, int]]
) -> None:
    larger = [(key + 100, owner) for key, owner in others]
    assert rows(beside(tally_of(ones), tally_of(larger))) == by_hand(ones + larger)


def test_a_key_that_stands_there_more_often_than_can_be_held_counts_as_the_most() -> None:
    assert rows(tally_of([(7, 0)] * (MOST_TIMES + 5), size=1)) == [{7: MOST_TIMES}]
