"""What the cast does, so that a test starts where it wants to: with a need, an offer or a match in any state.

Each road leads from state to state through the real services, with the people who would take the step.
"""

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import object_session
from sqlmodel import Session

from matchmaker.actions import Action
from matchmaker.engine.weights import ENGINE_VERSION
from matchmaker.models import Concept, Lesson, Match, Need, Offer, Person
from matchmaker.policy import Actor
from matchmaker.services import agreements, concepts, lessons, matches, needs, offers
from matchmaker.services.drafts import ConceptDraft
from matchmaker.services.moves import PORTAL, move
from matchmaker.vocabulary import (
    ConceptState,
    DeclineReason,
    LessonState,
    MatchState,
    NeedState,
    OfferState,
    Visibility,
)
from tests.cast import NOON, TWO_PARTS, Cast, a_need_draft, an_agreement_draft, an_offer_draft

LEARNED: dict[str, Any] = {
    "ref": "",
    "engine": ENGINE_VERSION,
    "before": ENGINE_VERSION,
    "weights": {
        "text": [0.62, 0.5],
        "topic": [0.25, 0.37],
        "modality": [0.06, 0.06],
        "dates": [0.025, 0.025],
        "language": [0.025, 0.025],
        "budget": [0.02, 0.02],
    },
    "terms": [["EVI-02", "en", "write blocker"]],
    "taken_up": 20,
    "turned_down": 12,
    "exam_before": 0.9,
    "exam_after": 0.92,
    "pairs": 14,
    "right_before": 10,
    "right_after": 12,
    "needs": 40,
    "changes": [],
}
Step = Callable[[Session, Any, Cast, datetime], None]
Road = dict[Any, tuple[Any, *tuple[Step, ...]]]  # state -> the state before it, and the steps between


def _asker(cast: Cast, thing: Need | Match) -> Person:
    """Who speaks for the State: of one without anybody in the cast, whoever wrote the need."""
    need = thing.need if isinstance(thing, Match) else thing
    ours = {person.organisation_id: person for person in (cast.amina, cast.ines)}
    return ours.get(need.organisation_id) or object_session(need).get(Person, need.written_by_id)


def _giver(cast: Cast, thing: Offer | Match) -> Person:
    offer = thing.offer if isinstance(thing, Match) else thing
    return cast.carla if offer.organisation_id == cast.carla.organisation_id else cast.chen


def _dao(cast: Cast, thing: Any) -> Person:
    return cast.dao


def _erik(cast: Cast, thing: Any) -> Person:
    return cast.erik


def _portal(cast: Cast, thing: Any) -> Actor:
    return PORTAL


def _deed(service: Callable[..., Any], who: Callable[[Cast, Any], Actor], **words: Any) -> Step:
    """*service*, done by *who* with *words*."""

    def step(session: Session, thing: Any, cast: Cast, now: datetime) -> None:
        service(session, thing, by=who(cast, thing), now=now, **words)

    return step


def _move(action: Action, who: Callable[[Cast, Any], Actor]) -> Step:
    """A move that has no service of its own yet."""

    def step(session: Session, thing: Any, cast: Cast, now: datetime) -> None:
        move(session, thing, action, by=who(cast, thing), now=now)

    return step


def _summarise(session: Session, need: Need, cast: Cast, now: datetime) -> None:
    needs.summarise(session, need, public_summary=need.public_summary, by=cast.dao, now=now)


def _start_matching(session: Session, need: Need, cast: Cast, now: datetime) -> None:
    needs.start_matching(session, need, now=now)


def _merge(session: Session, need: Need, cast: Cast, now: datetime) -> None:
    other = a_need(session, cast, state=NeedState.PUBLISHED, by=_asker(cast, need), now=now)
    move(session, need, Action.MERGE_NEED, by=cast.erik, now=now)
    need.merged_into_id = other.id


def _lapse(session: Session, match: Match, cast: Cast, now: datetime) -> None:
    move(session, match, Action.LAPSE_MATCH, by=PORTAL, now=now)
    match.decline_reason = DeclineReason.OTHER


def _agree(session: Session, match: Match, cast: Cast, now: datetime) -> None:
    agreements.record_agreement(session, match, an_agreement_draft(match), by=cast.dao, now=now)


