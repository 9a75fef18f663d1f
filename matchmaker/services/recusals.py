"""Conflicts of interest: somebody of the secretariat stands back from an organisation, and takes part again.

What follows stands in the policy: of a match in which it asks or gives they decide nothing.
"""

from datetime import datetime

from sqlmodel import Session

from matchmaker.actions import Action
from matchmaker.errors import Conflict
from matchmaker.models import Organisation, Person, Recusal
from matchmaker.services.moves import record, require
from matchmaker.wording import say


def stand_back(session: Session, organisation: Organisation, *, note: str, by: Person, now: datetime) -> None:
    """They have an interest of their own in it, and *note* says which, to the secretariat alone."""
    require(by, Action.STAND_BACK, organisation)
    if organisation.id in by.recused_ids:
        raise Conflict(say("You stand back from this organisation already."))
    by.recusals.append(Recusal(organisation=organisation, reason=note, at=now))
    _record(session, organisation, Action.STAND_BACK, note, by=by, now=now)


def take_part(session: Session, organisation: Organisation, *, by: Person, now: datetime) -> None:
    """They have none any more."""
    require(by, Action.TAKE_PART, organisation)
    if organisation.id not in by.recused_ids:
        raise Conflict(say("You do not stand back from this organisation."))
    by.recusals[:] = [one for one in by.recusals if one.organisation_id != organisation.id]
    _record(session, organisation, Action.TAKE_PART, "", by=by, now=now)


def _record(
    session: Session, organisation: Organisation, action: Action, note: str, *, by: Person, now: datetime
) -> None:
    session.flush()
    record(session, organisation, action, was=organisation.state, by=by, now=now, note=note, private=True)
