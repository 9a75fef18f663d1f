"""Deeds on a match after the introduction: talks, agreements, capacity, delivery, feedback, and a year later."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from matchmaker.errors import IllegalTransition, NotAllowed
from matchmaker.models import Feedback, Match
from matchmaker.outcomes import ContactAnswer, Extent, Side
from matchmaker.services import agreements
from matchmaker.services.agreement_drafts import ContactDraft, FeedbackDraft
from matchmaker.vocabulary import DeclineReason, MatchState, NeedState
from tests.cast import NOON, Cast, an_agreement_draft
from tests.services.told import history, last_row, letters, letters_since
from tests.stories import a_match

WHY = {"reason": DeclineReason.TIMING, "note": "Next year."}
ANSWERS = FeedbackDraft(
    as_agreed=Extent.YES,
    timely=Extent.PARTLY,
    useful=4,
    lasting=Extent.YES,
    recommended=Extent.YES,
    words="Six weeks well spent.",
)
EVERYBODY = ("amina", "bashir", "ines", "carla", "chen", "dao", "erik", "farah", "gus", "hiba", "eve")
YEAR_LATER = NOON + timedelta(days=365)
BOTH = [("agreement_recorded", "Amina"), ("agreement_recorded", "Carla")]
TALKS = {"introduced", "exploring"}

# Deed -> (words for a match, who may, states it starts from, where it leads,
#          letters when each of those people does it).
Deed = tuple[Callable[[Match], dict[str, Any]], dict[str, list[tuple[str, str]]], set[str], str | None]
DEEDS: dict[str, Deed] = {
    "explore": (lambda match: {}, {"amina": [], "carla": [], "dao": []}, {"introduced"}, "exploring"),
    "answer_contact": (
        lambda match: {"said": ContactDraft(answer=ContactAnswer.NEED_HELP, note="No answer yet.")},
        {"amina": [("help_asked", "Dao")], "carla": [("help_asked", "Dao")]},
        TALKS,
        None,
    ),
    "record_agreement": (
        lambda match: {"draft": an_agreement_draft(match)},
        {"amina": BOTH, "carla": BOTH, "dao": BOTH},
        TALKS,
        "agreed",
    ),
    "stop": (
        lambda match: WHY,
        {
            "amina": [("not_proceeding", "Carla")],
            "carla": [("not_proceeding", "Amina")],
            "erik": [("not_proceeding", "Amina"), ("not_proceeding", "Carla")],
        },
        TALKS | {"agreed", "part_agreed"},
        "declined",
    ),
    "start_delivery": (
        lambda match: {},
        {
            "amina": [("delivery_started", "Carla")],
            "carla": [("delivery_started", "Amina")],
            "dao": [("delivery_started", "Amina"), ("delivery_started", "Carla")],
        },
        {"agreed", "part_agreed"},
        "in_delivery",
    ),
    "report_delivery": (lambda match: {}, {"carla": [("confirm_delivery", "Amina")]}, {"in_delivery"}, None),
    "confirm_receipt": (lambda match: {}, {"amina": [("confirm_delivery", "Carla")]}, {"in_delivery"}, None),
    "give_feedback": (
        lambda match: {"draft": ANSWERS},
        {"amina": [], "carla": []},
        {"delivered", "closed"},
        None,
    ),
    "report_use": (
        lambda match: {"in_use": Extent.PARTLY, "note": "Two of three rooms.", "now": YEAR_LATER},
        {"amina": []},
        {"delivered", "closed"},
        None,
    ),
    "close": (
        lambda match: {},
        {"erik": [("match_closed", "Amina"), ("match_closed", "Carla")]},
        {"delivered"},
        "closed",
    ),
}
PRIVATE = {"answer_contact", "stop"}


def do(deed: str, session: Session, match: Match, by: Any, now: datetime = NOON) -> None:
    words = {"now": now, **DEEDS[deed][0](match)}
    getattr(agreements, deed)(session, match, by=by, **words)
    session.flush()


@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_leads_on_is_recorded_and_told(session: Session, cast: Cast, deed: str) -> None:
    _, doers, sources, target = DEEDS[deed]
    for source in sorted(sources):
        for doer, written in doers.items():
            match, person = a_match(session, cast, state=MatchState(source)), getattr(cast, doer)
            before, known = letters(session), history(session, match)
            do(deed, session, match, person)
            assert match.state == (target or source)
            assert history(session, match)[len(known) :] == [
                (f"match.{deed}", source, target or source, person.role)
            ]
            assert letters_since(session, before) == written
            row = last_row(session, match)
            assert (row.by_id, row.private) == (person.id, deed in PRIVATE)


@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_is_refused_to_everybody_else(session: Session, cast: Cast, deed: str) -> None:
    _, doers, sources, _ = DEEDS[deed]
    match = a_match(session, cast, state=MatchState(min(sources)))
    before = history(session, match)
    for name in sorted({*EVERYBODY} - doers.keys()):
        with pytest.raises(NotAllowed):
            do(deed, session, match, getattr(cast, name))
    assert history(session, match) == before


@pytest.mark.parametrize("state", MatchState)
def test_every_other_deed_is_refused_in_a_state(session: Session, cast: Cast, state: MatchState) -> None:
    match = a_match(session, cast, state=state)
    before = history(session, match)
    for deed, (_, doers, sources, _) in DEEDS.items():
        if state not in sources:
            # What has ended, or has not begun, is not known to every side.
            with pytest.raises((IllegalTransition, NotAllowed)):
                do(deed, session, match, getattr(cast, min(doers)))
    assert (match.state, history(session, match)) == (state, before)


def test_delivered_is_what_both_say(session: Session, cast: Cast) -> None:
    match = a_match(session, cast, state=MatchState.IN_DELIVERY)
    agreements.confirm_receipt(session, match, by=cast.amina, now=NOON)
    with pytest.raises(IllegalTransition, match="already said so"):
        agreements.confirm_receipt(session, match, by=cast.amina, now=NOON)
    before = letters(session)
    agreements.report_delivery(session, match, by=cast.carla, now=NOON)
    session.flush()
    assert (match.state, match.delivered_at, match.need.state) == (
        MatchState.DELIVERED,
        NOON,
        NeedState.DELIVERED,
    )
    assert history(session, match)[-2:] == [
        ("match.report_delivery", "in_delivery", "in_delivery", "donor_officer"),
        ("match.mark_delivered", "in_delivery", "delivered", "portal"),
    ]
    assert letters_since(session, before) == [("give_feedback", "Amina"), ("give_feedback", "Carla")]


def test_each_side_answers_the_five_questions_once(session: Session, cast: Cast) -> None:
    match = a_match(session, cast, state=MatchState.DELIVERED)
    for person in (cast.amina, cast.carla):
        agreements.give_feedback(session, match, ANSWERS, by=person, now=NOON)
        session.flush()
        with pytest.raises(IllegalTransition, match="already answered"):
            agreements.give_feedback(session, match, ANSWERS, by=person, now=NOON)
    given = session.exec(select(Feedback).order_by(Feedback.id)).all()
    assert [(one.side, one.useful, one.may_publish, one.given_by_id) for one in given] == [
        (Side.REQUESTER, 4, False, cast.amina.id),
        (Side.DONOR, 4, False, cast.carla.id),
    ]


def test_whether_it_is_still_in_use_is_asked_a_year_later_and_once(session: Session, cast: Cast) -> None:
    match = a_match(session, cast, state=MatchState.CLOSED)
    answer = {"in_use": Extent.YES, "note": "", "by": cast.amina}
    with pytest.raises(IllegalTransition, match="a year after"):
        agreements.report_use(session, match, **answer, now=YEAR_LATER - timedelta(days=1))
    agreements.report_use(session, match, **answer, now=YEAR_LATER)
    with pytest.raises(IllegalTransition, match="already answered"):
        agreements.report_use(session, match, **answer, now=YEAR_LATER)
    assert match.still_in_use == Extent.YES


@pytest.mark.parametrize(
    ("answer", "state", "moves"),
    [
        (ContactAnswer.TALKING, MatchState.EXPLORING, ["answer_contact", "explore"]),
        (ContactAnswer.AGREED, MatchState.EXPLORING, ["answer_contact", "explore"]),
        (ContactAnswer.NOT_CONTINUING, MatchState.DECLINED, ["answer_contact", "stop"]),
        (ContactAnswer.NEED_HELP, MatchState.INTRODUCED, ["answer_contact"]),
    ],
)
def test_each_answer_on_contact_has_its_effect(
    session: Session, cast: Cast, answer: ContactAnswer, state: MatchState, moves: list[str]
) -> None:
    match = a_match(session, cast, state=MatchState.INTRODUCED)
    known = history(session, match)
    said = ContactDraft(answer=answer, reason=DeclineReason.SIZE, note="We shall see.")
    agreements.answer_contact(session, match, said, by=cast.amina, now=NOON)
    session.flush()
    assert [row[0] for row in history(session, match)[len(known) :]] == [f"match.{move}" for move in moves]
    assert (match.state, match.contact_answer, match.contact_answered_at) == (state, answer, NOON)
