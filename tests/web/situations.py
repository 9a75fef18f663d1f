"""Something in every state of its life, and how it is made: what a lived-in portal holds."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from matchmaker.filing.inspecting import inspect
from matchmaker.lists import Catalogue
from matchmaker.models import (
    Announcement,
    Appointment,
    Concept,
    Identity,
    Lesson,
    Match,
    Need,
    Offer,
    Organisation,
    Person,
    Pool,
    Profile,
    Search,
)
from matchmaker.services import attachments, invitations, matches, needs, recusals
from matchmaker.services.attachments import Parcel
from matchmaker.vocabulary import (
    AccountState,
    AnnouncementState,
    AppointmentState,
    ConceptState,
    LessonState,
    MatchState,
    NeedState,
    OfferState,
    OrganisationState,
    PoolState,
    ProfileState,
    Visibility,
)
from tests.cast import NOON, a_person, an_announcement, an_appointment, an_organisation
from tests.files import PAPER, Unkept
from tests.interests import a_profile, a_search
from tests.islands import a_pool
from tests.stories import a_concept, a_lesson, a_match, a_need, an_offer

MAKERS: dict[str, Callable[..., Any]] = {
    "offers": an_offer,
    "needs": a_need,
    "matches": a_match,
    "lexicon": a_concept,
    "lessons": a_lesson,
    "organisations": an_organisation,
    "people": a_person,
    "appointments": an_appointment,
    "announcements": an_announcement,
    "my-searches": a_search,
    "profiles": a_profile,
    "pools": a_pool,
}
KINDS: dict[str, Any] = {
    "offers": Offer,
    "needs": Need,
    "matches": Match,
    "lexicon": Concept,
    "lessons": Lesson,
    "organisations": Organisation,
    "people": Person,
    "appointments": Appointment,
    "announcements": Announcement,
    "my-searches": Search,
    "profiles": Profile,
    "pools": Pool,
}
OPEN_TO_MANY = (
    OfferState.PUBLISHED,
    NeedState.IN_MATCHING,
    MatchState.CONSENT_ASKED,
    ConceptState.IN_USE,
    LessonState.CANDIDATE,
    OrganisationState.VERIFIED,
    AccountState.ACTIVE,
    AppointmentState.WAITING,
    AnnouncementState.STANDING,
    Catalogue.NEEDS,
    ProfileState.STANDING,
    PoolState.STANDING,
)

Step = tuple[Callable[..., None], str]  # a service, and who does it


@dataclass(frozen=True)
class Situation:
    """Something of *noun* in *state*, after *steps* that leave its state as it is; *at* is when all of it was."""

    noun: str
    state: Any
    steps: tuple[Step, ...] = ()
    at: datetime = NOON


def _leave(session: Session, pool: Pool, *, by: Person, now: datetime) -> None:
    invitations.leave(session, pool.invitations[0], by=by, now=now)


def _stand_back(session: Session, organisation: Organisation, *, by: Person, now: datetime) -> None:
    recusals.stand_back(session, organisation, note="My sister works there.", by=by, now=now)


def _bind_keys(session: Session, person: Person, *, by: Person, now: datetime) -> None:
    """They come in two steps, or from elsewhere."""
    person.two_steps_since = now
    session.add(Identity(person_id=person.id, issuer="https://id.example", subject=person.ref, bound_at=now))


def _attach(session: Session, thing: Need | Offer, *, by: Person, now: datetime) -> None:
    parcel = Parcel(inspect("plan.pdf", PAPER), Unkept())
    attachments.attach(session, thing, parcel, visibility=Visibility.DONORS, by=by, now=now)


YES_OF_STATE, YES_OF_DONOR = (matches.accept_as_requester, "amina"), (matches.accept_as_donor, "carla")
SITUATIONS = (
    # First, so that nobody is shown a form about them that stands on the pages of what is theirs, too.
    *(Situation("organisations", state) for state in OrganisationState),
    Situation("organisations", OrganisationState.UNVERIFIED, ((_stand_back, "dao"),)),
    *(Situation("offers", state) for state in OfferState),
    *(Situation("needs", state) for state in NeedState),
    Situation("needs", NeedState.DRAFT, ((_attach, "amina"),)),
    Situation("offers", OfferState.DRAFT, ((_attach, "carla"),)),
    Situation("needs", NeedState.NO_OBJECTION, ((needs.agree, "amina"),)),
    *(Situation("matches", state) for state in MatchState),
    *(Situation("lexicon", state) for state in ConceptState),
    *(Situation("lessons", state) for state in LessonState),
    # First, so that its page is looked at: taking keys away is no part of the life of an account.
    Situation("people", AccountState.ACTIVE, ((_bind_keys, "gus"),)),
    *(Situation("people", state) for state in AccountState),
    *(Situation("appointments", state) for state in AppointmentState),
    *(Situation("announcements", state) for state in AnnouncementState),
    *(Situation("my-searches", catalogue) for catalogue in Catalogue),
    *(Situation("profiles", state) for state in ProfileState),
    *(Situation("pools", state) for state in PoolState),
    Situation("pools", PoolState.STANDING, ((_leave, "amina"),)),
    Situation("matches", MatchState.DELIVERED, at=NOON - timedelta(days=400)),  # is it still in use?
    Situation("matches", MatchState.CONSENT_ASKED, (YES_OF_STATE,)),
    Situation("matches", MatchState.CONSENT_ASKED, (YES_OF_STATE, YES_OF_DONOR)),
)
