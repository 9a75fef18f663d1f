"""References for many rows at once: all different, none taken."""

from itertools import islice

import pytest
from sqlmodel import Session

from matchmaker.models import Match, Need, Offer, columns
from matchmaker.services import references
from tests.cast import Cast
from tests.stories import a_need


@pytest.mark.parametrize(("table", "prefix"), [(Need, "N-"), (Offer, "F-"), (Match, "M-")])
def test_many_references_are_all_different(session: Session, table: type, prefix: str) -> None:
    drawn = references.drawn(session, table, 1_200)
    assert len(drawn) == len(set(drawn)) == 1_200
    assert all(one.startswith(prefix) for one in drawn)


def test_a_reference_that_is_taken_is_not_drawn(
    session: Session, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = a_need(session, cast).ref
    lots = iter([taken, "N-222222", "N-222222", "N-333333"])
    monkeypatch.setattr(references, "new_references", lambda prefix, count: list(islice(lots, count)))
    assert sorted(references.drawn(session, Need, 2)) == ["N-222222", "N-333333"]


def test_no_reference_is_drawn_for_nothing(session: Session) -> None:
    assert references.drawn(session, Need, 0) == []
    assert columns.REFERENCE_LENGTH == 6
