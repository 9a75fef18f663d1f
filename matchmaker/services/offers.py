"""Deeds on offers."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from sqlmodel import Session

from matchmaker.actions import Action
from matchmaker.errors import BadInput, Conflict, Incomplete, NotAllowed
from matchmaker.models import Offer, OfferTag, Person
from matchmaker.policy import can
from matchmaker.services import attachments, deadlines, ending, letters, references, threads, work
from matchmaker.services.assigning import assign as assign
from matchmaker.services.attachments import Parcel
from matchmaker.services.drafts import MessageDraft, OfferDraft
from matchmaker.services.moves import PORTAL, move, require
from matchmaker.vocabulary import LetterKind, TagKind
from matchmaker.wording import Wording, say
from matchmaker.workflow.offer import OFFER

# Lists of the draft -> the kind of tag under which each code is kept.
TAGGED = {
    "topics": TagKind.TOPIC,
    "modalities": TagKind.MODALITY,
    "languages": TagKind.LANGUAGE,
    "countries": TagKind.COUNTRY,
    "regions": TagKind.REGION,
    "groups": TagKind.GROUP,
    "covers": TagKind.COVER,
}


def write(session: Session, draft: OfferDraft, *, by: Person, now: datetime, key: str | None = None) -> Offer:
    """A new draft of the writer's organisation. NotAllowed for whoever does not write offers."""
    if not can(by, Action.WRITE_OFFER):
        raise NotAllowed(say("Offers are written by the officers of donors."))
    [ref] = references.drawn(session, Offer, 1)
    offer = Offer(ref=ref, key=key, written_by_id=by.id, created_at=now, changed_at=now)
    offer.organisation_id = by.organisation_id
    offer.organisation = by.organisation
    fill(offer, draft)
    session.add(offer)
    session.flush()
    return offer


def edit(
    session: Session, offer: Offer, draft: OfferDraft, *, version: int, by: Person, now: datetime
) -> None:
    """Replace what is written. Conflict if somebody saved since *version*."""
    require(by, Action.EDIT_OFFER, offer)
    OFFER.after(Action.EDIT_OFFER, offer.state)
    if version != offer.version:
        raise Conflict(say("Somebody else has changed this offer while you were writing."))
    fill(offer, draft)
    offer.changed_at = now
    session.flush()


def fill(offer: Offer, draft: OfferDraft) -> None:
    """Take over everything that *draft* says."""
    for name in OfferDraft.model_fields.keys() - TAGGED.keys():
        setattr(offer, name, getattr(draft, name))
    kept = {(tag.kind, tag.code): tag for tag in offer.tags}
    wanted = [(kind, code) for name, kind in TAGGED.items() for code in getattr(draft, name)]
    offer.tags = [kept.get(pair) or OfferTag(kind=pair[0], code=pair[1]) for pair in wanted]


def missing(offer: Offer) -> dict[str, Wording]:
    """What an offer still lacks before it can be submitted: field -> sentence, in the order of the form."""
    needed = {
        "title": (offer.title, say("Give the offer a title.")),
        "description": (offer.description, say("Describe what you offer.")),
        "topics": (offer.topics, say("Choose at least one topic.")),
        "modalities": (offer.modalities, say("Choose at least one way of giving it.")),
        "languages": (offer.languages, say("Choose at least one language in which it can be given.")),
        "not_covered": (offer.not_covered, say("Say what is not covered; “nothing” is an answer.")),
        "conditions": (offer.conditions, say("Say on what conditions; “none” is an answer.")),
        "valid_from": (offer.valid_from, say("Say from when the offer holds.")),
        "valid_until": (offer.valid_until, say("Say until when the offer holds.")),
    }
    return {field: sentence for field, (answer, sentence) in needed.items() if not answer}


def submit(session: Session, offer: Offer, *, by: Person, now: datetime) -> None:
    """To the secretariat. Incomplete says what is missing."""
    lacking = missing(offer)
    if lacking:
        raise Incomplete(say("Some answers are missing."), lacking)
    move(session, offer, Action.SUBMIT_OFFER, by=by, now=now)
    offer.submitted_at, offer.check_by = now, deadlines.due(deadlines.Term.CHECK, now)
    offer.reviewed_by_id = None
    letters.to_officers(session, LetterKind.OFFER_RECEIVED, offer, now=now, day=offer.check_by)


def check(session: Session, offer: Offer, *, by: Person, now: datetime) -> None:
    """A case officer takes the offer into check."""
    move(session, offer, Action.CHECK_OFFER, by=by, now=now)
    offer.reviewed_by_id = by.id
    offer.assignee_id = offer.assignee_id or by.id


