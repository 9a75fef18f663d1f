import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.engine.text import analysis, words
from matchmaker.engine.text.keys import Kind, kinds
from matchmaker.engine.text.tally import MOST_TIMES
from tests.engine.samples import ENDLESS, EVIDENCE, HOSTILE, LEXICON, MIXED, TEXTS, ZHENGJU, languages, texts


def names_and_times(text: str, language: str) -> dict[str, int]:
    counts = analysis.counts(text, language, LEXICON)
    names = analysis.names(text, language, LEXICON)
    return {names[key]: times for key, times in zip(counts.keys.tolist(), counts.times.tolist(), strict=True)}


def test_words_and_pairs_are_counted() -> None:
    assert names_and_times("Training the trainers, train judges.", "en") == {
        "w:train": 2,
        "w:trainer": 1,
        "w:judg": 1,
        "c:judge": 1,
        "p:train trainer": 1,
        "p:trainer train": 1,
        "p:train judg": 1,
    }


def test_a_pair_reaches_over_a_stop_word_and_knows_its_order() -> None:
    there = names_and_times("chain of custody", "en")
    back = names_and_times("custody of the chain", "en")
    assert "p:chain custodi" in there
    assert "p:chain custodi" not in back


BORDERS = (*".;:!?\n\r•؛؟۔。；：！？", "\u2028", "…")  # Chinese writes them wide


@pytest.mark.parametrize("border", BORDERS)
def test_no_pair_reaches_over_the_end_of_a_sentence_or_a_line(border: str) -> None:
    named = names_and_times(f"central authority{border}electronic evidence", "en")
    assert {name for name in named if name.startswith("p:")} == {"p:central author", "p:electron evid"}


def test_no_chinese_pair_reaches_over_the_end_of_a_sentence() -> None:
    assert {name for name in names_and_times("电子。证据", "zh") if name.startswith("p:")} == set()


def test_chinese_is_counted_in_pairs_of_characters() -> None:
    named = names_and_times("电子证据", "zh")
    assert {name: times for name, times in named.items() if not name.startswith("c:")} == {
        "w:电子": 1,
        "w:子证": 1,
        "w:证据": 1,
        "p:电子 子证": 1,
        "p:子证 证据": 1,
    }


def test_each_part_of_a_mixed_text_is_read_by_its_script() -> None:
    words = {name for name in names_and_times(MIXED, "en") if name.startswith("w:")}
    assert words == {"w:train", "w:培训", "w:кибербезопасн", "w:فريق", "w:cert", "w:phase"}


def test_french_elisions_are_cut_off() -> None:
    assert "w:enquet" in names_and_times("l'enquête d’aujourd’hui", "fr")


def test_the_keys_stand_kind_by_kind() -> None:
    keys = analysis.counts(EVIDENCE, "en", LEXICON).keys
    assert np.all(np.diff(keys.astype(float)) > 0)
    assert sorted(set(kinds(keys).tolist())) == [Kind.WORD, Kind.PAIR, Kind.CONCEPT]


def test_an_unnamed_language_is_recognised() -> None:
    assert names_and_times("les enquêtes des juges", "") == names_and_times("les enquêtes des juges", "fr")


def test_a_language_tag_may_carry_a_region() -> None:
    assert names_and_times("os juízes", "pt-BR") == names_and_times("os juízes", "pt")


def test_each_key_is_shown_as_it_stands_in_the_text() -> None:
    placed = analysis.places("Chain of Custody", "en")
    shown = {placed.text[start:end] for start, end in placed.spans.values()}
    assert shown == {"Chain", "Custody", "Chain of Custody"}


def test_chinese_is_shown_as_it_stands_in_the_text() -> None:
    placed = analysis.places(ZHENGJU, "zh")
    assert "保管链" in {placed.text[start:end] for start, end in placed.spans.values()}


@pytest.mark.parametrize(
    ("text", "language", "told"),
    [
        ("second Four examiners, 12 months of 2027", "en", {"examiners"}),
        ("judges and 40 prosecutors", "en", {"judges", "prosecutors"}),
        ("police, prosecutors", "en", {"police", "prosecutors"}),
        ("chain of custody", "en", {"chain", "custody", "chain of custody"}),
        ("三年、培训", "zh", {"培训"}),
    ],
)
def test_numbers_and_fillers_are_told_to_nobody_nor_what_a_comma_parts(
    text: str, language: str, told: set[str]
) -> None:
    placed = analysis.places(text, language)
    spans = {span for key, span in placed.spans.items() if key not in placed.untold}
    assert {placed.text[start:end] for start, end in spans} == told


@given(texts, languages)
def test_counts_places_and_names_know_the_same_keys(text: str, language: str) -> None:
    keys = set(analysis.counts(text, language, LEXICON).keys.tolist())
    assert set(analysis.places(text, language, LEXICON).spans) == keys
    assert set(analysis.names(text, language, LEXICON)) == keys


@given(st.lists(st.tuples(texts, languages), max_size=6))
def test_many_texts_at_once_are_read_like_each_of_them(said: list[tuple[str, str]]) -> None:
    tally = analysis.counts_of_all(said, LEXICON)
    parts = [slice(*tally.bounds[row : row + 2]) for row in range(len(said))]
    at_once = [(tally.keys[tally.cols[part]].tolist(), tally.times[part].tolist()) for part in parts]
    counted = [analysis.counts(text, language, LEXICON) for text, language in said]
    assert at_once == [(counts.keys.tolist(), counts.times.tolist()) for counts in counted]


def test_texts_are_read_in_blocks_without_a_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    said = [(text, language) for language, text in TEXTS.items()]
    at_once = analysis.counts_of_all(said, LEXICON)
    monkeypatch.setattr(analysis, "TEXTS_AT_ONCE", 3)
    in_blocks = analysis.counts_of_all(said, LEXICON)
    assert [field.tolist() for field in vars(in_blocks).values()] == [
        field.tolist() for field in vars(at_once).values()
    ]


@given(st.text(max_size=200), languages)
def test_any_text_can_be_read(text: str, language: str) -> None:
    counts = analysis.counts(text, language)
    assert counts.keys.shape == counts.times.shape
    assert np.all(counts.times > 0)


@pytest.mark.parametrize("text", [*HOSTILE, *ENDLESS])
def test_a_hostile_text_is_read_in_no_time(text: str) -> None:
    began = time.perf_counter()
    analysis.counts(text, "en", LEXICON)
    analysis.places(text, "zh", LEXICON)
    assert time.perf_counter() - began < 2


def test_a_word_repeated_without_end_counts_as_often_as_can_be_held() -> None:
    assert analysis.counts("law " * 70_000, "en").times.max() == MOST_TIMES


def test_the_memo_forgets_before_it_grows_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "MEMO_CHUNKS", 10)
    memo = words.Memo("en")
    for number in range(25):
        assert memo[f"word{number}"] == memo[f"word{number}"]
    assert len(memo) <= 10