def _agree_in_part(session: Session, match: Match, cast: Cast, now: datetime) -> None:
    draft = an_agreement_draft(match, parts=[1])
    agreements.record_agreement(session, match, draft, by=cast.dao, now=now)


N, F, M = NeedState, OfferState, MatchState
NEED_ROAD: Road = {
    N.CLEARANCE: (N.DRAFT, _deed(needs.clear, _asker)),
    N.SUBMITTED: (N.CLEARANCE, _deed(needs.submit, _asker)),
    N.IN_CHECK: (N.SUBMITTED, _deed(needs.check, _dao)),
    N.RETURNED: (N.IN_CHECK, _deed(needs.send_back, _dao, note="How many phones a month?")),
    N.NO_OBJECTION: (N.IN_CHECK, _summarise),
    N.PUBLISHED: (N.NO_OBJECTION, _deed(needs.agree, _asker), _deed(needs.publish, _erik)),
    N.IN_MATCHING: (N.PUBLISHED, _start_matching),
    N.MATCHED: (N.IN_MATCHING, _move(Action.MARK_NEED_MATCHED, _portal)),
    N.IN_DELIVERY: (N.MATCHED, _move(Action.START_DELIVERY_OF_NEED, _portal)),
    N.DELIVERED: (N.IN_DELIVERY, _move(Action.MARK_NEED_DELIVERED, _portal)),
    N.CLOSED: (N.DELIVERED, _move(Action.CLOSE_NEED, _erik)),
    N.ON_HOLD: (N.IN_MATCHING, _move(Action.HOLD_NEED, _asker)),
    N.UNCONFIRMED: (N.IN_MATCHING, _move(Action.MARK_NEED_UNCONFIRMED, _portal)),
    N.WITHDRAWN: (N.IN_MATCHING, _deed(needs.withdraw, _asker, note="Other plans.")),
    N.NOT_TAKEN_UP: (N.IN_CHECK, _move(Action.DO_NOT_TAKE_UP_NEED, _erik)),
    N.MERGED: (N.IN_MATCHING, _merge),
}
OFFER_ROAD: Road = {
    F.SUBMITTED: (F.DRAFT, _deed(offers.submit, _giver)),
    F.IN_CHECK: (F.SUBMITTED, _deed(offers.check, _dao)),
    F.RETURNED: (F.IN_CHECK, _deed(offers.send_back, _dao, note="Who pays the flights?")),
    F.PUBLISHED: (F.IN_CHECK, _deed(offers.publish, _erik)),
    F.EXHAUSTED: (F.PUBLISHED, _move(Action.EXHAUST_OFFER, _portal)),
    F.EXPIRED: (F.PUBLISHED, _move(Action.EXPIRE_OFFER, _portal)),
    F.SUSPENDED: (F.PUBLISHED, _move(Action.SUSPEND_OFFER, _dao)),
    F.UNCONFIRMED: (F.PUBLISHED, _move(Action.MARK_OFFER_UNCONFIRMED, _portal)),
    F.WITHDRAWN: (F.PUBLISHED, _deed(offers.withdraw, _giver, note="Other plans.")),
}
MATCH_ROAD: Road = {
    M.SHORTLISTED: (M.SUGGESTED, _deed(matches.shortlist, _dao)),
    M.TO_RELEASE: (M.SHORTLISTED, _deed(matches.propose, _dao, note="A good pair.")),
    M.CONSENT_ASKED: (M.TO_RELEASE, _deed(matches.release, _erik)),
    M.INTRODUCED: (
        M.CONSENT_ASKED,
        _deed(matches.accept_as_requester, _asker),
        _deed(matches.accept_as_donor, _giver),
        _deed(matches.introduce, _erik),
    ),
    M.EXPLORING: (M.INTRODUCED, _deed(agreements.explore, _dao)),
    M.AGREED: (M.EXPLORING, _agree),
    M.PART_AGREED: (M.EXPLORING, _agree_in_part),
    M.IN_DELIVERY: (M.AGREED, _deed(agreements.start_delivery, _dao)),
    M.DELIVERED: (
        M.IN_DELIVERY,
        _deed(agreements.report_delivery, _giver),
        _deed(agreements.confirm_receipt, _asker),
    ),
    M.CLOSED: (M.DELIVERED, _deed(agreements.close, _erik)),
    M.DISMISSED: (M.SUGGESTED, _deed(matches.dismiss, _dao, reason=DeclineReason.SIZE, note="Too large.")),
    M.DECLINED: (
        M.CONSENT_ASKED,
        _deed(matches.decline_as_requester, _asker, reason=DeclineReason.TIMING, note="Next year."),
    ),
    M.LAPSED: (M.CONSENT_ASKED, _lapse),
}


