import time

import pytest

from matchmaker.engine import languages
from tests.engine.samples import ENDLESS, HOSTILE, TEXTS


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr", "pt", "ru", "zh"])
def test_each_language_with_a_stemmer_and_chinese_have_stop_words(language: str) -> None:
    assert len(languages.stop_words(language)) > 90


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr", "pt", "ru", "zh"])
def test_each_language_has_words_that_nobody_is_told(language: str) -> None:
    assert len(languages.untold_words(language)) > 200


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("second Four three twelve months cent page year first returned 2027 17025 1st", "en"),
        ("dos tres nueve meses primera página", "es"),
        ("dez três semana último meses", "pt"),
        ("deux première mois trimestre cents", "fr"),
        ("года три первый процентов месяцев", "ru"),
        ("ثلاثة والأول أشهر سنوات بالمئة ٢٠٢٧", "ar"),
        ("三年 第一 十二 百分 季度 月", "zh"),
    ],
)
def test_numbers_times_and_fillers_are_no_reason(words: str, language: str) -> None:
    assert [word for word in words.split() if languages.is_telling(word, language)] == []


@pytest.mark.parametrize(
    ("word", "language"),
    [("judges", "en"), ("juízes", "pt"), ("улик", "fr"), ("الأدلة", "en"), ("证据", "en")],
)
def test_a_word_of_the_matter_may_be_a_reason(word: str, language: str) -> None:
    assert languages.is_telling(word, language)


@pytest.mark.parametrize("language", sorted(set(TEXTS) - {"lo"}))
def test_a_text_is_recognised_by_its_script_and_its_stop_words(language: str) -> None:
    assert languages.recognised(TEXTS[language]) == language


@pytest.mark.parametrize("text", ["", "???", "xyzzy", "12 34"])
def test_a_text_that_says_nothing_of_its_language_is_read_as_english(text: str) -> None:
    assert languages.recognised(text) == "en"


@pytest.mark.parametrize(
    ("words", "language", "stem"),
    [
        (["investigating", "Investigations", "investigates"], "en", "investig"),
        (["enquêtes", "ENQUÊTE"], "fr", "enquet"),
        (["fiscalías", "fiscalía"], "es", "fiscal"),
        (["расследования", "расследовании"], "ru", "расследован"),
        (["учёт", "учет"], "ru", "учет"),
        (["للأدلة", "الأدلة", "أدلة", "ادلة"], "ar", "ادل"),
        (["تحقيق", "التحقيقات", "تحقيقات", "والتحقيق"], "ar", "تحقيق"),
        (["إلكترونية", "الإلكترونية", "والإلكترونية", "إلكتروني"], "ar", "كترون"),
    ],
)
def test_forms_of_one_word_have_one_stem(words: list[str], language: str, stem: str) -> None:
    assert {languages.stem(word, language) for word in words} == {stem}


@pytest.mark.parametrize(
    ("word", "language"), [("The", "en"), ("Où", "fr"), ("ещё", "ru"), ("إلى", "ar"), ("7", "en")]
)
def test_a_stop_word_and_a_single_digit_have_no_stem(word: str, language: str) -> None:
    assert languages.stem(word, language) == ""


def test_a_foreign_word_is_read_by_its_own_script() -> None:
    assert languages.stem("доказательства", "fr") == languages.stem("доказательство", "en")


def test_marks_that_writers_leave_out_at_will_are_left_out() -> None:
    assert languages.clean("نسـبة مُحَقِّق") == "نسبة محقق"
    assert languages.clean("e\u0301tude co\u00adoperation") == "étude cooperation"


def test_chinese_is_cut_into_pairs_between_its_particles() -> None:
    run = "电子证据的保管"
    assert [run[start:end] for start, end in languages.pieces(run)] == ["电子", "子证", "证据", "保管"]


def test_a_script_without_spaces_is_cut_into_threes() -> None:
    assert [*languages.pieces("ການຝຶກ")] == [(0, 3), (1, 4), (2, 5), (3, 6)]


@pytest.mark.parametrize("text", [*HOSTILE, *ENDLESS])
def test_a_hostile_text_is_recognised_in_no_time(text: str) -> None:
    began = time.perf_counter()
    assert languages.recognised(text)
    assert time.perf_counter() - began < 0.5
