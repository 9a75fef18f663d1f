"""What time does to standing profiles: matched every night, and ended on their day."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlmodel import Session, col

from matchmaker.clock import NIGHT, last
from matchmaker.models import AskedWork, Profile
from matchmaker.services import letters, standing_profiles, work
from matchmaker.services.deadlines import Term, day_everywhere, due
from matchmaker.services.due.chore import Chore
from matchmaker.services.moves import PORTAL
from matchmaker.vocabulary import Job, LetterKind, ProfileState

STANDS = col(Profile.state) == ProfileState.STANDING


def _is_of_last_night(now: datetime) -> ColumnElement[bool]:
    """Not compared since this night fell, and nobody has been asked to."""
    asked = exists().where(col(AskedWork.job) == Job.MATCH_PROFILE, col(AskedWork.thing_id) == Profile.id)
    old = or_(col(Profile.compared_at).is_(None), col(Profile.compared_at) < last(NIGHT, now))
    return and_(STANDS, old, ~asked)


def _match(session: Session, profile: Profile, *, now: datetime, occasion: str) -> None:
    work.ask(session, Job.MATCH_PROFILE, profile.id)


def _ends_soon(now: datetime) -> ColumnElement[bool]:
    return and_(STANDS, col(Profile.until).between(day_everywhere(now), due(Term.PROFILE_ENDS, now)))


def _say_that_it_ends(session: Session, profile: Profile, *, now: datetime, occasion: str) -> None:
    told = {"name": profile.name, "day": profile.until}
    letters.to_officers(session, LetterKind.PROFILE_ENDS, profile, now=now, occasion=occasion, **told)


def _is_over(now: datetime) -> ColumnElement[bool]:
    return and_(STANDS, col(Profile.until) < day_everywhere(now))


def _end(session: Session, profile: Profile, *, now: datetime, occasion: str) -> None:
    standing_profiles.end(session, profile, by=PORTAL, now=now)
    letters.to_officers(session, LetterKind.PROFILE_ENDED, profile, now=now, name=profile.name)


PROFILE_CHORES = (
    Chore("say that a profile ends", Profile, _ends_soon, _say_that_it_ends, tells=True, mark="until"),
    Chore("end profile", Profile, _is_over, _end),
    Chore("match a profile", Profile, _is_of_last_night, _match),
)