def _walk(session: Session, thing: Any, road: Road, to: Any, cast: Cast, now: datetime) -> None:
    steps: list[Step] = []
    while to in road:
        to, *between = road[to]
        steps = [*between, *steps]
    for step in steps:
        step(session, thing, cast, now)
        session.flush()


def a_concept(
    session: Session,
    cast: Cast,
    *,
    state: ConceptState = ConceptState.IN_USE,
    now: datetime = NOON,
    **written: Any,
) -> Concept:
    """A concept of the portal's own, added by Dao; *written* changes the draft."""
    draft = ConceptDraft(**{"en": [f"new word {secrets.token_hex(4)}"], "fr": ["mot nouveau"], **written})
    concept = concepts.write(session, draft, by=cast.dao, now=now)
    if state == ConceptState.RETIRED:
        concepts.retire(session, concept, by=cast.erik, now=now, note="Too broad")
    session.flush()
    return concept


def a_lesson(
    session: Session,
    cast: Cast,
    *,
    state: LessonState = LessonState.CANDIDATE,
    now: datetime = NOON,
    **learned: Any,
) -> Lesson:
    """What the portal learned, and what Erik made of it; *learned* replaces what a test is about."""
    lesson = Lesson(**(LEARNED | {"learned_at": now, "changed_at": now} | learned))
    lessons.propose(session, lesson, now=now)
    if state in (LessonState.ADOPTED, LessonState.RETIRED):
        lessons.adopt(session, lesson, by=cast.erik, now=now)
    if state == LessonState.RETIRED:
        lessons.roll_back(session, lesson, by=cast.erik, now=now, note="Too bold.")
    if state == LessonState.REJECTED:
        lessons.reject(session, lesson, by=cast.dao, now=now, note="Too few decisions.")
    session.flush()
    return lesson


def a_need(
    session: Session,
    cast: Cast,
    *,
    state: NeedState = NeedState.DRAFT,
    by: Person | None = None,
    now: datetime = NOON,
    named: tuple[Person, ...] = (),
    **written: Any,
) -> Need:
    """A need of Amina's State (or of *by*) that has walked to *state*; *written* changes the draft.

    *named* are donor officers whose organisations a `named_donors` need is shown to (usually Chen's).
    """
    if written.get("visibility") == Visibility.NAMED_DONORS:
        named = named or (cast.chen,)
    keys = [donor.organisation.key for donor in named]
    need = needs.write(session, a_need_draft(named_donor_keys=keys, **written), by=by or cast.amina, now=now)
    _walk(session, need, NEED_ROAD, state, cast, now)
    return need


def an_offer(
    session: Session,
    cast: Cast,
    *,
    state: OfferState = OfferState.DRAFT,
    by: Person | None = None,
    now: datetime = NOON,
    **written: Any,
) -> Offer:
    """An offer of Carla's agency (or of *by*) that has walked to *state*; *written* changes the draft."""
    offer = offers.write(session, an_offer_draft(**written), by=by or cast.carla, now=now)
    _walk(session, offer, OFFER_ROAD, state, cast, now)
    return offer


def a_match(
    session: Session,
    cast: Cast,
    *,
    state: MatchState = MatchState.SUGGESTED,
    need: Need | None = None,
    offer: Offer | None = None,
    now: datetime = NOON,
) -> Match:
    """Dao brings *need* and *offer* together (usually Amina's and Carla's), and they go on to *state*."""
    parts = {"components": TWO_PARTS} if state == MatchState.PART_AGREED else {}
    need = need or a_need(session, cast, state=NeedState.IN_MATCHING, now=now, **parts)
    offer = offer or an_offer(session, cast, state=OfferState.PUBLISHED, now=now)
    match = matches.pick(session, need, offer, by=cast.dao, now=now)
    _walk(session, match, MATCH_ROAD, state, cast, now)
    return match
