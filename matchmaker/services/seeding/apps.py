"""The authenticator apps of the demonstration: whose key stands in the seed signs in in two steps."""

from datetime import datetime, timedelta

from sqlmodel import Session

from matchmaker.queries import people
from matchmaker.services import factors
from matchmaker.services.seeding.rows import CastFile

SET_UP_BEFORE = timedelta(hours=1)  # so that what the app shows now has not been used yet


def hand_out(session: Session, cast: CastFile, *, secret_key: str, now: datetime) -> None:
    """Set up the apps of *cast*, in a database where it has been planted."""
    then = now - SET_UP_BEFORE
    for row in cast.person:
        person = people.by_email(session, row.email)
        if row.app and person is not None:
            digits = factors.shown(row.app, then)
            factors.enrol(session, person, row.app, digits, secret_key=secret_key, now=then)
