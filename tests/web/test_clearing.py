"""Clearing and submitting a need: two deeds, and one press for whoever may do both."""

import pytest
from sqlmodel import Session

from matchmaker.actions import Action
from matchmaker.policy import TABLE
from matchmaker.queries import history
from matchmaker.rules import no
from matchmaker.vocabulary import NeedState, Noun, Role
from tests.cast import Cast
from tests.stories import a_need
from tests.web.conftest import Client


def test_whoever_may_do_both_clears_and_submits_with_one_press(
    client: Client, cast: Cast, session: Session
) -> None:
    """Sabotaged: the service clears, and does not submit."""
    need = a_need(session, cast)
    cast.amina.language = "en"
    amina = client(cast.amina)
    assert "Clear and submit" in amina.get(f"/needs/{need.ref}").text
    answer = amina.post(f"/needs/{need.ref}/clear", data={"version": need.version, "submits": "yes"})
    assert (answer.status_code, answer.location) == (302, f"/needs/{need.ref}")
    session.refresh(need)
    rows = history.of(session, Noun.NEED, need.id)
    told = [(row.action, row.from_state, row.to_state, row.by_id) for row in rows]
    assert (need.state, need.cleared_by_id, need.submitted_at is None) == (
        NeedState.SUBMITTED,
        cast.amina.id,
        False,
    )
    assert told == [
        (Action.CLEAR_NEED, "draft", "clearance", cast.amina.id),
        (Action.SUBMIT_NEED, "clearance", "submitted", cast.amina.id),
    ]


def test_whoever_may_only_clear_submits_nothing_by_it(
    client: Client, cast: Cast, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sabotaged: `may` forgets to ask the policy."""
    need = a_need(session, cast)
    cast.amina.language = "en"
    monkeypatch.setitem(TABLE, Action.SUBMIT_NEED, (no,) * len(Role))
    amina, both = client(cast.amina), {"version": need.version, "submits": "yes"}
    page = amina.get(f"/needs/{need.ref}").text
    assert (">Clear</button>" in page, "Clear and submit" in page, "Clear only" in page) == (
        True,
        False,
        False,
    )
    assert amina.post(f"/needs/{need.ref}/clear", data=both).status_code == 403
    assert client(cast.bashir).post(f"/needs/{need.ref}/clear", data=both).status_code == 403
    session.refresh(need)
    assert (need.state, history.of(session, Noun.NEED, need.id)) == (NeedState.DRAFT, [])
