"""Concepts: found in every language, the longest term first, and what stands within a term as well."""

from unittest.mock import patch

import pytest

from matchmaker.engine.text import analysis, lexicon
from matchmaker.engine.text.lexicon import Lexicon
from tests.engine.samples import LEXICON, TEXTS


def concepts(text: str, language: str, lexicon: Lexicon = LEXICON) -> dict[str, int]:
    counts = analysis.counts(text, language, lexicon)
    names = analysis.names(text, language, lexicon)
    found = {
        names[key]: times for key, times in zip(counts.keys.tolist(), counts.times.tolist(), strict=True)
    }
    return {name.removeprefix("c:"): times for name, times in found.items() if name.startswith("c:")}


@pytest.mark.parametrize("language", ["en", "fr", "es", "pt", "ru", "ar", "zh"])
def test_one_text_in_seven_languages_has_the_same_concepts(language: str) -> None:
    assert {"electronic-evidence", "chain-of-custody"} <= concepts(TEXTS[language], language).keys()


def test_a_term_is_found_in_any_form_of_its_words() -> None:
    assert concepts("цепочкой хранения", "ru") == {"chain-of-custody": 1}
    assert concepts("CHAINS OF CUSTODY", "en") == {"chain-of-custody": 1}
    assert concepts("الأدلة الإلكترونية", "ar") == {"electronic-evidence": 1}


def test_a_longer_term_counts_and_so_does_the_shorter_one_in_it() -> None:
    assert concepts("electronic evidence", "en") == {"electronic-evidence": 1, "evidence": 1}
    assert concepts("电子证据", "zh") == {"electronic-evidence": 1, "evidence": 1}


def test_no_term_reaches_over_the_end_of_a_sentence() -> None:
    assert concepts("electronic. Evidence", "en") == {"evidence": 1}


def test_a_term_that_two_concepts_claim_stands_for_both_unless_a_longer_one_decides() -> None:
    assert concepts("the bank", "en") == {"bank": 1, "river-bank": 1}
    assert concepts("la banque", "fr") == {"bank": 1}


def test_chinese_terms_do_not_overlap() -> None:
    lexicon = Lexicon({"evidence": {"zh": ("证据",)}, "data-of": {"zh": ("据点",)}})
    assert concepts("证据点", "zh", lexicon) == {"evidence": 1}


def test_each_script_is_read_in_its_own_language_whatever_the_text() -> None:
    found = concepts("Training on электронные доказательства and أدلة إلكترونية and 保管链", "en")
    assert found == {"electronic-evidence": 2, "chain-of-custody": 1}


def test_words_of_another_language_in_the_same_letters_are_not_taken_for_terms() -> None:
    assert concepts("la preuve", "en") == {}


def test_a_concept_without_terms_in_a_language_is_just_not_found_there() -> None:
    assert concepts("берег", "ru") == {}


def test_any_change_of_a_term_is_another_version() -> None:
    one, other = Lexicon({"a": {"en": ("judge",)}}), Lexicon({"a": {"en": ("judges",)}})
    assert one.version == Lexicon({"a": {"en": ("judge",)}}).version != other.version


def test_a_lexicon_that_was_read_at_the_start_is_read_no_more() -> None:
    ours = Lexicon(dict(LEXICON.concepts))
    ours.read()
    with patch.object(lexicon, "words_of", side_effect=AssertionError):
        found = [concepts(text, language, ours) for language, text in TEXTS.items()]
    assert found == [concepts(text, language) for language, text in TEXTS.items()]
