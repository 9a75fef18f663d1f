"""Deeds on a match after the introduction: talks, an agreement, its delivery, and what became of it."""

from datetime import datetime

from sqlmodel import Session

from matchmaker.actions import Action
from matchmaker.errors import IllegalTransition
from matchmaker.labels import label
from matchmaker.models import Agreement, Feedback, Match, Person
from matchmaker.outcomes import ContactAnswer, Extent, Side
from matchmaker.queries import agreements
from matchmaker.rules import Actor, own
from matchmaker.services import capacity, following, letters
from matchmaker.services.agreement_drafts import AgreementDraft, ContactDraft, FeedbackDraft
from matchmaker.services.deadlines import Term, due
from matchmaker.services.moves import PORTAL, move
from matchmaker.vocabulary import MATCHABLE_NEED_STATES, DeclineReason, LetterKind, MatchState, NeedState
from matchmaker.wording import say


def side_of(actor: Actor, match: Match) -> Side | None:
    """On which side of *match* the actor stands; None for the secretariat."""
    if own(actor, match.need):
        return Side.REQUESTER
    return Side.DONOR if own(actor, match.offer) else None


def explore(session: Session, match: Match, *, by: Person, now: datetime) -> None:
    """The two are talking."""
    move(session, match, Action.EXPLORE_MATCH, by=by, now=now)


def answer_contact(session: Session, match: Match, said: ContactDraft, *, by: Person, now: datetime) -> None:
    """Whether contact is under way: talks are noted, an end ends it, and who needs help is heard."""
    move(session, match, Action.ANSWER_CONTACT, by=by, now=now, note=said.note, private=True)
    match.contact_answer, match.contact_answered_at = said.answer, now
    if said.answer == ContactAnswer.NOT_CONTINUING and said.reason:
        stop(session, match, reason=said.reason, note=said.note, by=by, now=now)
    elif said.answer == ContactAnswer.NEED_HELP:
        letters.to_case_officers(session, LetterKind.HELP_ASKED, match, now=now)
    elif match.state == MatchState.INTRODUCED:
        explore(session, match, by=by, now=now)


def stop(
    session: Session, match: Match, *, reason: DeclineReason, note: str, by: Person, now: datetime
) -> None:
    """One side, or the secretariat, does not go on; the others are told that it ends, never why."""
    move(session, match, Action.STOP_MATCH, by=by, now=now, note=note, private=True)
    end(session, match, reason, now=now)
    _tell_others(session, LetterKind.NOT_PROCEEDING, match, by=by, now=now)


def end(session: Session, match: Match, reason: DeclineReason, *, now: datetime) -> None:
    """Why it ended; and what an agreement held is free again: places of the offer, components of the need."""
    match.decline_reason, match.answer_by = reason, None
    if match.agreement is None:
        return
    following.hold(session, match.need)
    match.agreement.components = []
    capacity.give_back(session, match.offer, match.agreement.places, now=now)
    following.follow(session, match.need, now=now)


def _tell_others(session: Session, kind: LetterKind, match: Match, *, by: Actor, now: datetime) -> None:
    """A letter to both sides, or to the other one where one of them acts."""
    if side_of(by, match) != Side.REQUESTER:
        letters.to_requester(session, kind, match, now=now)
    if side_of(by, match) != Side.DONOR:
        letters.to_donor(session, kind, match, now=now)


