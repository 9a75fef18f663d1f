"""The history of a thing in the reader's words: what was done, by whom as far as the reader may know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as lazy

from matchmaker.actions import Action
from matchmaker.models import History, Need, Offer
from matchmaker.queries.needs import ASKERS, STAFF
from matchmaker.vocabulary import NeedState, OfferState, Role
from matchmaker.web.access import actor
from matchmaker.web.colleagues import name_under
from matchmaker.web.words import full_name, name_of


@dataclass(frozen=True)
class Told:
    """One row of a history on a page."""

    at: datetime
    what: str
    by: str
    note: str
    spoken: bool  # the note stands in the thread


DONE = {
    Action.ASK_CLEARANCE: lazy("Clearance asked for"),
    Action.REFUSE_CLEARANCE: lazy("Back to the writer"),
    Action.CLEAR_NEED: lazy("Cleared"),
    Action.SUBMIT_NEED: lazy("Submitted"),
    Action.CHECK_NEED: lazy("Taken into check"),
    Action.SEND_BACK_NEED: lazy("Sent back with a question"),
    Action.SUMMARISE_NEED: lazy("Summary written, the State asked"),
    Action.AGREE_TO_NEED: lazy("No objection"),
    Action.OBJECT_TO_NEED: lazy("The State does not agree"),
    Action.PUBLISH_NEED: lazy("Published"),
    Action.START_MATCHING_NEED: lazy("The search for offers began"),
    Action.CONFIRM_NEED: lazy("Confirmed"),
    Action.MARK_NEED_UNCONFIRMED: lazy("Hidden because it was not confirmed"),
    Action.HOLD_NEED: lazy("Put on hold"),
    Action.RESUME_NEED: lazy("Taken up again"),
    Action.WITHDRAW_NEED: lazy("Withdrawn"),
    Action.DO_NOT_TAKE_UP_NEED: lazy("Not taken up"),
    Action.REPLY_NEED: lazy("The State replied"),
    Action.MERGE_NEED: lazy("Merged with a similar need"),
    Action.MARK_NEED_MATCHED: lazy("Matched"),
    Action.REOPEN_NEED: lazy("Open again"),
    Action.START_DELIVERY_OF_NEED: lazy("Delivery began"),
    Action.MARK_NEED_DELIVERED: lazy("Delivered"),
    Action.CLOSE_NEED: lazy("Closed"),
    Action.SUBMIT_OFFER: lazy("Submitted"),
    Action.CHECK_OFFER: lazy("Taken into check"),
    Action.SEND_BACK_OFFER: lazy("Sent back with a question"),
    Action.PUBLISH_OFFER: lazy("Published"),
    Action.EXHAUST_OFFER: lazy("Capacity used up"),
    Action.REPLENISH_OFFER: lazy("New capacity"),
    Action.EXPIRE_OFFER: lazy("Expired"),
    Action.RENEW_OFFER: lazy("Renewed"),
    Action.SUSPEND_OFFER: lazy("Suspended"),
    Action.RESUME_OFFER: lazy("Taken up again"),
    Action.MARK_OFFER_UNCONFIRMED: lazy("Hidden because it was not confirmed"),
    Action.CONFIRM_OFFER: lazy("Confirmed"),
    Action.WITHDRAW_OFFER: lazy("Withdrawn"),
    Action.ASSIGN_NEED: lazy("Assigned"),
    Action.CORRECT_NEED: lazy("Topics corrected by the secretariat"),
    Action.CORRECT_OFFER: lazy("Topics corrected by the secretariat"),
    Action.ASSIGN_OFFER: lazy("Assigned"),
    Action.ASSIGN_MATCH: lazy("Assigned"),
    Action.ATTACH_TO_NEED: lazy("File attached"),
    Action.ATTACH_TO_OFFER: lazy("File attached"),
    Action.REMOVE_ATTACHMENT: lazy("File removed"),
    Action.SUGGEST_MATCH: lazy("Suggested by the engine"),
    Action.SHOW_INTEREST: lazy("The donor showed interest"),
    Action.PICK_MATCH: lazy("Picked by the secretariat"),
    Action.SHORTLIST_MATCH: lazy("Shortlisted"),
    Action.DISMISS_MATCH: lazy("Dismissed"),
    Action.PROPOSE_MATCH: lazy("Proposed for release"),
    Action.SEND_BACK_MATCH: lazy("Back to the case officer"),
    Action.UNLIST_MATCH: lazy("Off the shortlist"),
    Action.TAKE_BACK_MATCH: lazy("Taken back from release"),
    Action.RELEASE_MATCH: lazy("Released; the State is asked"),
    Action.ACCEPT_AS_REQUESTER: lazy("The State said yes; the donor is asked"),
    Action.DECLINE_AS_REQUESTER: lazy("The State declined"),
    Action.ACCEPT_AS_DONOR: lazy("The donor said yes"),
    Action.DECLINE_AS_DONOR: lazy("The donor declined"),
    Action.LAPSE_MATCH: lazy("Lapsed"),
    Action.INTRODUCE_MATCH: lazy("Introduced"),
    Action.EXPLORE_MATCH: lazy("In contact"),
    Action.ANSWER_CONTACT: lazy("Asked whether contact is under way, and answered"),
    Action.RECORD_AGREEMENT: lazy("Agreement recorded"),
    Action.RECORD_PART_AGREEMENT: lazy("Agreement on a part recorded"),
    Action.STOP_MATCH: lazy("Stopped"),
    Action.START_DELIVERY_OF_MATCH: lazy("Delivery began"),
    Action.CONFIRM_RECEIPT: lazy("The State confirmed delivery"),
    Action.REPORT_DELIVERY: lazy("The donor reported delivery"),
    Action.MARK_MATCH_DELIVERED: lazy("Delivered"),
    Action.GIVE_FEEDBACK: lazy("Feedback given"),
    Action.REPORT_USE: lazy("Answered whether the result is still in use"),
    Action.CLOSE_MATCH: lazy("Closed"),
    Action.REOPEN_MATCH: lazy("Open again"),
    Action.HAND_OVER_PERSON: lazy("Handed over to a colleague"),
    Action.GROW_DORMANT: lazy("Account asleep: nobody had signed in for a year"),
    Action.WAKE_PERSON: lazy("Awake again"),
    Action.ERASE_PERSON: lazy("Made anonymous"),
    Action.EDIT_PERSON: lazy("Account changed"),
    Action.APPOINT_PERSON: lazy("Another role"),
    Action.PROPOSE_APPOINTMENT: lazy("Proposed"),
    Action.CONFIRM_APPOINTMENT: lazy("Confirmed"),
    Action.REFUSE_APPOINTMENT: lazy("Refused"),
    Action.TAKE_BACK_APPOINTMENT: lazy("Taken back"),
    Action.SUSPEND_PERSON: lazy("Account suspended"),
    Action.RESUME_PERSON: lazy("Let in again"),
    Action.WRITE_ORGANISATION: lazy("Organisation added"),
    Action.EDIT_ORGANISATION: lazy("Organisation changed"),
    Action.VERIFY_ORGANISATION: lazy("Verified"),
    Action.UNVERIFY_ORGANISATION: lazy("No longer verified"),
    Action.STAND_BACK: lazy("Stands back: a conflict of interest"),
    Action.TAKE_PART: lazy("Takes part again"),
    Action.SEND_LETTER_AGAIN: lazy("Letter to be sent again"),
    Action.WRITE_PROFILE: lazy("Written"),
    Action.EDIT_PROFILE: lazy("Changed"),
    Action.CONFIRM_PROFILE: lazy("Confirmed"),
    Action.END_PROFILE: lazy("Ended"),
    Action.WRITE_ANNOUNCEMENT: lazy("Written"),
    Action.EDIT_ANNOUNCEMENT: lazy("Changed"),
    Action.END_ANNOUNCEMENT: lazy("Ended"),
    Action.WRITE_CONCEPT: lazy("Added"),
    Action.EDIT_CONCEPT: lazy("Changed"),
    Action.RETIRE_CONCEPT: lazy("Retired"),
    Action.RESTORE_CONCEPT: lazy("Taken up again"),
    Action.PROPOSE_LESSON: lazy("Learned from decisions"),
    Action.ADOPT_LESSON: lazy("Adopted"),
    Action.REPLACE_LESSON: lazy("Replaced by another lesson"),
    Action.ROLL_BACK_LESSON: lazy("Rolled back"),
    Action.REJECT_LESSON: lazy("Rejected"),
    Action.PROPOSE_POOL: lazy("Proposed to the States"),
    Action.INVITE_TO_POOL: lazy("Another State asked"),
    Action.STAND_POOL: lazy("States ask together"),
    Action.LOOSEN_POOL: lazy("One State is left for now"),
    Action.DISSOLVE_POOL: lazy("Ended"),
    Action.ACCEPT_INVITATION: lazy("Said yes"),
    Action.DECLINE_INVITATION: lazy("Declined"),
    Action.LEAVE_POOL: lazy("Has left"),
    Action.LAPSE_INVITATION: lazy("Lapsed"),
    Action.ASK_AGAIN: lazy("Asked again"),
    Action.END_INVITATION: lazy("Ended"),
}


# Steps whose note is said to the other side: its words belong to the thread.
SPOKEN = frozenset(
    {
        Action.SEND_BACK_NEED,
        Action.OBJECT_TO_NEED,
        Action.DO_NOT_TAKE_UP_NEED,
        Action.REPLY_NEED,
        Action.SEND_BACK_OFFER,
    }
)
# Who of the secretariat looks after a thing is no part of its story to anybody else.
WITHIN_THE_SECRETARIAT = frozenset({Action.ASSIGN_NEED, Action.ASSIGN_OFFER, Action.ASSIGN_MATCH})
OUTSIDE = ASKERS | {Role.DONOR_OFFICER, Role.VISITOR}


def history_rows(rows: Sequence[History]) -> list[Told]:
    """The rows, newest first; private notes for staff only, staff by their role for everybody else."""
    within_house = actor().role not in OUTSIDE
    return [_told(row) for row in reversed(rows) if within_house or row.action not in WITHIN_THE_SECRETARIAT]


def open_question(thing: Need | Offer, told: Sequence[Told]) -> Told | None:
    """What the writers are asked, as long as it is theirs to answer."""
    waits = thing.state in (NeedState.DRAFT, NeedState.RETURNED, OfferState.RETURNED)
    return next((row for row in told if row.note), None) if waits else None


def _told(row: History) -> Told:
    staff_reads = actor().role in STAFF
    return Told(
        at=row.at,
        what=str(DONE[row.action]),
        by=_who(row, staff_reads),
        note=_note(row) if _may_read_note(row, staff_reads) else "",
        spoken=row.action in SPOKEN,
    )


def _may_read_note(row: History, staff_reads: bool) -> bool:
    """What colleagues of one State say to each other before they submit is for them alone."""
    if row.action == Action.REFUSE_CLEARANCE:
        return not staff_reads
    return staff_reads or not row.private


def _note(row: History) -> str:
    """Who looks after a thing is kept by their reference: they may be called something else by now, or nothing."""
    return name_under(row.note) if row.action in WITHIN_THE_SECRETARIAT else row.note


def _who(row: History, staff_reads: bool) -> str:
    """Colleagues by name; the secretariat speaks to others with one voice, and so does the other side."""
    same_house = row.by is not None and row.by.organisation_id == actor().organisation_id
    if row.by is None or row.by_role == Role.PORTAL or not (staff_reads or same_house):
        return name_of(row.by_role)
    return full_name(row.by)
