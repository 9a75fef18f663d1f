"""From the text as it is read back to the text as it was written."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.engine.text.languages import clean
from matchmaker.engine.text.origins import INSIDE, clusters, origins
from tests.engine.samples import ENDLESS, texts

# Composing, decomposing, reordering, vanishing, voiced and Hangul characters, beside ordinary ones.
HARD = (
    "e\u0301\u0323\u0344\u00ad\u200b\u200dﬁﷺﷲ½㍿ﻻا\u064b\u0640"
    "か\u3099\uff9eカ\u1100\u1161\u11a8\u09c7\u09be\ud800ё電a 1."
)
hard_texts = texts | st.text(st.sampled_from(HARD), max_size=30) | st.text(max_size=60)


@given(hard_texts)
def test_a_text_falls_into_pieces_that_are_read_apart_as_they_are_together(text: str) -> None:
    assert "".join(clean(text[start:end]) for start, end in clusters(text)) == clean(text)


@given(hard_texts)
def test_every_character_that_is_read_was_written_somewhere(text: str) -> None:
    read, came = clean(text), origins(text)
    assert len(came.begins) == len(came.ends) == len(read)
    begins, ends = ([at for at in side if at != INSIDE] for side in (came.begins, came.ends))
    assert all(start < end for start, end in zip(begins, ends, strict=True))
    assert all(end <= start for end, start in zip(ends, begins[1:], strict=False))


@given(hard_texts, st.data())
def test_what_was_written_reads_as_what_was_read(text: str, data: st.DataObject) -> None:
    read = clean(text)
    start = data.draw(st.integers(0, len(read)))
    end = data.draw(st.integers(start, len(read)))
    if start < end and (span := origins(text).span(start, end)):
        assert clean(text[slice(*span)]) == read[start:end]


@pytest.mark.parametrize(
    ("text", "start", "end", "written"),
    [
        ("an e\u0301lite", 3, 8, "e\u0301lite"),
        ("the oﬃce", 4, 10, "oﬃce"),
        ("co\u00adoperate", 0, 9, "co\u00adoperate"),
        ("كِتَاب", 0, 4, "كِتَاب"),
        ("ｅｖｉｄｅｎｃｅ", 0, 8, "ｅｖｉｄｅｎｃｅ"),
        ("half \ud800 a word", 9, 13, "word"),
        ("ﷺ", 0, 3, None),
    ],
)
def test_a_word_is_found_as_it_was_written(text: str, start: int, end: int, written: str | None) -> None:
    span = origins(text).span(start, end)
    assert (span and text[slice(*span)]) == written


@pytest.mark.parametrize("text", ENDLESS)
def test_a_hostile_text_is_traced_in_no_time(text: str) -> None:
    began = time.perf_counter()
    origins(text)
    assert time.perf_counter() - began < 2
