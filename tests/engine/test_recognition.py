"""Which language a text is in, and which of its sentences are in another."""

import time

import pytest

from matchmaker.engine.text import analysis
from matchmaker.engine.text.lexicon import NO_LEXICON
from matchmaker.engine.text.passages import passages
from matchmaker.engine.text.recognition import LATIN, recognised, voice
from tests.engine.samples import ENDLESS, HOSTILE, LEXICON, TEXTS

ENGLISH = "The judges of the court have to hear the experts who examined the phones of the accused."
FRENCH = "Les juges doivent entendre les experts qui ont examiné les téléphones de la personne poursuivie."
SPANISH = "El tribunal debe oír a los peritos que examinaron los teléfonos de la persona acusada."
PORTUGUESE = "O tribunal deve ouvir os peritos que examinaram os telefones da pessoa acusada pelo crime."
SENTENCES = {"en": ENGLISH, "fr": FRENCH, "es": SPANISH, "pt": PORTUGUESE}


def spoken(text: str, declared: str) -> list[tuple[str, str]]:
    return [(text[start:end].strip(), language) for start, end, language in passages(text, declared)]


@pytest.mark.parametrize("language", sorted(set(TEXTS) - {"lo"}))
def test_a_text_is_recognised_by_its_script_and_its_stop_words(language: str) -> None:
    assert recognised(TEXTS[language]) == language


@pytest.mark.parametrize("text", ["", "???", "xyzzy", "12 34"])
def test_a_text_that_says_nothing_of_its_language_is_read_as_english(text: str) -> None:
    assert recognised(text) == "en"


@pytest.mark.parametrize("text", [*HOSTILE, *ENDLESS])
def test_a_hostile_text_is_recognised_in_no_time(text: str) -> None:
    began = time.perf_counter()
    assert recognised(text)
    assert time.perf_counter() - began < 0.5


@pytest.mark.parametrize("declared", LATIN)
@pytest.mark.parametrize("language", LATIN)
def test_a_sentence_in_another_language_is_recognised_whatever_was_declared(
    language: str, declared: str
) -> None:
    assert spoken(SENTENCES[language], declared) == [(SENTENCES[language], language)]


def test_each_sentence_has_its_own_language() -> None:
    text = f"{SPANISH}\n{ENGLISH} {ENGLISH} {FRENCH}"
    assert spoken(text, "en") == [(SPANISH, "es"), (f"{ENGLISH} {ENGLISH}", "en"), (FRENCH, "fr")]


def test_a_short_sentence_is_in_the_language_of_its_line_and_a_short_line_in_the_declared_one() -> None:
    text = f"Proyecto: {SPANISH} Plazo: un mes.\nObjetivo: capacitar"
    assert spoken(text, "en") == [(text.splitlines()[0], "es"), (text.splitlines()[1], "en")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Ministerio de Salud",  # too short
        "Training for the Ministerio Público de la Nación and the Policía Nacional",  # names in a sentence
        "la de la a",  # of three languages
        "1 2 3 4 5",
    ],
)
def test_where_nothing_speaks_clearly_for_another_language_the_declared_one_stays(sentence: str) -> None:
    assert {language for _part, language in spoken(sentence, "en")} == {"en"}


def test_the_passages_of_a_text_follow_each_other_without_a_gap() -> None:
    text = f"{SPANISH}\r\n\n{ENGLISH}...{FRENCH};"
    bounds = [bound for start, end, _language in passages(text, "pt") for bound in (start, end)]
    assert bounds == [0, *(bound for bound in bounds[1:-1]), len(text)]
    assert bounds[1:-1:2] == bounds[2::2]


def test_a_foreign_sentence_is_read_with_its_own_stems_stop_words_and_concepts() -> None:
    text = f"Project of the ministry.\n{TEXTS['fr']} Les juges et les magistrats y sont formés dans les tribunaux."
    mixed = analysis.counts(text, "en", LEXICON)
    parts = analysis.counts_of_all([(text.splitlines()[0], "en"), (text.splitlines()[1], "fr")], LEXICON)
    assert mixed.keys.tolist() == parts.keys.tolist()
    assert "c:electronic-evidence" in analysis.names(text, "en", LEXICON).values()


def test_a_russian_text_may_quote_a_french_sentence() -> None:
    text = f"{TEXTS['ru']}\n{FRENCH}"
    apart = analysis.counts_of_all([(TEXTS["ru"], "ru"), (FRENCH, "fr")], NO_LEXICON)
    assert analysis.counts(text, "ru").keys.tolist() == apart.keys.tolist()


@pytest.mark.parametrize(
    ("word", "languages"),
    [
        ("the", {"en"}),
        ("de", {"es", "fr", "pt"}),
        ("formação", {"pt"}),
        ("investigación", {"es"}),
        ("dog", set()),
    ],
)
def test_a_word_speaks_for_the_languages_that_have_it_or_its_ending(word: str, languages: set[str]) -> None:
    assert {language for bit, language in enumerate(LATIN) if voice(word) >> bit & 1} == languages
