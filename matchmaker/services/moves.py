"""The one place where a state changes: who may, when it may, and a row of history for each move."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from matchmaker import policy
from matchmaker.actions import Action
from matchmaker.errors import NotAllowed
from matchmaker.models import (
    Announcement,
    Appointment,
    Concept,
    History,
    Invitation,
    Lesson,
    Match,
    Need,
    Offer,
    Organisation,
    Person,
    Pool,
    Profile,
)
from matchmaker.rules import impartial
from matchmaker.services import trail
from matchmaker.vocabulary import Event, Noun, Role
from matchmaker.wording import Wording, say
from matchmaker.workflow.announcement import ANNOUNCEMENT
from matchmaker.workflow.appointment import APPOINTMENT
from matchmaker.workflow.concept import CONCEPT
from matchmaker.workflow.invitation import INVITATION
from matchmaker.workflow.lesson import LESSON
from matchmaker.workflow.machine import Life
from matchmaker.workflow.match import MATCH
from matchmaker.workflow.need import NEED
from matchmaker.workflow.offer import OFFER
from matchmaker.workflow.organisation import ORGANISATION
from matchmaker.workflow.person import PERSON
from matchmaker.workflow.pool import POOL
from matchmaker.workflow.profile import PROFILE

LIVES: dict[type, Life] = {
    Need: NEED,
    Offer: OFFER,
    Match: MATCH,
    Concept: CONCEPT,
    Lesson: LESSON,
    Pool: POOL,
    Invitation: INVITATION,
    Organisation: ORGANISATION,
    Person: PERSON,
    Profile: PROFILE,
    Appointment: APPOINTMENT,
    Announcement: ANNOUNCEMENT,
}
Thing = (
    Need
    | Offer
    | Match
    | Concept
    | Lesson
    | Pool
    | Invitation
    | Organisation
    | Person
    | Profile
    | Appointment
    | Announcement
)


class Portal:
    """The portal as an actor: the engine that suggests, the clock that lapses."""

    id = None
    role = Role.PORTAL
    organisation_id = None
    recused_ids: frozenset[int] = frozenset()


PORTAL = Portal()


def life_of(thing: Thing) -> Life:
    return LIVES[type(thing)]


def require(by: policy.Actor, action: Action, thing: Thing) -> None:
    """NotAllowed unless the policy lets *by* do *action*."""
    if not policy.can(by, action, thing):
        raise NotAllowed(refusal(by, thing))


def refusal(by: policy.Actor, thing: object) -> Wording:
    """What is said to a reader of *thing* to whom the policy says no."""
    if isinstance(thing, Match) and not impartial(by, thing):
        return say("You stand back from one of the two sides, so another person takes this step.")
    if getattr(thing, "organisation_id", None) in by.recused_ids:
        return say("You stand back from whose this is, so another person takes this step.")
    return say("You may read this, but this step is for somebody else to take.")


def move(
    session: Session,
    thing: Thing,
    action: Action,
    *,
    by: policy.Actor,
    now: datetime,
    note: str = "",
    private: bool = False,
) -> None:
    """Check who and when, move *thing*, and write its row of history. NotAllowed or IllegalTransition otherwise.

    What the new state demands of other columns (dates, reasons) is set by the caller before the next flush.
    """
    require(by, action, thing)
    was = thing.state
    _set_state(thing, life_of(thing).after(action, was))
    thing.changed_at = now
    record(session, thing, action, was=was, by=by, now=now, note=note, private=private)


def _set_state(thing: Thing, state: StrEnum) -> None:
    thing.state = state  # type: ignore[assignment]  # the life of a noun holds that noun's states only


def record(
    session: Session,
    thing: Thing,
    action: Action,
    *,
    was: StrEnum,
    by: policy.Actor,
    now: datetime,
    note: str = "",
    private: bool = False,
) -> None:
    """A row of history and of the trail for *action*; `was` is the state now where the deed left it as it is."""
    if thing.id is None:
        session.add(thing)
        session.flush()
    session.add(
        History(
            noun=Noun(life_of(thing).noun),
            thing_id=thing.id,
            action=action,
            from_state=was,
            to_state=thing.state,
            by_id=by.id,
            by_role=by.role,
            note=note,
            private=private,
            at=now,
        )
    )
    told = f"{was} > {thing.state}"
    trail.note(session, trail.noted(Event.MOVE, by=by, now=now, action=action, thing=thing, detail=told))
