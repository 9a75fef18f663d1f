"""Deeds on needs, from the first draft to publication, and how a need leaves the catalogue."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from matchmaker.actions import Action
from matchmaker.errors import BadInput, Conflict, IllegalTransition, Incomplete, NotAllowed
from matchmaker.models import Component, NamedDonor, Need, NeedTag, Person
from matchmaker.policy import can
from matchmaker.queries import organisations
from matchmaker.services import attachments, deadlines, ending, letters, references, threads, work
from matchmaker.services.assigning import assign as assign
from matchmaker.services.attachments import Parcel
from matchmaker.services.drafts import MessageDraft, NeedDraft
from matchmaker.services.moves import PORTAL, move, require
from matchmaker.vocabulary import LetterKind, NeedState, TagKind, Urgency, Visibility
from matchmaker.wording import Wording, say
from matchmaker.workflow.need import NEED

PARTS = {"components", "languages", "named_donor_keys"}  # kept as rows of their own


def write(session: Session, draft: NeedDraft, *, by: Person, now: datetime, key: str | None = None) -> Need:
    """A new draft of the writer's State. NotAllowed for whoever does not write needs."""
    if not can(by, Action.WRITE_NEED):
        raise NotAllowed(say("Needs are written by the focal points of States and their drafters."))
    [ref] = references.drawn(session, Need, 1)
    need = Need(ref=ref, key=key, written_by_id=by.id, created_at=now, changed_at=now)
    need.organisation_id = by.organisation_id
    need.organisation = by.organisation
    fill(need, draft)
    session.add(need)
    session.flush()
    _name(session, need, draft.named_donor_keys)
    return need


def edit(session: Session, need: Need, draft: NeedDraft, *, version: int, by: Person, now: datetime) -> None:
    """Replace what is written. Conflict if somebody saved since *version*; an edit undoes the clearance."""
    require(by, Action.EDIT_NEED, need)
    NEED.after(Action.EDIT_NEED, need.state)
    if version != need.version:
        raise Conflict(say("Somebody else has changed this need while you were writing."))
    fill(need, draft)
    _name(session, need, draft.named_donor_keys)
    need.cleared_at = need.cleared_by_id = None
    need.changed_at = now
    session.flush()


def fill(need: Need, draft: NeedDraft) -> None:
    """Take over everything that *draft* says but the donors it names."""
    for name in NeedDraft.model_fields.keys() - PARTS:
        setattr(need, name, getattr(draft, name))
    written = [part for part in draft.components if not part.is_empty]
    need.components = _components(need.components, written)
    kept = {tag.code: tag for tag in need.tags}
    need.tags = [kept.get(code) or NeedTag(kind=TagKind.LANGUAGE, code=code) for code in draft.languages]


def _components(kept: list[Component], written: list) -> list[Component]:
    """The rows we have, rewritten in place, then new ones: positions stay unique at every moment."""
    rows = [*kept, *(Component(position=0) for _ in written)][: len(written)]
    for position, (row, part) in enumerate(zip(rows, written, strict=True), start=1):
        row.position = position
        for name in type(part).model_fields:
            setattr(row, name, getattr(part, name))
    return rows


def _name(session: Session, need: Need, keys: list[str]) -> None:
    """The donors to whom a `named_donors` need is shown, in place of those named before."""
    wanted = [donor for donor in organisations.donors(session) if donor.key in keys] if keys else []
    if len(wanted) < len(keys):
        raise BadInput(say("One of the donors you named is not here. Choose from the list."))
    kept = {donor.organisation_id: donor for donor in need.named_donors}
    need.named_donors = [
        kept.get(donor.id) or NamedDonor(organisation_id=donor.id, organisation=donor) for donor in wanted
    ]


