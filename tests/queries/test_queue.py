"""The review queue by topic and place of the need."""

import pytest
from sqlmodel import Session

from matchmaker.queries import casework, matches
from matchmaker.queries.matches import QueueFilter
from matchmaker.services.drafts import ComponentDraft
from matchmaker.vocabulary import MatchState, NeedState, Visibility
from tests.cast import NOON, Cast
from tests.stories import a_match, a_need


@pytest.mark.parametrize(
    ("topic", "place", "found"),
    [
        ("EVI", "", ["gambia"]),
        ("EVI-02", "", ["gambia"]),
        ("", "002", ["gambia"]),
        ("", "LDC", ["gambia"]),
        ("", "PRY", ["paraguay"]),
        ("LEG", "019", ["paraguay"]),
        ("EVI", "PRY", []),
        ("", "", ["gambia", "paraguay"]),
    ],
)
def test_the_queue_and_its_numbers_are_those_of_a_topic_and_a_place(
    session: Session, cast: Cast, topic: str, place: str, found: list[str]
) -> None:
    """Also of needs that only the secretariat reads. Sabotaged: the numbers are those of the whole queue."""
    hidden = Visibility.SECRETARIAT
    law = [ComponentDraft(topic="LEG-01", modality="TRN")]
    needs = {
        "gambia": a_need(session, cast, state=NeedState.IN_MATCHING, visibility=hidden),
        "paraguay": a_need(session, cast, state=NeedState.IN_MATCHING, by=cast.ines, components=law),
    }
    pairs = {name: a_match(session, cast, need=need) for name, need in needs.items()}
    wanted, on = QueueFilter(topic=topic, place=place), NOON.date()
    page = matches.queue(session, cast.dao, wanted, 1, on=on)
    only = matches.of_queue(cast.dao, wanted, on=on)
    waiting = casework.waiting(session, [MatchState.SUGGESTED], *only, late_since=NOON)
    assert list(page.rows) == [pairs[name] for name in found]
    assert waiting[MatchState.SUGGESTED].number == page.total == len(found)
