"""What a need still lacks before it can be cleared: said answer by answer, in the order of the form."""

import pytest
from sqlmodel import Session

from matchmaker.errors import Incomplete
from matchmaker.services import needs
from matchmaker.services.drafts import ComponentDraft, NeedDraft
from matchmaker.vocabulary import NeedState, Visibility
from tests.cast import NOON, Cast, a_need_draft
from tests.services.told import history

NOTHING = NeedDraft()
REQUIRED = [
    "title",
    "institution",
    "problem",
    "expected_result",
    "components",
    "beneficiaries",
    "previous_assistance",
    "earliest_start",
    "languages",
    "public_summary",
]


@pytest.mark.parametrize("deed", ["ask_clearance", "clear"])
def test_an_empty_need_is_told_what_it_lacks(session: Session, cast: Cast, deed: str) -> None:
    need = needs.write(session, NOTHING, by=cast.amina, now=NOON)
    with pytest.raises(Incomplete) as refused:
        getattr(needs, deed)(session, need, by=cast.amina, now=NOON)
    assert list(refused.value.fields) == REQUIRED
    assert (need.state, history(session, need)) == (NeedState.DRAFT, [])


@pytest.mark.parametrize("field", REQUIRED)
def test_each_required_answer_is_asked_for(session: Session, cast: Cast, field: str) -> None:
    empty = {"components": [], "languages": [], "earliest_start": None}.get(field, "")
    need = needs.write(session, a_need_draft(**{field: empty}), by=cast.amina, now=NOON)
    assert list(needs.missing(need)) == [field]


@pytest.mark.parametrize(
    ("written", "lacking"),
    [
        ({"urgency": "high"}, ["urgency_reason"]),
        ({"urgency": "high", "urgency_reason": "Elections in May."}, []),
        ({"public_summary": "", "visibility": "public"}, []),
        ({"public_summary": "", "visibility": "secretariat"}, []),
        ({"components": [ComponentDraft(topic="EVI-02")]}, ["components-0-modality"]),
        (
            {"components": [ComponentDraft(topic="EVI-02", modality="TRN"), ComponentDraft(quantity="2")]},
            ["components-1-topic", "components-1-modality"],
        ),
    ],
)
def test_what_is_asked_depends_on_the_other_answers(
    session: Session, cast: Cast, written: dict, lacking: list[str]
) -> None:
    need = needs.write(session, a_need_draft(**written), by=cast.amina, now=NOON)
    assert list(needs.missing(need)) == lacking


def test_a_need_for_named_donors_names_one_before_it_is_cleared(session: Session, cast: Cast) -> None:
    draft = a_need_draft(visibility=Visibility.NAMED_DONORS, named_donor_keys=[])
    need = needs.write(session, draft, by=cast.amina, now=NOON)
    assert [*needs.missing(need)] == ["named_donor_keys"]