def missing(need: Need) -> dict[str, Wording]:
    """What a need still lacks before it can be cleared: field -> sentence, in the order of the form."""
    needed = {
        "title": (need.title, say("Give the need a title.")),
        "institution": (need.institution, say("Name the institution that needs help.")),
        "problem": (need.problem, say("Describe the problem and the present situation.")),
        "expected_result": (
            need.expected_result,
            say("Say what will be different, and how you will know it."),
        ),
        "components": (need.components, say("Describe at least one part.")),
        "beneficiaries": (need.beneficiaries, say("Say who will benefit.")),
        "previous_assistance": (
            need.previous_assistance,
            say("Say what help there was; “none” is an answer."),
        ),
        "earliest_start": (need.earliest_start, say("Say when it can start.")),
        "languages": (need.languages, say("Choose at least one working language.")),
        "public_summary": (
            need.public_summary or need.visibility != Visibility.PUBLIC_SUMMARY,
            say("Write the summary that everybody may read."),
        ),
        "named_donor_keys": (
            need.named_donors or need.visibility != Visibility.NAMED_DONORS,
            say("Name at least one donor who may read it."),
        ),
        "urgency_reason": (
            need.urgency_reason or need.urgency != Urgency.HIGH,
            say("Say why it is urgent."),
        ),
    }
    lacking = {field: sentence for field, (answer, sentence) in needed.items() if not answer}
    for row, part in enumerate(need.components):
        if not part.topic:
            lacking[f"components-{row}-topic"] = say("Choose the topic of this component.")
        if not part.modality:
            lacking[f"components-{row}-modality"] = say("Choose how this component would be given.")
    return lacking


def _complete(need: Need) -> None:
    lacking = missing(need)
    if lacking:
        raise Incomplete(say("Some answers are missing."), lacking)


def ask_clearance(session: Session, need: Need, *, by: Person, now: datetime) -> None:
    """The drafter hands the need to the focal point. Incomplete says what is missing."""
    _complete(need)
    move(session, need, Action.ASK_CLEARANCE, by=by, now=now)
    letters.to_focal_points(session, LetterKind.PLEASE_CLEAR, need, now=now)


def refuse_clearance(session: Session, need: Need, *, by: Person, now: datetime, note: str) -> None:
    """Back to the drafter with what should be changed."""
    move(session, need, Action.REFUSE_CLEARANCE, by=by, now=now, note=note)


def clear(session: Session, need: Need, *, by: Person, now: datetime, submits: bool = False) -> None:
    """The focal point declares that the State stands behind the need; with *submits* it goes on at once."""
    _complete(need)
    move(session, need, Action.CLEAR_NEED, by=by, now=now)
    need.cleared_at, need.cleared_by_id = now, by.id
    if submits:
        submit(session, need, by=by, now=now)


def submit(session: Session, need: Need, *, by: Person, now: datetime) -> None:
    """To the secretariat; acknowledged at once with the date by which it will be checked."""
    if need.cleared_at is None:
        raise IllegalTransition(say("Clear the need first: only a cleared need can be submitted."))
    move(session, need, Action.SUBMIT_NEED, by=by, now=now)
    need.submitted_at, need.check_by = now, deadlines.due(deadlines.Term.CHECK, now)
    need.reviewed_by_id = need.agreed_at = None
    letters.to_focal_points(session, LetterKind.NEED_RECEIVED, need, now=now, day=need.check_by)


def check(session: Session, need: Need, *, by: Person, now: datetime) -> None:
    """A case officer takes the need into check."""
    move(session, need, Action.CHECK_NEED, by=by, now=now)
    need.reviewed_by_id = by.id
    need.assignee_id = need.assignee_id or by.id


def correct(session: Session, need: Need, *, topics: Sequence[str], by: Person, now: datetime) -> None:
    """Components under other topics, one for each; what the State wrote stays as it is. It is ranked anew."""
    was = [part.topic for part in need.components]
    if len(topics) != len(was) or not all(topics) or list(topics) == was:
        raise BadInput(say("Choose another topic for at least one part."))
    move(session, need, Action.CORRECT_NEED, by=by, now=now, note=f"{', '.join(was)} → {', '.join(topics)}")
    for part, topic in zip(need.components, topics, strict=True):
        part.topic = topic
    work.ask(session, work.Job.RANK_NEED, need.id)


