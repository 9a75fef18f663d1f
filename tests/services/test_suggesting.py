"""Topics and kinds of assistance are suggested from key terms, and from nothing that is not for everybody."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlmodel import Session

from matchmaker.cli import main
from matchmaker.services.advising.suggesting import Suggested, suggested
from matchmaker.services.drafts import ComponentDraft
from matchmaker.vocabulary import NeedState, OfferState, Visibility
from tests.cast import Cast
from tests.stories import a_need, an_offer

SEED = Path(__file__).parent.parent.parent / "seed" / "judgements"
OF_NO_TOPIC = {
    "title": "Zyxo and zyxa",
    "problem": "Zyxo zyxa.",
    "expected_result": "Zyxo.",
    "public_summary": "Zyxo zyxa.",
    "components": [ComponentDraft(topic="RES-02", modality="FEL")],
}


@pytest.mark.parametrize(
    ("text", "language", "first"),
    [
        ("A chain of custody for phones that the police seize", "en", "EVI-04"),
        ("Suivre et saisir des actifs virtuels", "fr", "FIN-02"),
        ("Программы-вымогатели: атаки на больницы", "ru", "INV-06"),
        ("حماية الشهود في قضايا الجريمة السيبرانية", "ar", "VIC-02"),
        ("数字取证实验室的设备", "zh", "EVI-02"),
    ],
)
def test_a_portal_without_any_item_suggests_by_key_terms(
    session: Session, text: str, language: str, first: str
) -> None:
    assert suggested(session, (text, language)).topics[0] == first


def test_a_text_that_says_nothing_suggests_nothing(session: Session) -> None:
    assert suggested(session, ("", "en")) == Suggested()


@pytest.mark.parametrize(
    ("visibility", "state", "teaches"),
    [
        (Visibility.PUBLIC, NeedState.IN_MATCHING, True),
        (Visibility.PUBLIC_SUMMARY, NeedState.IN_MATCHING, True),
        (Visibility.PUBLIC, NeedState.SUBMITTED, False),
        (Visibility.DONORS, NeedState.IN_MATCHING, False),
        (Visibility.NAMED_DONORS, NeedState.IN_MATCHING, False),
        (Visibility.SECRETARIAT, NeedState.IN_MATCHING, False),
    ],
)
def test_only_needs_that_everybody_may_know_of_teach(
    session: Session, cast: Cast, visibility: Visibility, state: NeedState, teaches: bool
) -> None:
    """Sabotaged: examples read as a releaser instead of the visitor."""
    a_need(session, cast, state=state, visibility=visibility, named=(cast.chen,), **OF_NO_TOPIC)
    found = suggested(session, ("Zyxo zyxa", "en"))
    assert found == (Suggested(("RES-02",), ("FEL",)) if teaches else Suggested())


def test_of_a_need_that_is_told_by_its_summary_only_the_summary_teaches(session: Session, cast: Cast) -> None:
    told = OF_NO_TOPIC | {"title": "Training", "public_summary": "Training is asked for."}
    a_need(session, cast, state=NeedState.IN_MATCHING, **told)
    assert suggested(session, ("Zyxo zyxa", "en")) == Suggested()


@pytest.mark.parametrize(("visibility", "teaches"), [(Visibility.PUBLIC, True), (Visibility.DONORS, False)])
def test_only_offers_that_everybody_may_read_teach(
    session: Session, cast: Cast, visibility: Visibility, teaches: bool
) -> None:
    words = {"title": "Zyxo", "description": "Zyxo zyxa", "topics": ["RES-02"], "modalities": ["FEL"]}
    an_offer(session, cast, state=OfferState.PUBLISHED, visibility=visibility, **words)
    assert bool(suggested(session, ("Zyxo zyxa", "en")).topics) == teaches


def test_a_correction_by_the_secretariat_is_learned(session: Session, cast: Cast) -> None:
    """What is built is built anew after a change, and only then."""
    a_need(session, cast, state=NeedState.IN_MATCHING, visibility=Visibility.PUBLIC, **OF_NO_TOPIC)
    assert suggested(session, ("Zyxo zyxa", "en")).topics == ("RES-02",)
    corrected = OF_NO_TOPIC | {"components": [ComponentDraft(topic="RES-03", modality="FEL")]}
    for _ in range(2):
        a_need(session, cast, state=NeedState.IN_MATCHING, visibility=Visibility.PUBLIC, **corrected)
    assert suggested(session, ("Zyxo zyxa", "en")).topics == ("RES-03", "RES-02")


def test_the_right_leaf_is_among_three_for_nearly_every_text_of_the_seed() -> None:
    """The floor below which suggestions must not fall; docs/engine.md has the figures."""
    answer = CliRunner().invoke(main, ["evaluate", "--suggestions", "--json", str(SEED)])
    lines = [json.loads(line) for line in answer.output.splitlines()]
    found = {line["suggested"]: (line["items"], line["one right"]) for line in lines if "suggested" in line}
    assert {name: items for name, (items, _one) in found.items()} == {
        "topics of needs": 66,
        "topics of offers": 89,
        "modalities of needs": 66,
        "modalities of offers": 89,
    }
    assert min(one for _items, one in found.values()) >= 0.85
    assert min(found[f"topics of {noun}"][1] for noun in ("needs", "offers")) >= 0.95
