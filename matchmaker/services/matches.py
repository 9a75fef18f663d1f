"""Deeds on matches, from interest to introduction. The engine's own suggestions are made in matching.py."""

from datetime import datetime

from sqlmodel import Session

from matchmaker.actions import Action
from matchmaker.errors import IllegalTransition, NotAllowed
from matchmaker.models import Match, Need, Offer, Person
from matchmaker.queries import matches
from matchmaker.rules import own
from matchmaker.services import deadlines, letters, threads
from matchmaker.services.assigning import assign as assign
from matchmaker.services.attachments import Parcel
from matchmaker.services.drafts import MessageDraft
from matchmaker.services.moves import move, record, require
from matchmaker.services.work import Job, ask
from matchmaker.vocabulary import (
    OPEN_NEED_STATES,
    OPEN_OFFER_STATES,
    DeclineReason,
    LetterKind,
    MatchState,
    OfferState,
    Origin,
)
from matchmaker.wording import say
from matchmaker.workflow.need import NEED


def show_interest(
    session: Session, need: Need, offer: Offer, *, note: str, by: Person, now: datetime
) -> Match:
    """A donor would like to serve *need* with *offer*: a suggestion of theirs, or a voice for the engine's."""
    require(by, Action.SHOW_INTEREST, need)
    NEED.after(Action.SHOW_INTEREST, need.state)
    if not own(by, offer) or offer.state != OfferState.PUBLISHED:
        raise NotAllowed(say("Choose one of your own published offers."))
    known = matches.between(session, need, offer)
    if known is not None and known.origin == Origin.INTEREST:
        raise IllegalTransition(say("You have already shown interest in this need with this offer."))
    match = _brought_up(session, need, offer, Origin.INTEREST, now)
    match.interest_note = note
    record(session, match, Action.SHOW_INTEREST, was=match.state, by=by, now=now, note=note)
    letters.to_case_officers(session, LetterKind.INTEREST_SHOWN, match, now=now)
    return match


def pick(session: Session, need: Need, offer: Offer, *, by: Person, now: datetime) -> Match:
    """A case officer brings two together whom the engine did not."""
    require(by, Action.PICK_MATCH, need)
    NEED.after(Action.PICK_MATCH, need.state)
    if offer.state != OfferState.PUBLISHED:
        raise IllegalTransition(say("Only a published offer can be picked."))
    if offer.organisation_id in by.recused_ids:
        raise NotAllowed(say("You stand back from the provider of this offer, so another person picks it."))
    match = _brought_up(session, need, offer, Origin.STAFF, now)
    record(session, match, Action.PICK_MATCH, was=match.state, by=by, now=now)
    return match


def _brought_up(session: Session, need: Need, offer: Offer, origin: Origin, now: datetime) -> Match:
    """The match of the two as a suggestion of *origin*. IllegalTransition if that has been said, or is past."""
    match = matches.between(session, need, offer)
    if match is None:
        match = Match(need_id=need.id, offer_id=offer.id, created_at=now, changed_at=now)
        match.need, match.offer = need, offer
        session.add(match)
    elif match.state != MatchState.SUGGESTED or match.origin in (origin, Origin.INTEREST):
        raise IllegalTransition(say("The secretariat is already looking at this pair."))
    match.origin, match.changed_at = origin, now
    session.flush()
    ask(session, Job.KEEP_REASONS, match.id)
    return match


def _require_open(match: Match) -> None:
    """IllegalTransition once need or offer has left the catalogue, though nobody has ended the match yet."""
    if match.need.state not in OPEN_NEED_STATES:
        raise IllegalTransition(say("The need is no longer open."))
    if match.offer.state not in OPEN_OFFER_STATES:
        raise IllegalTransition(say("The offer is no longer open."))


def shortlist(session: Session, match: Match, *, by: Person, now: datetime) -> None:
    """A case officer finds the pair sensible."""
    _require_open(match)
    move(session, match, Action.SHORTLIST_MATCH, by=by, now=now)
    ask(session, Job.KEEP_REASONS, match.id)
    match.reviewed_by_id = by.id
    match.assignee_id = match.assignee_id or by.id


def unlist(session: Session, match: Match, *, by: Person, now: datetime) -> None:
    """Undo the shortlisting: a suggestion like the others again."""
    move(session, match, Action.UNLIST_MATCH, by=by, now=now)
    match.reviewed_by_id = None


def dismiss(
    session: Session, match: Match, *, reason: DeclineReason, note: str, by: Person, now: datetime
) -> None:
    """Not sensible; the reason stays with the secretariat."""
    move(session, match, Action.DISMISS_MATCH, by=by, now=now, note=note, private=True)
    ask(session, Job.KEEP_REASONS, match.id)
    match.decline_reason = reason


def reopen(session: Session, match: Match, *, by: Person, now: datetime) -> None:
    """Undo the dismissal: a suggestion like the others again."""
    move(session, match, Action.REOPEN_MATCH, by=by, now=now)
    match.reviewed_by_id = match.decline_reason = None


