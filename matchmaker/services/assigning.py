"""Who of the secretariat looks after what waits. Nobody else reads it, and nothing else follows from it."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col

from matchmaker.actions import Action
from matchmaker.errors import BadInput, NotAllowed
from matchmaker.models import Match, Need, Offer, Person
from matchmaker.queries.needs import STAFF
from matchmaker.rules import impartial
from matchmaker.services.moves import life_of, record, refusal, require
from matchmaker.wording import say

Assigned = Need | Offer | Match
ACTIONS: dict[type, Action] = {
    Need: Action.ASSIGN_NEED,
    Offer: Action.ASSIGN_OFFER,
    Match: Action.ASSIGN_MATCH,
}


def assign(session: Session, thing: Assigned, *, to: Person | None, by: Person, now: datetime) -> None:
    """*thing* is looked after by *to*, or by nobody in particular. It waits no shorter for that.

    NotAllowed for what *to* stands back from.

    It is no newer for that either: whoever writes at it meanwhile has nothing to compare.
    """
    action = ACTIONS[type(thing)]
    require(by, action, thing)
    life_of(thing).after(action, thing.state)
    if to is not None and (to.role not in STAFF or not to.active):
        raise BadInput(say("Choose somebody of the secretariat."))
    if to is not None and not impartial(to, thing):
        who = say("%(name)s stands back: a conflict of interest. Choose somebody else.", name=to.name)
        raise NotAllowed(refusal(by, thing) if to.id == by.id else who)
    if thing.assignee_id == (to and to.id):
        return  # a button pressed twice
    give(session, thing, to=to, by=by, now=now)


def give(session: Session, thing: Assigned, *, to: Person | None, by: Person, now: datetime) -> None:
    """The same without asking who *by* is: of whoever leaves, all passes on."""
    session.flush()
    kind = type(thing)
    held = update(kind).where(col(kind.id) == thing.id).values(assignee_id=to and to.id)
    session.connection().execute(held)
    session.expire(thing, ["assignee_id"])
    note = to.ref if to else ""  # no name: rows of history are never changed
    record(session, thing, ACTIONS[kind], was=thing.state, by=by, now=now, note=note, private=True)