def correct(session: Session, offer: Offer, *, topics: Sequence[str], by: Person, now: datetime) -> None:
    """The offer under other topics; what the donor wrote stays as it is. Whom it may serve is looked for anew."""
    was = offer.topics
    if not topics or sorted(topics) == was:
        raise BadInput(say("Choose other topics."))
    note = f"{', '.join(was)} → {', '.join(sorted(topics))}"
    move(session, offer, Action.CORRECT_OFFER, by=by, now=now, note=note)
    others = [tag for tag in offer.tags if tag.kind != TagKind.TOPIC or tag.code in topics]
    offer.tags = [*others, *(OfferTag(kind=TagKind.TOPIC, code=code) for code in topics if code not in was)]
    work.ask(session, work.Job.RANK_OFFER, offer.id)


def send_back(session: Session, offer: Offer, *, by: Person, now: datetime, note: str) -> None:
    """Back to the donor with a question; what is written stays."""
    move(session, offer, Action.SEND_BACK_OFFER, by=by, now=now, note=note)
    letters.to_officers(session, LetterKind.OFFER_RETURNED, offer, now=now)


def publish(session: Session, offer: Offer, *, by: Person, now: datetime) -> None:
    """Into the catalogue, by a second person; the engine then looks whom it may serve."""
    move(session, offer, Action.PUBLISH_OFFER, by=by, now=now)
    offer.published_at = offer.confirmed_at = now
    letters.to_officers(session, LetterKind.OFFER_PUBLISHED, offer, now=now)
    work.ask(session, work.Job.RANK_OFFER, offer.id)


def confirm(session: Session, offer: Offer, *, by: Person, now: datetime) -> None:
    """It still stands, for another year; what was hidden for want of this word is back."""
    move(session, offer, Action.CONFIRM_OFFER, by=by, now=now)
    _renewed(session, offer, now)


def renew(session: Session, offer: Offer, *, valid_until: date, by: Person, now: datetime) -> None:
    """Back into the catalogue with a new last day. BadInput for a day that has begun everywhere already."""
    if valid_until <= now.astimezone(UTC).date():
        raise BadInput(say("Choose a day that is still to come."))
    move(session, offer, Action.RENEW_OFFER, by=by, now=now)
    offer.valid_until = valid_until
    _renewed(session, offer, now)


def _renewed(session: Session, offer: Offer, now: datetime) -> None:
    offer.confirmed_at, offer.confirm_by = now, None
    work.ask(session, work.Job.RANK_OFFER, offer.id)


def withdraw(session: Session, offer: Offer, *, by: Person, now: datetime, note: str) -> None:
    """Out of the catalogue at once, and what is under way ends."""
    move(session, offer, Action.WITHDRAW_OFFER, by=by, now=now, note=note)
    if offer.submitted_at is None:
        attachments.forget(session, offer)
    ending.matches_of_offer(session, offer, now=now)
    letters.news(session, offer, by=by, now=now)
    work.ask(session, work.Job.RANK_OFFER, offer.id)


def suspend(session: Session, offer: Offer, *, note: str, by: Person, now: datetime) -> None:
    """Out of the catalogue for a while; nothing that is under way ends."""
    move(session, offer, Action.SUSPEND_OFFER, by=by, now=now, note=note)
    letters.news(session, offer, by=by, now=now)
    work.ask(session, work.Job.RANK_OFFER, offer.id)


def resume(session: Session, offer: Offer, *, by: Person, now: datetime) -> None:
    """Back into the catalogue, with as much as it has left."""
    move(session, offer, Action.RESUME_OFFER, by=by, now=now)
    if offer.capacity_left == 0:
        move(session, offer, Action.EXHAUST_OFFER, by=PORTAL, now=now)
    letters.news(session, offer, by=by, now=now)
    work.ask(session, work.Job.RANK_OFFER, offer.id)


def replenish(session: Session, offer: Offer, *, more: int, by: Person, now: datetime) -> None:
    """*more* of what it gives (places, missions, kits), so that it is open again."""
    move(session, offer, Action.REPLENISH_OFFER, by=by, now=now)
    offer.capacity += more
    letters.news(session, offer, by=by, now=now)
    work.ask(session, work.Job.RANK_OFFER, offer.id)


def discuss(
    session: Session,
    offer: Offer,
    draft: MessageDraft,
    *,
    key: str | None,
    by: Person,
    now: datetime,
    parcel: Parcel | None = None,
) -> None:
    """A question or an answer between the donor and the secretariat; the other side is told that there is one."""
    if threads.add(session, offer, Action.DISCUSS_OFFER, draft, key=key, by=by, now=now, parcel=parcel):
        if by.organisation_id == offer.organisation_id:
            letters.to_reviewer(session, LetterKind.MESSAGE, offer, now=now)
        else:
            letters.to_officers(session, LetterKind.MESSAGE, offer, now=now)