def record_agreement(
    session: Session, match: Match, draft: AgreementDraft, *, by: Person, now: datetime
) -> None:
    """What the two agreed on, of the whole need or of a part of it; the offer has so much less left."""
    need = match.need
    following.hold(session, need)
    if need.state not in MATCHABLE_NEED_STATES:
        raise IllegalTransition(
            say("The need is not open to agreements now: its state is “%(state)s”.", state=label(need.state))
        )
    covered = [part for part in need.open_components if part.position in draft.parts]
    if len(covered) < len(draft.parts):
        raise IllegalTransition(say("One of these components is covered by another agreement by now."))
    whole = len(covered) == len(need.components)
    action = Action.RECORD_AGREEMENT if whole else Action.RECORD_PART_AGREEMENT
    move(session, match, action, by=by, now=now, note=draft.activity)
    terms = draft.model_dump(exclude={"parts"})
    match.agreement = Agreement(match_id=match.id, recorded_by_id=by.id, recorded_at=now, **terms)
    match.agreement.components = covered
    capacity.take(session, match.offer, draft.places, now=now)
    following.follow(session, need, now=now)
    for tell in (letters.to_requester, letters.to_donor):
        tell(session, LetterKind.AGREEMENT_RECORDED, match, now=now)


def start_delivery(session: Session, match: Match, *, by: Person, now: datetime) -> None:
    """It begins."""
    move(session, match, Action.START_DELIVERY_OF_MATCH, by=by, now=now)
    following.follow(session, match.need, now=now)
    _tell_others(session, LetterKind.DELIVERY_STARTED, match, by=by, now=now)


def report_delivery(session: Session, match: Match, *, by: Person, now: datetime) -> None:
    """The donor says that all is delivered."""
    if match.reported_at is not None:
        raise IllegalTransition(say("Your organisation has already said so."))
    move(session, match, Action.REPORT_DELIVERY, by=by, now=now)
    match.reported_at = now
    _deliver(session, match, by=by, now=now)


def confirm_receipt(session: Session, match: Match, *, by: Person, now: datetime) -> None:
    """The State says that all has arrived."""
    if match.received_at is not None:
        raise IllegalTransition(say("Your State has already said so."))
    move(session, match, Action.CONFIRM_RECEIPT, by=by, now=now)
    match.received_at = now
    _deliver(session, match, by=by, now=now)


def _deliver(session: Session, match: Match, *, by: Person, now: datetime) -> None:
    """Delivered when both have said so; until then the other side is asked."""
    if match.reported_at is None or match.received_at is None:
        _tell_others(session, LetterKind.CONFIRM_DELIVERY, match, by=by, now=now)
        return
    move(session, match, Action.MARK_MATCH_DELIVERED, by=PORTAL, now=now)
    match.delivered_at = now
    following.follow(session, match.need, now=now)
    for tell in (letters.to_requester, letters.to_donor):
        tell(session, LetterKind.GIVE_FEEDBACK, match, now=now)


def give_feedback(session: Session, match: Match, draft: FeedbackDraft, *, by: Person, now: datetime) -> None:
    """The five answers of one side, once."""
    side = side_of(by, match)
    if any(given.side == side for given in agreements.feedback_on(session, match)):
        raise IllegalTransition(say("Your side has already answered these questions."))
    move(session, match, Action.GIVE_FEEDBACK, by=by, now=now)
    session.add(Feedback(match_id=match.id, side=side, given_by_id=by.id, given_at=now, **draft.model_dump()))


def report_use(
    session: Session, match: Match, *, in_use: Extent, note: str, by: Person, now: datetime
) -> None:
    """A year later: is the result still in use? Both sides read the answer."""
    if match.delivered_at is None or now.date() < due(Term.YEAR_LATER, match.delivered_at):
        raise IllegalTransition(say("This is asked a year after delivery."))
    if match.still_in_use is not None:
        raise IllegalTransition(say("Your State has already answered this question."))
    move(session, match, Action.REPORT_USE, by=by, now=now, note=note)
    match.still_in_use = in_use


def close(session: Session, match: Match, *, by: Person, now: datetime) -> None:
    """The casework is done; a need that was served by this and other matches is closed with the last of them."""
    move(session, match, Action.CLOSE_MATCH, by=by, now=now)
    session.flush()
    need = match.need
    if need.state == NeedState.DELIVERED and agreements.states_of(session, need) == {MatchState.CLOSED}:
        move(session, need, Action.CLOSE_NEED, by=by, now=now)
    _tell_others(session, LetterKind.MATCH_CLOSED, match, by=by, now=now)
