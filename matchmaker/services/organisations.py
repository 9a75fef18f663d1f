"""Deeds on organisations: the secretariat vouches for one, or does so no longer."""

from datetime import datetime

from sqlmodel import Session

from matchmaker.actions import Action
from matchmaker.models import Organisation, Person
from matchmaker.services.moves import move


def verify(session: Session, organisation: Organisation, *, note: str, by: Person, now: datetime) -> None:
    """It is who it says it is; *note* says how that is known, to the secretariat alone."""
    move(session, organisation, Action.VERIFY_ORGANISATION, by=by, now=now, note=note, private=True)


def unverify(session: Session, organisation: Organisation, *, note: str, by: Person, now: datetime) -> None:
    """There is a doubt, and *note* says which."""
    move(session, organisation, Action.UNVERIFY_ORGANISATION, by=by, now=now, note=note, private=True)
