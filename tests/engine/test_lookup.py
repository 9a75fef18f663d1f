"""Finding by words: whatever language, accents, case or script they are typed in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker import reference
from matchmaker.engine.lookup.postings import Postings
from matchmaker.engine.lookup.question import question
from matchmaker.engine.lookup.terms import folded_terms
from matchmaker.engine.lookup.tokens import tokens_of
from matchmaker.engine.text.lexicon import Lexicon
from tests.engine.samples import FORENSICS, HOSTILE, TEXTS, VICTIMS

LEXICON = Lexicon(reference.concepts())
SAID = [(text, language) for language, text in TEXTS.items()] + [(FORENSICS, "en"), (VICTIMS, "en")]
NUMBERS = {text: number for number, (text, _language) in enumerate(SAID)}
SPEAKING = {NUMBERS[TEXTS[language]] for language in ("en", "fr", "es", "ru", "ar", "zh", "pt")}


@pytest.fixture(scope="module")
def held() -> Postings:
    postings = Postings()
    for number, tokens in enumerate(tokens_of(SAID, LEXICON)):
        postings.put(number, tokens)
    return postings


def found(held: Postings, words: str) -> set[int]:
    return set(held.ids(question(words, LEXICON).answered_by(held)))


@pytest.mark.parametrize(
    "words",
    [
        "electronic evidence", "Digital EVIDENCE", "preuve électronique", "preuve numérique", "preuves electroniques",
        "prueba electrónica", "PRUEBA DIGITAL", "prueba electronica", "prova eletrônica", "электронные доказательства",
        "ЦИФРОВЫЕ УЛИКИ", "الأدلة الإلكترونية", "الادله الالكترونيه", "أدِلّة رقميّة", "电子证据", "数字证据",
    ],
)  # fmt: skip
def test_words_of_any_language_find_what_is_written_in_the_others(held: Postings, words: str) -> None:
    assert found(held, words) == SPEAKING


@pytest.mark.parametrize(
    "words",
    [
        "chain of custody", "CHAIN OF CUSTODY", "chaîne de conservation", "chaine de conservation",
        "cadena de custodia", "cadeia de custódia", "цепь сохранности", "سلسلة الحيازة", "سلسله الحيازه",
        "سِلسِلةُ الحِيازة", "保管链",
    ],
)  # fmt: skip
def test_so_does_a_term_of_several_words(held: Postings, words: str) -> None:
    """The Russian text says it in words that the lexicon does not have."""
    assert found(held, words) == SPEAKING - {NUMBERS[TEXTS["ru"]]}


@pytest.mark.parametrize(
    ("words", "hit"),
    [
        ("workstations", True),
        ("workstation", True),
        ("MENTORING laboratory", True),
        ("mentoring of the laboratory", True),  # small words count for nothing
        ("labora", True),  # the last word may still be on its way
        ("la", False),  # but is not before it has three letters
        ("labora mentoring", False),  # and only the last
        ("laboratory submarine", False),
        ("orensics", False),
        ("%", False),
        ("_", False),
        ("", False),
    ],
)
def test_every_word_must_stand_in_the_text(held: Postings, words: str, hit: bool) -> None:
    assert (NUMBERS[FORENSICS] in found(held, words)) is hit


def test_a_question_of_small_words_alone_asks_for_these(held: Postings) -> None:
    assert found(held, "a") == {NUMBERS[VICTIMS], NUMBERS[TEXTS["fr"]]}  # which says "à"
    assert NUMBERS[TEXTS["en"]] in found(held, "of its")


def test_what_is_dropped_or_replaced_is_found_by_its_old_words_no_more() -> None:
    postings = Postings()
    postings.put(7, {"old", "both"})
    postings.put(7, {"new", "both"})
    postings.put(8, {"both"})
    assert [postings.ids(postings.having([word])) for word in ("old", "new", "both")] == [
        frozenset(), {7}, {7, 8},
    ]  # fmt: skip
    postings.drop(8)
    assert (len(postings), postings.ids(postings.having(["both"])), postings.ids(postings.having([], "n"))) == (
        1, {7}, {7},
    )  # fmt: skip


def test_what_one_text_says_changes_nothing_of_how_another_is_found(held: Postings) -> None:
    """Also not by the beginning of a word: no word of a hidden text leads to another text."""
    alone, beside = Postings(), Postings()
    secret, seen = tokens_of([("Training the trainers", "en"), ("She trained judges", "en")], LEXICON)
    alone.put(1, seen)
    beside.put(2, secret)
    beside.put(1, seen)
    for words in ("train", "traini", "training", "trainers", "trained", "judg"):
        asked = question(words, LEXICON)
        assert alone.ids(asked.answered_by(alone)) == beside.ids(asked.answered_by(beside)) - {2}, words


@given(st.text() | st.sampled_from(HOSTILE))
def test_no_question_is_too_strange_to_be_asked(held: Postings, words: str) -> None:
    found(held, words)


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("evidense", "evidence"),
        ("forensiks", "forensics"),
        ("доказателства", "доказательства"),
        ("evidence", ""),
        ("xqz", ""),
        ("", ""),
    ],
)
def test_a_slip_of_the_pen_is_told(slip: str, meant: str) -> None:
    assert folded_terms(LEXICON).meant(slip) == meant
