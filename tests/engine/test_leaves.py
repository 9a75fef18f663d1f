"""Leaves are known by their terms and by what others filed under them."""

import pytest

from matchmaker.engine.advising.leaves import Example, Leaves, read
from matchmaker.engine.measuring.filing import Filing, Item, filing
from matchmaker.engine.text.analysis import counts_of_all
from tests.engine.samples import EVIDENCE, FORENSICS, HOSTILE, LEXICON, TEXTS, VICTIMS

TERMS = {
    "EVI-02": [("laboratory", "en"), ("write blockers", "en")],
    "INV-04": [("judges", "en"), ("electronic evidence", "en"), ("magistrats", "fr")],
    "VIC-01": [("helpline", "en")],
}
KEYS = {code: counts_of_all(said, LEXICON).keys.tolist() for code, said in TERMS.items()}
ALL = KEYS.keys()


def example(text: str, *leaves: str) -> Example:
    [counts] = read([(text, "en")], LEXICON)
    return Example(counts, frozenset(leaves))


def ranked(leaves: Leaves, text: str, language: str = "en") -> tuple[str, ...]:
    [counts] = read([(text, language)], LEXICON)
    return leaves.ranked(counts, ALL)


@pytest.mark.parametrize(
    ("text", "first"), [(FORENSICS, "EVI-02"), (EVIDENCE, "INV-04"), (VICTIMS, "VIC-01")]
)
def test_a_text_sounds_like_the_leaf_whose_terms_it_holds(text: str, first: str) -> None:
    assert ranked(Leaves(KEYS), text)[0] == first


@pytest.mark.parametrize("language", ["fr", "es", "ru", "zh"])
def test_a_concept_leads_to_a_leaf_in_any_language(language: str) -> None:
    assert ranked(Leaves(KEYS), TEXTS[language], language) == ("INV-04",)


def test_what_was_filed_under_a_leaf_says_more_of_it_than_its_terms_do() -> None:
    text = "Counsellors who answer calls at night."
    assert ranked(Leaves(KEYS), text) == ()
    learned = Leaves(KEYS, [example("Counsellors answer calls of children.", "VIC-01"), example(FORENSICS)])
    assert ranked(learned, text) == ("VIC-01",)


def test_only_the_leaves_in_question_are_told() -> None:
    [counts] = read([(f"{EVIDENCE} {VICTIMS}", "en")], LEXICON)
    assert Leaves(KEYS).ranked(counts, {"VIC-01"}) == ("VIC-01",)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_too_strange(text: str) -> None:
    assert set(ranked(Leaves(KEYS, [example(EVIDENCE, "INV-04")]), text, "")) <= set(ALL)
    assert ranked(Leaves({}), text, "") == ()


def item(text: str, *leaves: str) -> Item:
    [counts] = read([(text, "en")], LEXICON)
    return Item(counts, frozenset(leaves), shown=counts)


def test_an_item_is_filed_without_its_own_help() -> None:
    """Sabotaged: `at != number` taken out of `filing`."""
    alone = [item("Counsellors answer calls.", "VIC-01"), item(FORENSICS, "EVI-02")]
    assert filing(KEYS, alone, [0], ALL, 1) == Filing(one=0.0, all_=0.0, unread=0.0, items=1)
    together = [*alone, item("Counsellors answer many calls.", "VIC-01")]
    assert filing(KEYS, together, [0], ALL, 1) == Filing(one=1.0, all_=1.0, unread=1.0, items=1)


def test_of_several_leaves_as_many_are_due_as_are_suggested() -> None:
    both = [item(f"{FORENSICS} {VICTIMS}", "EVI-02", "VIC-01", "INV-04")]
    assert filing(KEYS, both, [0], ALL, 3) == Filing(one=1.0, all_=2 / 3, unread=1.0, items=1)
