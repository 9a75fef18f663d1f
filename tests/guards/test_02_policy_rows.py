"""House law 2: every action has a policy row of full width."""

import pytest

from matchmaker.actions import Action
from matchmaker.policy import COLUMNS, TABLE, can
from matchmaker.vocabulary import Role
from tests.cast import Stranger


def test_every_action_has_a_row() -> None:
    """Sabotaged: the row of need.publish taken out."""
    assert set(TABLE) == set(Action)


def test_every_row_has_a_rule_for_each_role() -> None:
    """Sabotaged: one cell of offer.check taken out."""
    assert {action: len(row) for action, row in TABLE.items()} == {action: len(Role) for action in Action}
    assert tuple(Role) == COLUMNS
    assert all(callable(rule) for row in TABLE.values() for rule in row)


@pytest.mark.proves("S1")
def test_what_has_no_row_is_refused() -> None:
    """Sabotaged: `row is None or` in can()."""
    assert can(Stranger(), "need.invent") is False  # type: ignore[arg-type]  # no action at all