def propose(session: Session, match: Match, *, note: str, by: Person, now: datetime) -> None:
    """To the releaser, the second pair of eyes."""
    move(session, match, Action.PROPOSE_MATCH, by=by, now=now, note=note, private=True)
    ask(session, Job.KEEP_REASONS, match.id)
    match.reviewed_by_id = by.id


def take_back(session: Session, match: Match, *, by: Person, now: datetime) -> None:
    """Undo the proposal, before the releaser has looked at it."""
    move(session, match, Action.TAKE_BACK_MATCH, by=by, now=now)


def send_back(session: Session, match: Match, *, note: str, by: Person, now: datetime) -> None:
    """Back to the case officer."""
    move(session, match, Action.SEND_BACK_MATCH, by=by, now=now, note=note, private=True)


def _require_verified(match: Match, knowingly: bool) -> None:
    """IllegalTransition where nobody vouches for the provider, unless the releaser has said yes to that."""
    if not match.offer.organisation.is_verified and not knowingly:
        raise IllegalTransition(say("Nobody has verified this provider. Go on only if you mean to."))


def release(session: Session, match: Match, *, by: Person, now: datetime, knowingly: bool = False) -> None:
    """A second person releases the pair, *knowingly* if the provider is not verified; the requester is asked first."""
    _require_open(match)
    _require_verified(match, knowingly)
    move(session, match, Action.RELEASE_MATCH, by=by, now=now)
    match.released_by_id = by.id
    match.answer_by = deadlines.due(deadlines.Term.REQUESTER, now, country=match.need.country)
    letters.to_requester(session, LetterKind.ASK_REQUESTER, match, now=now, day=match.answer_by)


def accept_as_requester(session: Session, match: Match, *, by: Person, now: datetime) -> None:
    """The State says yes; then the donor is asked."""
    if match.requester_accepted_at is not None:
        raise IllegalTransition(say("Your State has already said yes."))
    move(session, match, Action.ACCEPT_AS_REQUESTER, by=by, now=now)
    match.requester_accepted_at = now
    match.answer_by = deadlines.due(deadlines.Term.DONOR, now)
    letters.to_donor(session, LetterKind.ASK_DONOR, match, now=now, day=match.answer_by)


def accept_as_donor(session: Session, match: Match, *, by: Person, now: datetime) -> None:
    """The donor says yes, after the requester."""
    if match.requester_accepted_at is None:
        raise IllegalTransition(say("The State is asked first; it has not answered yet."))
    if match.donor_accepted_at is not None:
        raise IllegalTransition(say("Your organisation has already said yes."))
    move(session, match, Action.ACCEPT_AS_DONOR, by=by, now=now)
    match.donor_accepted_at, match.answer_by = now, None


def decline_as_requester(
    session: Session, match: Match, *, reason: DeclineReason, note: str, by: Person, now: datetime
) -> None:
    """The State says no; the donor, if it had not been asked, never knows."""
    if match.requester_accepted_at is not None:
        letters.to_donor(session, LetterKind.NOT_PROCEEDING, match, now=now)
    move(session, match, Action.DECLINE_AS_REQUESTER, by=by, now=now, note=note, private=True)
    match.decline_reason = reason


def decline_as_donor(
    session: Session, match: Match, *, reason: DeclineReason, note: str, by: Person, now: datetime
) -> None:
    """The donor says no; the State is told that it does not go ahead, never why."""
    if match.requester_accepted_at is None:
        raise IllegalTransition(say("The State is asked first; it has not answered yet."))
    move(session, match, Action.DECLINE_AS_DONOR, by=by, now=now, note=note, private=True)
    match.decline_reason = reason
    letters.to_requester(session, LetterKind.NOT_PROCEEDING, match, now=now)


def introduce(session: Session, match: Match, *, by: Person, now: datetime, knowingly: bool = False) -> None:
    """Both said yes: contacts are shared, and each side gets a neutral note. *knowingly*: see `release`."""
    if match.donor_accepted_at is None:
        raise IllegalTransition(say("Both sides must say yes before they are introduced."))
    _require_open(match)
    _require_verified(match, knowingly)
    move(session, match, Action.INTRODUCE_MATCH, by=by, now=now)
    match.introduced_at, match.answer_by = now, None
    match.need.unmet_on = None
    letters.to_requester(session, LetterKind.INTRODUCTION, match, now=now)
    letters.to_donor(session, LetterKind.INTRODUCTION, match, now=now)


def discuss(
    session: Session,
    match: Match,
    draft: MessageDraft,
    *,
    key: str | None,
    by: Person,
    now: datetime,
    parcel: Parcel | None = None,
) -> None:
    """In private between the two sides; the secretariat reads along, and may answer."""
    if threads.add(session, match, Action.DISCUSS_MATCH, draft, key=key, by=by, now=now, parcel=parcel):
        if by.organisation_id != match.need.organisation_id:
            letters.to_requester(session, LetterKind.MESSAGE, match, now=now)
        if by.organisation_id != match.offer.organisation_id:
            letters.to_donor(session, LetterKind.MESSAGE, match, now=now)
