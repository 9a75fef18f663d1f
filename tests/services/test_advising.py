"""Advice on a draft: what the other side will ask, how others say it, who could help; from what its writer may read."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from matchmaker.models import Need, Offer
from matchmaker.services.advising import advice, questions
from matchmaker.services.advising.advice import Advice
from matchmaker.services.advising.quoting import Quoted
from matchmaker.services.drafts import ComponentDraft, NeedDraft, OfferDraft
from matchmaker.vocabulary import NeedState, OfferState, Urgency, Visibility
from tests.cast import NOON, Cast, a_need_draft, an_offer_draft
from tests.stories import a_need, an_offer

HIDDEN = [Visibility.DONORS, Visibility.SECRETARIAT]


@pytest.fixture
def on_need(session: Session, cast: Cast, tmp_path: Path) -> Any:
    """Advice for Amina, or whoever writes."""

    def advised(draft: NeedDraft, need: Need | None = None, **more: Any) -> Advice:
        by = more.get("by", cast.amina)
        return advice.on_need(session, draft, need=need, by=by, index_folder=tmp_path, now=NOON)

    return advised


@pytest.fixture
def on_offer(session: Session, cast: Cast, tmp_path: Path) -> Any:
    def advised(draft: OfferDraft, offer: Offer | None = None, **more: Any) -> Advice:
        by = more.get("by", cast.carla)
        return advice.on_offer(session, draft, offer=offer, by=by, index_folder=tmp_path, now=NOON)

    return advised


def asked(draft: NeedDraft | OfferDraft) -> dict[str, str]:
    """Question -> the field that would answer it, of those that are open."""
    found = questions.of_need(draft) if isinstance(draft, NeedDraft) else questions.of_offer(draft)
    return {str(one.asks): one.field for one in found if not one.is_answered}


def test_of_an_empty_need_everything_is_asked() -> None:
    assert asked(NeedDraft()) == {
        "What exists today: staff, equipment, rules, cases?": "problem",
        "How many: people, cases, devices, in a month or a year?": "problem",
        "How much of it: people, weeks, pages, pieces?": "components-0-quantity",
        "What will you provide yourselves: rooms, staff, travel?": "components-0-own_contribution",
        "How will you know that it has worked: which figure, today and then?": "expected_result",
        "Who will benefit, and how many people?": "beneficiary_count",
        "By when?": "earliest_start",
        "In which languages?": "languages",
        "Who has helped with this before, and what has become of it?": "previous_assistance",
    }


def test_of_a_complete_need_nothing_is_asked() -> None:
    part = ComponentDraft(topic="EVI-02", modality="TRN", quantity="12 examiners", own_contribution="A room")
    said = "Two examiners serve the whole country and 140 phones wait in a cupboard. " * 3
    assert asked(a_need_draft(components=[part], problem=said)) == {}


@pytest.mark.parametrize(
    ("part", "asks"),
    [
        ({"modality": "TRN"}, "How many people, in which posts, and for how many days?"),
        ({"modality": "EXP"}, "For how many weeks, and who will work beside the expert?"),
        ({"modality": "EQU"}, "Which pieces, how many, and for how many users?"),
        ({"modality": "EQU"}, "Who will maintain it, and who pays for that in the third year?"),
        ({"modality": "LDR"}, "Which law is it, of which year, and how far is the draft?"),
        ({"topic": "LEG-02"}, "Which law is it, of which year, and how far is the draft?"),
    ],
)
def test_what_is_asked_depends_on_topic_and_modality(part: dict[str, str], asks: str) -> None:
    assert asks in asked(NeedDraft(components=[ComponentDraft(**part)]))
    assert asks not in asked(NeedDraft(components=[ComponentDraft(topic="RES-02", modality="NET")]))


def test_a_question_about_parts_leads_to_the_first_that_does_not_answer_it() -> None:
    parts = [ComponentDraft(modality="TRN", quantity=some) for some in ("12 judges", "judges", "")]
    found = asked(NeedDraft(components=parts))
    assert found["How many people, in which posts, and for how many days?"] == "components-1-quantity"


@pytest.mark.parametrize("number", ["140 phones", "١٤٠ هاتفا", "１４０部手机"])
def test_a_number_answers_in_whatever_digits(number: str) -> None:
    assert "How many: people, cases, devices, in a month or a year?" not in asked(NeedDraft(problem=number))


def test_a_law_of_some_year_is_named() -> None:
    law = {"components": [ComponentDraft(topic="LEG-02")], "problem": "The Act of 2008 knows no forgery."}
    assert not [said for said in asked(NeedDraft(**law)) if said.startswith("Which law")]


def test_urgency_wants_a_reason() -> None:
    assert asked(NeedDraft(urgency=Urgency.HIGH))["Why is it urgent?"] == "urgency_reason"


def test_a_state_asks_other_things_of_an_offer() -> None:
    assert asked(an_offer_draft(valid_until=None, not_covered="")) == {
        "What exactly do people receive, and from whom?": "description",
        "How much of it: how many people, weeks or pieces?": "description",
        "Until when?": "valid_until",
        "What is not covered: travel, stay, interpreters?": "not_covered",
        "How many weeks do you need to prepare?": "lead_time_weeks",
        "Where have you done this before?": "references",
    }
    kit = an_offer_draft(modalities=["EQU"], not_covered="")
    assert "What is not covered: customs, installation, upkeep, renewal?" in asked(kit)


def examples(found: Advice) -> dict[str, Quoted]:
    return {one.question.column: one.example for one in found.open if one.example}


def test_a_question_comes_with_a_sentence_of_a_public_need(
    on_need: Any, session: Session, cast: Cast
) -> None:
    good = a_need(session, cast, state=NeedState.IN_MATCHING, by=cast.ines, visibility=Visibility.PUBLIC)
    found = examples(on_need(NeedDraft(components=[ComponentDraft(topic="EVI-02", modality="TRN")])))
    assert found == {
        "problem": Quoted(good.problem, "en", good.ref),
        "quantity": Quoted("12 examiners, 3 weeks", "en", good.ref),
        "expected_result": Quoted(good.expected_result, "en", good.ref),
        "beneficiary_count": Quoted(good.beneficiaries, "en", good.ref),
    }


@pytest.mark.parametrize("visibility", HIDDEN)
def test_nothing_is_quoted_that_not_everybody_may_read(
    on_need: Any, session: Session, cast: Cast, visibility: Visibility
) -> None:
    """Not even of the writer's own State: an example is something to point to."""
    for by in (cast.amina, cast.ines):
        a_need(session, cast, state=NeedState.IN_MATCHING, by=by, visibility=visibility)
    assert examples(on_need(NeedDraft(components=[ComponentDraft(topic="EVI-02", modality="TRN")]))) == {}


