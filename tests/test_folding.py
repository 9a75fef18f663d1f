"""Folding: texts and questions meet whatever case, accents and letter forms they are written in."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from matchmaker.folding import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Two\n\tWORDS ", "two words"),
        ("Inés BENÍTEZ", "ines benitez"),
        ("Straße", "strasse"),
        ("Ёлка", "елка"),
        ("أدلّة", "ادله"),
        ("إلى", "الي"),
        ("电子证据", "电子证据"),
        ("ﬁle", "file"),
        ("Ⅻ", "xii"),
        ("İ", "i"),
        ("", ""),
    ],
)
def test_a_text_is_folded(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_both_spellings_of_a_letter_fold_to_one(text: str) -> None:
    composed, taken_apart = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert fold(composed) == fold(taken_apart)


@example("𝚤")
@given(st.text(alphabet=st.characters(categories=["Lu", "Ll"])))
def test_case_does_not_matter(text: str) -> None:
    assert fold(text) == fold(fold(text).upper())
