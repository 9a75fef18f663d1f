"""The secretariat corrects under which topics a need or an offer stands, and nothing else."""

import pytest
from sqlmodel import Session

from matchmaker.actions import Action
from matchmaker.errors import BadInput, IllegalTransition, NotAllowed
from matchmaker.queries import history
from matchmaker.services import needs, offers, work
from matchmaker.services.drafts import ComponentDraft
from matchmaker.vocabulary import Job, NeedState, Noun, OfferState, TagKind
from tests.cast import NOON, Cast
from tests.stories import a_need, an_offer

TWO_PARTS = [
    ComponentDraft(topic="EVI-02", modality="TRN", quantity="12 examiners"),
    ComponentDraft(topic="EVI-03", modality="MEN", quantity="one mentor"),
]


def test_the_topics_of_a_need_are_corrected_with_a_row_and_a_new_ranking(
    session: Session, cast: Cast
) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING, components=TWO_PARTS)
    written = need.title, need.problem, [part.quantity for part in need.components]
    work.asked(session)
    needs.correct(session, need, topics=["EVI-02", "INV-01"], by=cast.dao, now=NOON)
    session.flush()
    last = history.of(session, Noun.NEED, need.id)[-1]
    assert (last.action, last.note, last.private) == (
        Action.CORRECT_NEED,
        "EVI-02, EVI-03 → EVI-02, INV-01",
        False,
    )
    assert need.topics == ["EVI-02", "INV-01"]
    assert (need.title, need.problem, [part.quantity for part in need.components]) == written
    assert [one.job for one in work.asked(session)] == [Job.RANK_NEED]


def test_the_topics_of_an_offer_are_corrected_and_its_other_codes_stay(session: Session, cast: Cast) -> None:
    offer = an_offer(session, cast, state=OfferState.PUBLISHED, topics=["EVI-02", "EVI-03"])
    kept = {kind: offer.codes(kind) for kind in TagKind if kind != TagKind.TOPIC}
    work.asked(session)
    offers.correct(session, offer, topics=["INV-01", "EVI-02"], by=cast.dao, now=NOON)
    session.flush()
    assert offer.topics == ["EVI-02", "INV-01"]
    assert {kind: offer.codes(kind) for kind in TagKind if kind != TagKind.TOPIC} == kept
    assert history.of(session, Noun.OFFER, offer.id)[-1].note == "EVI-02, EVI-03 → EVI-02, INV-01"
    assert [one.job for one in work.asked(session)] == [Job.RANK_OFFER]


@pytest.mark.parametrize("topics", [[], ["EVI-02"], ["EVI-02", ""], ["EVI-02", "EVI-03"], ["EVI-02"] * 3])
def test_each_part_keeps_one_topic_and_one_must_change(
    session: Session, cast: Cast, topics: list[str]
) -> None:
    need = a_need(session, cast, state=NeedState.IN_CHECK, components=TWO_PARTS)
    with pytest.raises(BadInput):
        needs.correct(session, need, topics=topics, by=cast.dao, now=NOON)


@pytest.mark.parametrize("who", ["amina", "carla", "erik", "farah", "gus", "eve"])
def test_nobody_but_a_case_officer_corrects(session: Session, cast: Cast, who: str) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    offer = an_offer(session, cast, state=OfferState.PUBLISHED)
    with pytest.raises(NotAllowed):
        needs.correct(session, need, topics=["INV-01"], by=getattr(cast, who), now=NOON)
    with pytest.raises(NotAllowed):
        offers.correct(session, offer, topics=["INV-01"], by=getattr(cast, who), now=NOON)
    assert (need.topics, offer.topics) == (["EVI-02"], ["EVI-02"])


def test_what_the_state_is_asked_to_agree_to_stays_as_it_is(session: Session, cast: Cast) -> None:
    need = a_need(session, cast, state=NeedState.NO_OBJECTION)
    with pytest.raises(IllegalTransition):
        needs.correct(session, need, topics=["INV-01"], by=cast.dao, now=NOON)
