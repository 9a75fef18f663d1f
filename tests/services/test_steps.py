"""Steps off the straight road: who may take them, where they lead, who is told, and what ends with them."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from matchmaker.errors import BadInput, NotAllowed
from matchmaker.models import Need
from matchmaker.services import needs, offers, steps
from matchmaker.vocabulary import DeclineReason, MatchState, NeedState, OfferState, RefusalReason
from tests.cast import NOON, Cast
from tests.services.told import history, last_row, letters, letters_since
from tests.stories import a_match, a_need, an_offer

WHY: dict[str, Any] = {"note": "The budget year is over."}
REFUSED = {"reason": RefusalReason.DETAIL, **WHY}
# Deed -> (words, who may, from, to, who is told when the first of them does it).
DEEDS: dict[str, tuple[dict[str, Any], list[str], str, str, list[tuple[str, str]]]] = {
    "hold": (WHY, ["amina", "dao", "erik"], "in_matching", "on_hold", [("news", "Dao")]),
    "resume": ({}, ["amina", "dao", "erik"], "on_hold", "in_matching", [("news", "Dao")]),
    "do_not_take_up": (REFUSED, ["erik"], "in_check", "not_taken_up", [("need_not_taken_up", "Amina")]),
    "reply": (WHY, ["amina"], "not_taken_up", "in_check", [("message", "Dao")]),
    "close": (WHY, ["erik"], "in_matching", "closed", [("news", "Amina")]),
    "reopen": (WHY, ["amina", "dao", "erik"], "matched", "in_matching", [("news", "Dao")]),
}
EVERYBODY = ("amina", "bashir", "ines", "carla", "chen", "dao", "erik", "farah", "gus", "hiba", "eve")


@pytest.mark.parametrize("deed", DEEDS)
def test_a_step_leads_on_is_recorded_and_told(session: Session, cast: Cast, deed: str) -> None:
    words, doers, source, target, told = DEEDS[deed]
    need = a_need(session, cast, state=NeedState(source))
    before = letters(session)
    getattr(steps, deed)(session, need, by=getattr(cast, doers[0]), now=NOON, **words)
    session.flush()
    assert history(session, need)[-1][:3] == (f"need.{deed}", source, target)
    assert last_row(session, need).note == words.get("note", "")
    assert letters_since(session, before) == told


@pytest.mark.parametrize("deed", DEEDS)
def test_a_step_is_refused_to_everybody_else(session: Session, cast: Cast, deed: str) -> None:
    words, doers, source, _target, _told = DEEDS[deed]
    need = a_need(session, cast, state=NeedState(source))
    before = history(session, need)
    for name in sorted({*EVERYBODY} - {*doers}):
        with pytest.raises(NotAllowed):
            getattr(steps, deed)(session, need, by=getattr(cast, name), now=NOON, **words)
    assert history(session, need) == before


def test_what_was_refused_for_a_reason_is_open_again_after_the_reply(session: Session, cast: Cast) -> None:
    need = a_need(session, cast, state=NeedState.IN_CHECK)
    steps.do_not_take_up(session, need, by=cast.erik, now=NOON, **REFUSED)
    refused_for = need.refused_for
    steps.reply(session, need, by=cast.amina, now=NOON + timedelta(days=14), **WHY)
    assert (refused_for, need.refused_for, need.state) == (RefusalReason.DETAIL, None, NeedState.IN_CHECK)
    assert need.check_by == date(2026, 12, 11)  # five working days from the reply on, not from the submission


def two_needs(session: Session, cast: Cast) -> tuple[Need, Need]:
    return a_need(session, cast, state=NeedState.IN_MATCHING), a_need(
        session, cast, state=NeedState.IN_MATCHING
    )


def test_a_duplicate_is_joined_into_another_need_of_its_state(session: Session, cast: Cast) -> None:
    need, into = two_needs(session, cast)
    before = history(session, into)
    steps.merge(session, need, into=into, by=cast.erik, now=NOON, **WHY)
    session.flush()
    assert (need.state, need.merged_into_id, into.state) == (NeedState.MERGED, into.id, NeedState.IN_MATCHING)
    assert history(session, into) == before


def test_a_need_is_joined_neither_into_itself_nor_into_one_of_another_state(
    session: Session, cast: Cast
) -> None:
    need, other = (
        a_need(session, cast, state=NeedState.IN_MATCHING),
        a_need(session, cast, state=NeedState.IN_MATCHING, by=cast.ines),
    )
    for into in (need, other, a_need(session, cast, state=NeedState.IN_CHECK)):
        with pytest.raises(BadInput):
            steps.merge(session, need, into=into, by=cast.erik, now=NOON, **WHY)
    assert need.state == NeedState.IN_MATCHING


# State of the match -> (where the withdrawal of its need leads, who hears of that).
ENDS = {
    MatchState.DECLINED: (MatchState.DECLINED, []),
    MatchState.SHORTLISTED: (MatchState.DISMISSED, []),
    MatchState.TO_RELEASE: (MatchState.DISMISSED, []),
    MatchState.CONSENT_ASKED: (MatchState.LAPSED, []),
    MatchState.INTRODUCED: (MatchState.LAPSED, [("no_longer_open", "Carla")]),
    MatchState.AGREED: (MatchState.LAPSED, [("no_longer_open", "Carla")]),
    MatchState.IN_DELIVERY: (MatchState.LAPSED, [("no_longer_open", "Carla")]),
}


@pytest.mark.parametrize("state", ENDS)
def test_with_a_withdrawn_need_ends_what_was_under_way(
    session: Session, cast: Cast, state: MatchState
) -> None:
    match = a_match(session, cast, state=state)
    before = letters(session)
    needs.withdraw(session, match.need, by=cast.amina, now=NOON, note="Other plans.")
    session.flush()
    target, told = ENDS[state]
    assert match.state == target
    if target != state:
        assert (match.decline_reason, match.answer_by) == (DeclineReason.WITHDRAWN, None)
    assert letters_since(session, before) == [*told, ("news", "Dao")]


def test_with_a_withdrawn_offer_ends_what_the_state_knew_of(session: Session, cast: Cast) -> None:
    match = a_match(session, cast, state=MatchState.CONSENT_ASKED)
    before = letters(session)
    offers.withdraw(session, match.offer, by=cast.carla, now=NOON, note="No budget.")
    session.flush()
    assert match.state == MatchState.LAPSED
    assert letters_since(session, before) == [("no_longer_open", "Amina"), ("news", "Dao")]


def test_an_offer_is_suspended_and_taken_up_again(session: Session, cast: Cast) -> None:
    offer = an_offer(session, cast, state=OfferState.PUBLISHED)
    offers.suspend(session, offer, by=cast.dao, now=NOON, **WHY)
    states = [offer.state]
    offers.resume(session, offer, by=cast.carla, now=NOON)
    assert [*states, offer.state] == [OfferState.SUSPENDED, OfferState.PUBLISHED]
    for name in ("amina", "chen", "farah", "gus"):
        with pytest.raises(NotAllowed):
            offers.suspend(session, offer, by=getattr(cast, name), now=NOON, **WHY)


def test_an_offer_that_has_nothing_left_is_taken_up_again_as_exhausted(session: Session, cast: Cast) -> None:
    offer = an_offer(session, cast, state=OfferState.EXHAUSTED)
    offer.capacity_used = offer.capacity
    offers.suspend(session, offer, by=cast.dao, now=NOON, **WHY)
    offers.resume(session, offer, by=cast.erik, now=NOON)
    states = [offer.state]
    offers.replenish(session, offer, more=3, by=cast.carla, now=NOON)
    assert [*states, offer.state] == [OfferState.EXHAUSTED, OfferState.PUBLISHED]
    assert offer.capacity_left == 3
