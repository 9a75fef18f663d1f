from collections import Counter

import pytest

from matchmaker.reference import (
    TERM_LANGUAGES,
    UN_LANGUAGES,
    areas,
    modalities,
    modality_terms,
    topic_terms,
    topics,
)

# First and last letter of each script; the other languages are written in Latin letters.
SCRIPTS = {"ru": ("а", "я"), "ar": ("ء", "ي"), "zh": ("一", "鿿")}
LATIN = ("a", "z")


def in_script(text, language):
    first, last = SCRIPTS.get(language, LATIN)
    return any(first <= letter <= last for letter in text.lower())


def test_there_are_ten_areas_57_topics_and_28_modalities():
    assert (len(areas()), len(topics()), len(modalities())) == (10, 57, 28)


def test_the_topics_of_an_area_are_numbered_without_a_gap():
    sizes = Counter(topic.area for topic in topics().values())
    assert list(topics()) == [
        f"{area}-{number:02}" for area in areas() for number in range(1, sizes[area] + 1)
    ]


def test_a_topic_has_its_label_in_six_languages():
    assert dict(topics()["EVI-02"].labels) == {
        "en": "Digital forensic laboratory",
        "fr": "Laboratoire de criminalistique numérique",
        "es": "Laboratorio forense digital",
        "ru": "Лаборатория цифровой криминалистики",
        "ar": "مختبر التحليل الجنائي الرقمي",
        "zh": "数字取证实验室",
    }


@pytest.mark.parametrize("language", UN_LANGUAGES)
@pytest.mark.parametrize("load", [areas, topics, modalities])
def test_labels_differ_and_are_written_in_the_script_of_their_language(load, language):
    labels = [each.label(language) for each in load().values()]
    assert len(set(labels)) == len(labels)
    assert [label for label in labels if not in_script(label, language)] == []


@pytest.mark.parametrize("language", [language for language in UN_LANGUAGES if language != "en"])
def test_no_label_is_english_left_untranslated(language):
    for load in (areas, topics, modalities):
        assert [each.code for each in load().values() if each.label(language) == each.label("en")] == []


def test_a_reference_is_shown_as_a_hint_and_never_as_a_quotation():
    assert topics()["ICO-03"].ref == "cf. Art. 41"
    assert modalities()["TRN"].ref == "cf. Art. 54(2)"
    assert modalities()["ELN"].ref == ""


def test_every_area_and_topic_has_key_terms_in_seven_languages():
    assert list(topic_terms()) == [*areas(), *topics()]
    for code, languages in topic_terms().items():
        assert set(languages) == set(TERM_LANGUAGES), code
        assert all(4 <= len(terms) <= 14 for terms in languages.values()), code


def test_every_modality_has_key_terms_in_seven_languages():
    assert list(modality_terms()) == [*modalities()]
    for code, languages in modality_terms().items():
        assert set(languages) == set(TERM_LANGUAGES), code
        assert all(5 <= len(terms) <= 10 for terms in languages.values()), code


@pytest.mark.parametrize("language", ["ru", "ar", "zh"])
def test_key_terms_are_written_in_the_script_of_their_language(language):
    latin = {
        term
        for each in (topic_terms(), modality_terms())
        for terms in each.values()
        for term in terms[language]
        if not in_script(term, language)
    }
    assert latin == {"ISO/IEC 17025", "24/7", "ISO 17025"}
