"""Words for people: every word has a label, every sentence is said in the reader's language."""

from datetime import date
from enum import StrEnum

import pytest

from matchmaker import vocabulary
from matchmaker.actions import Action
from matchmaker.labels import LABELS, label
from matchmaker.vocabulary import (
    DeclineReason,
    LetterKind,
    NeedState,
    Noun,
    OrganisationKind,
    Role,
    TagKind,
    Visibility,
)
from matchmaker.wording import PORTAL_LANGUAGES, RIGHT_TO_LEFT, Wording, mark, say

# Kinds of words that are never shown as they are: codes of rows, work in the background, and letters, which have
# texts of their own.
NOT_SHOWN = {Noun, TagKind, LetterKind, vocabulary.Block, vocabulary.Job}
KINDS = [kind for kind in vars(vocabulary).values() if isinstance(kind, type) and issubclass(kind, StrEnum)]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind is not StrEnum and kind not in NOT_SHOWN])
def test_every_word_that_is_shown_has_a_label(kind: type[StrEnum]) -> None:
    assert set(LABELS[kind]) == set(kind)
    assert all(str(label(word)).strip() for word in kind)


def test_a_word_without_a_label_is_not_shown_in_silence() -> None:
    with pytest.raises(KeyError):
        label(Noun.NEED)


def test_equal_words_of_two_kinds_have_labels_of_their_own() -> None:
    assert DeclineReason.LANGUAGE == TagKind.LANGUAGE
    assert Visibility.SECRETARIAT == OrganisationKind.SECRETARIAT
    assert str(label(Visibility.SECRETARIAT)) == "Only the secretariat"
    assert str(label(OrganisationKind.SECRETARIAT)) == "Secretariat"


def test_words_are_stored_in_small_letters() -> None:
    words = [word for kind in KINDS for word in kind]
    assert [word for word in words if not word.replace("_", "").replace(".", "").isalnum()] == []
    assert [word for word in words if word != word.lower()] == []
    assert [word for word in words if len(word) > 32] == []  # the length of the column
    assert [action for action in Action if len(action) > 32] == []


def test_the_roles_stand_in_the_order_of_the_policy() -> None:
    first, *_others, last = Role
    assert (first, last) == (Role.VISITOR, Role.PORTAL)


@pytest.mark.parametrize("language", PORTAL_LANGUAGES)
def test_a_sentence_is_said_in_every_language_of_the_portal(language: str) -> None:
    said = say("This is no longer possible: the state is now “%(state)s”.", state=label(NeedState.DRAFT))
    text = said.said_in(language)
    assert "%(" not in text
    assert label(NeedState.DRAFT).said_in(language) in text
    if language != "en":
        assert text != str(said)


def test_a_sentence_without_gaps_may_hold_a_percent_sign() -> None:
    assert str(Wording("50 % of it")) == "50 % of it"


def test_a_gap_is_never_read_as_a_gap_itself() -> None:
    assert str(say("Dear %(name)s,", name="%(ref)s %s 100 %")) == "Dear %(ref)s %s 100 %,"


def test_a_day_is_written_as_the_language_writes_it() -> None:
    day = say("Since %(day)s", day=date(2026, 11, 27))
    assert [day.said_in(language) for language in ("en", "fr", "zh")] == [
        "Since November 27, 2026",
        "Since 27 novembre 2026",
        "Since 2026年11月27日",
    ]


def test_a_language_that_the_portal_does_not_speak_hears_english() -> None:
    assert label(NeedState.DRAFT).said_in("pt") == "Draft"


def test_a_sentence_in_a_sentence_is_translated_too() -> None:
    inner = label(NeedState.DRAFT)
    assert say("“%(state)s”", state=inner).said_in("fr") == f"“{inner.said_in('fr')}”"


def test_marking_changes_nothing() -> None:
    assert mark("Draft") == "Draft"


def test_arabic_is_written_from_right_to_left() -> None:
    assert {language for language in PORTAL_LANGUAGES if language in RIGHT_TO_LEFT} == {"ar"}
