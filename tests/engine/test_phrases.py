"""Terms found at all places at once: compared with looking at one place after the other."""

from collections.abc import Iterator, Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.engine.text.keys import BORDER
from matchmaker.engine.text.phrases import Phrases

Terms = Mapping[tuple[int, ...], tuple[int, ...]]
items = st.integers(1, 4)
terms = st.dictionaries(
    st.lists(items, min_size=1, max_size=4).map(tuple), st.sets(st.integers(90, 99), min_size=1).map(tuple)
)


def one_by_one(terms: Terms, said: list[int]) -> Iterator[tuple[int, int, int]]:
    at = 0
    while at < len(said):
        ends = [end for end in range(at + 1, len(said) + 1) if tuple(said[at:end]) in terms]
        end = max(ends, default=at)
        for start in range(at, end):
            for stop in range(start + 1, end + 1):
                for concept in terms.get(tuple(said[start:stop]), ()):
                    yield concept, start, stop
        at = max(end, at + 1)


@given(terms, st.lists(items | st.just(BORDER), max_size=12))
def test_the_longest_term_is_found_and_what_stands_within_it(terms: Terms, said: list[int]) -> None:
    assert sorted(Phrases(terms).each(said)) == sorted(one_by_one(terms, said))


@pytest.mark.parametrize("said", [[], [BORDER], [1], [1, 2, 3]])
def test_without_terms_nothing_is_found(said: list[int]) -> None:
    assert list(Phrases({}).each(said)) == []


def test_terms_are_told_as_they_follow_each_other() -> None:
    phrases = Phrases({(1,): (7,), (1, 2): (8,), (3,): (9,)})
    assert list(phrases.each([3, 1, 2, BORDER, 1])) == [(9, 0, 1), (7, 1, 2), (8, 1, 3), (7, 4, 5)]


def test_a_term_of_large_items_is_found_at_the_end() -> None:
    large = 2**60 - 1
    assert list(Phrases({(large, large): (5,)}).each([1, large, large])) == [(5, 1, 3)]
    assert [part.tolist() for part in Phrases({(large,): (5,)}).found(np.array([large], np.uint64))] == [
        [5],
        [0],
        [1],
    ]
