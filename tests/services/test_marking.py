"""The texts of a pair in pieces: every character is there once, and each mark carries the number of its reason."""

from typing import Any

import pytest
from sqlmodel import Session

from matchmaker.engine.ranking.marks import OTHER, Mark
from matchmaker.services.drafts import ComponentDraft
from matchmaker.services.marking import UNNAMED, Marked, Piece, Pieces, cut, marked, paragraphs
from matchmaker.vocabulary import NeedState, OfferState
from tests.cast import NOON, Cast
from tests.stories import a_need, an_offer


def share(kind: str, in_need: str, in_offer: str) -> dict[str, Any]:
    return {"kind": kind, "in_need": in_need, "in_offer": in_offer, "share": 0.1}


def text(pieces: Pieces) -> str:
    return "".join(piece.text for piece in pieces)


def told(pieces: Pieces) -> list[tuple[str, tuple[int, ...]]]:
    return [(piece.text, piece.numbers) for piece in pieces if piece.numbers]


@pytest.fixture
def both(session: Session, cast: Cast) -> Marked:
    """A need in French and an offer in English, and two things that both say."""
    need = a_need(
        session,
        cast,
        state=NeedState.IN_MATCHING,
        language="fr",
        title="La chaîne de traçabilité",
        problem="Sans chaîne de traçabilité, la preuve numérique tombe.\n\nLa chaîne de traçabilité manque.",
        expected_result="Un registre.",
        components=[ComponentDraft(topic="EVI-02", modality="TRN", quantity="3 cours de preuve numérique")],
    )
    offer = an_offer(
        session,
        cast,
        state=OfferState.PUBLISHED,
        language="en",
        title="Chain of custody",
        description="Electronic evidence, and its chain of custody.",
    )
    shares = [
        share("topic", "EVI-02", "EVI-02"),
        share("concept", "chaîne de traçabilité", "Chain of custody"),
        "not even a reason",
        share("concept", "preuve numérique", "Electronic evidence"),
    ]
    return marked(session, need, offer, shares, on=NOON.date())


def test_each_field_is_whole_and_its_marks_are_numbered_as_the_reasons_are(both: Marked) -> None:
    assert text(both.title) == "La chaîne de traçabilité"
    assert told(both.title) == [("chaîne de traçabilité", (1,))]
    assert told(both.problem) == [
        ("chaîne de traçabilité", (1,)),
        ("preuve numérique", (2,)),
        ("chaîne de traçabilité", (1,)),
    ]
    assert told(both.expected_result) == []
    assert [told(quantity) for quantity in both.quantities] == [[("preuve numérique", (2,))]]
    assert told(both.offer_title) == [("Chain of custody", (1,))]
    assert told(both.description) == [("Electronic evidence", (2,)), ("chain of custody", (1,))]
    assert (both.numbers[1], both.numbers[3], both.numbers[OTHER]) == (1, 2, UNNAMED)
    assert (both.in_need, both.in_offer) == ({1: 3, 2: 2}, {1: 2, 2: 1})


def test_the_first_place_of_each_reason_is_known_in_either_text(both: Marked) -> None:
    """A title is a link already: it is the first place of what stands nowhere else."""
    for fields in ((both.title, both.problem, *both.quantities), (both.offer_title, both.description)):
        firsts = [piece.first for field in fields for piece in field if piece.first]
        assert sorted(map(sorted, firsts)) == [[1], [2]]
        assert not any(piece.first for piece in fields[0])


def test_a_text_is_cut_where_its_marks_begin_and_end() -> None:
    found = [Mark(0, 2, (1,)), Mark(3, 4, (2, 1)), Mark(5, 6, (UNNAMED,)), Mark(6, 7, (1,))]
    assert cut("ab c", ["de"], found) == [
        (Piece("ab", (1,)), Piece(" "), Piece("c", (2, 1), frozenset({2}))),
        (Piece("d", (UNNAMED,)), Piece("e", (1,), frozenset({1}))),
    ]


def test_a_text_falls_into_paragraphs_at_its_blank_lines() -> None:
    pieces = (Piece("One "), Piece("mark", (1,)), Piece(".\n\n\n\nTwo\nlines\n\n"), Piece("three", (1,)))
    assert [text(paragraph) for paragraph in paragraphs(pieces)] == ["One mark.", "Two\nlines", "three"]