def send_back(session: Session, need: Need, *, by: Person, now: datetime, note: str) -> None:
    """Back to the State with a question; what is written stays."""
    move(session, need, Action.SEND_BACK_NEED, by=by, now=now, note=note)
    letters.to_focal_points(session, LetterKind.NEED_RETURNED, need, now=now)


def summarise(session: Session, need: Need, *, public_summary: str, by: Person, now: datetime) -> None:
    """The case officer's public summary goes to the State for its *no objection*."""
    move(session, need, Action.SUMMARISE_NEED, by=by, now=now)
    need.public_summary, need.reviewed_by_id, need.agreed_at = public_summary, by.id, None
    need.agree_by = deadlines.due(deadlines.Term.NO_OBJECTION, now, country=need.country)
    letters.to_focal_points(
        session, LetterKind.PLEASE_AGREE, need, page="/preview", now=now, day=need.agree_by
    )


def agree(session: Session, need: Need, *, by: Person, now: datetime) -> None:
    """The State has seen what others will read, and agrees."""
    move(session, need, Action.AGREE_TO_NEED, by=by, now=now)
    need.agreed_at = now


def object(session: Session, need: Need, *, by: Person, now: datetime, note: str) -> None:
    """The State does not agree; the need goes back to the case officer with the reason."""
    move(session, need, Action.OBJECT_TO_NEED, by=by, now=now, note=note)
    need.agreed_at, need.check_by = None, deadlines.due(deadlines.Term.CHECK, now)
    letters.to_reviewer(session, LetterKind.MESSAGE, need, now=now)


def publish(session: Session, need: Need, *, by: Person, now: datetime) -> None:
    """Into the catalogue, by a second person; the engine then looks for offers."""
    if need.agreed_at is None:
        raise IllegalTransition(say("The State has not yet agreed to what others will read."))
    move(session, need, Action.PUBLISH_NEED, by=by, now=now)
    need.published_at = need.confirmed_at = now
    letters.to_focal_points(session, LetterKind.NEED_PUBLISHED, need, now=now)
    work.ask(session, work.Job.RANK_NEED, need.id)


def start_matching(session: Session, need: Need, *, now: datetime) -> None:
    """The engine has looked for offers: a published need is in matching from then on."""
    if need.state == NeedState.PUBLISHED:
        move(session, need, Action.START_MATCHING_NEED, by=PORTAL, now=now)


def confirm(session: Session, need: Need, *, by: Person, now: datetime) -> None:
    """It still holds, for another year; what was hidden for want of this word is back."""
    move(session, need, Action.CONFIRM_NEED, by=by, now=now)
    need.confirmed_at, need.confirm_by = now, None
    work.ask(session, work.Job.RANK_NEED, need.id)


def withdraw(session: Session, need: Need, *, by: Person, now: datetime, note: str) -> None:
    """Hidden at once, and what is under way ends. What was said in private stays private."""
    move(session, need, Action.WITHDRAW_NEED, by=by, now=now, note=note)
    if need.submitted_at is None:
        attachments.forget(session, need)
    ending.of_need(session, need, now=now)
    letters.news(session, need, by=by, now=now)
    work.ask(session, work.Job.RANK_NEED, need.id)


def discuss(
    session: Session,
    need: Need,
    draft: MessageDraft,
    *,
    key: str | None,
    by: Person,
    now: datetime,
    parcel: Parcel | None = None,
) -> None:
    """A question or an answer between the State and the secretariat; the other side is told that there is one."""
    if threads.add(session, need, Action.DISCUSS_NEED, draft, key=key, by=by, now=now, parcel=parcel):
        if by.organisation_id == need.organisation_id:
            letters.to_reviewer(session, LetterKind.MESSAGE, need, now=now)
        else:
            letters.to_focal_points(session, LetterKind.MESSAGE, need, now=now)
