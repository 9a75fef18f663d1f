import pytest

from matchmaker.engine.text import languages
from matchmaker.engine.text.languages import clean, plain


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


@pytest.mark.parametrize(
    ("words", "language", "stem"),
    [
        (["investigating", "Investigations", "investigates"], "en", "investig"),
        (["enquêtes", "ENQUÊTE"], "fr", "enquet"),
        (["fiscalías", "fiscalía"], "es", "fiscal"),
        (["расследования", "расследовании"], "ru", "расследован"),
        (["учёт", "учет"], "ru", "учет"),
        (["للأدلة", "الأدلة", "أدلة", "ادلة"], "ar", "ادل"),
        (["بيانات", "البيانات", "للبيانات", "والبيانات", "ببيانات", "ولبيانات"], "ar", "بيان"),
        (["مكافحة", "لمكافحة", "ومكافحة", "بمكافحة", "ولمكافحة"], "ar", "مكافح"),
        (["وزارة", "ووزارة", "لوزارة", "بوزارات"], "ar", "وزار"),
        (["لجنة", "اللجنة", "ولجنة", "للجنة"], "ar", "لجن"),
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


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ｐｏｌｉｃｅ", "police"),
        ("ﻟﻸﺩﻟﺔ", "للأدلة"),  # presentation forms
        ("نســـبة", "نسبة"),
        ("کارگاه", "كارگاه"),  # Persian
        ("شعبہ", "شعبه"),  # Urdu
        ("٢٠٢٧", "2027"),
        ("۲۰۲۷", "2027"),
        ("می\u200cخواهم", "میخواهم"),
        ("ｻｲﾊﾞｰ", "サイバー"),
        ("שָׁלוֹם", "שלום"),
        ("cyber\u00adcrime", "cybercrime"),
        ("Ё", "е"),
    ],
)
def test_what_is_one_word_to_readers_is_one_word(one: str, other: str) -> None:
    assert plain(clean(one)) == plain(clean(other))


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("l'enquête d’office jusqu\u02bcau bout", ["l", "enquête", "d", "office", "jusqu", "au", "bout"]),
        ("cyber-security pre\u2011trial", ["cyber", "security", "pre", "trial"]),
        ("об'єкт та ґрунт", ["об", "єкт", "та", "ґрунт"]),
        ("ޖިނާއީ ޤާނޫނު", ["ޖިނާއީ", "ޤާނޫނު"]),
        ("དབང་ཆ", ["དབང", "ཆ"]),
        ("न्यायाधीश और पुलिस", ["न्यायाधीश", "और", "पुलिस"]),
        ("경찰 수사", ["경찰", "수사"]),
        ("サイバー・犯罪", ["サイバー", "犯罪"]),
        ("การฝึกอบรม 12", ["การฝึกอบรม", "12"]),
    ],
)
def test_words_are_found_in_every_script(text: str, runs: list[str]) -> None:
    assert languages.RUN.findall(clean(text)) == runs


def test_words_with_korean_particles_have_a_pair_in_common() -> None:
    said = [{run[start:end] for start, end in languages.pieces(run)} for run in ("경찰은", "경찰이")]
    assert said[0] & said[1] == {"경찰"}


def test_chinese_is_cut_into_pairs_between_its_particles() -> None:
    run = "电子证据的保管"
    assert [run[start:end] for start, end in languages.pieces(run)] == ["电子", "子证", "证据", "保管"]


def test_a_script_without_spaces_is_cut_into_threes() -> None:
    assert [*languages.pieces("ການຝຶກ")] == [(0, 3), (1, 4), (2, 5), (3, 6)]