def test_of_a_need_told_by_its_summary_the_summary_is_quoted(
    on_need: Any, session: Session, cast: Cast
) -> None:
    summary = "A State asks for help. Forty judges would hear 3 model cases."
    told = a_need(session, cast, state=NeedState.IN_MATCHING, by=cast.ines, public_summary=summary)
    found = examples(on_need(NeedDraft(components=[ComponentDraft(topic="EVI-02", modality="TRN")])))
    said = Quoted("Forty judges would hear 3 model cases.", "en", told.ref)
    assert found == {"problem": said, "expected_result": said}


def test_the_offers_that_fit_a_draft_are_shown(on_need: Any, session: Session, cast: Cast) -> None:
    offer = an_offer(session, cast, state=OfferState.PUBLISHED)
    [fit] = on_need(a_need_draft()).fits
    assert (fit.offer, fit.need.title) == (offer, a_need_draft().title)
    assert {reason["kind"] for reason in fit.reasons} >= {"topic", "modality"}


def test_until_a_topic_is_chosen_the_text_stands_for_it(on_need: Any, session: Session, cast: Cast) -> None:
    an_offer(session, cast, state=OfferState.PUBLISHED)
    draft = NeedDraft(title="A digital forensic laboratory", problem="Phones wait in a cupboard.")
    found = on_need(draft)
    assert found.suggested.topics[0] == "EVI-02"
    assert [one.offer.title for one in found.fits] == ["Mentors for forensic laboratories"]


@pytest.mark.parametrize("visibility", HIDDEN)
def test_offers_that_the_writer_may_not_read_take_no_place(
    on_need: Any, session: Session, cast: Cast, visibility: Visibility
) -> None:
    """Sabotaged: the best five are taken before those that may not be read are left out."""
    for _ in range(25):
        an_offer(session, cast, state=OfferState.PUBLISHED, visibility=visibility)
    assert on_need(a_need_draft()).fits == []
    public = [an_offer(session, cast, state=OfferState.PUBLISHED) for _ in range(6)]
    assert [fit.offer for fit in on_need(a_need_draft()).fits] == public[:5]


def test_an_offer_is_shown_the_needs_that_it_could_serve(on_offer: Any, session: Session, cast: Cast) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    a_need(session, cast, state=NeedState.IN_MATCHING, visibility=Visibility.SECRETARIAT)
    a_need(
        session, cast, state=NeedState.IN_MATCHING, visibility=Visibility.NAMED_DONORS, named=(cast.carla,)
    )
    a_need(session, cast, state=NeedState.SUBMITTED)
    assert [fit.need for fit in on_offer(an_offer_draft()).fits] == [need]


def test_a_draft_that_is_edited_is_no_duplicate_of_itself(on_need: Any, session: Session, cast: Cast) -> None:
    mine, other = a_need(session, cast), a_need(session, cast)
    assert on_need(a_need_draft(), mine).alike == [other]
    assert on_need(a_need_draft()).alike == [mine, other]


def test_what_is_chosen_already_is_not_suggested(on_need: Any) -> None:
    chosen = a_need_draft(title="A digital forensic laboratory")
    assert "EVI-02" not in on_need(chosen).suggested.topics


def test_advice_leaves_the_session_as_it_was(
    on_need: Any, on_offer: Any, session: Session, cast: Cast
) -> None:
    an_offer(session, cast, state=OfferState.PUBLISHED)
    need = a_need(session, cast, state=NeedState.IN_MATCHING, by=cast.ines, visibility=Visibility.PUBLIC)
    session.commit()
    on_need(a_need_draft(visibility=Visibility.NAMED_DONORS, named_donor_keys=[cast.chen.organisation.key]))
    on_offer(an_offer_draft(valid_from=date(2026, 1, 1)))
    assert (list(session.new), list(session.dirty), need in session) == ([], [], True)
