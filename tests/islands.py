"""Four island States with the same need, each with its focal point, for tests of pools."""

from datetime import datetime

from sqlmodel import Session

from matchmaker.models import Invitation, Need, Organisation, Person, Pool
from matchmaker.services import invitations, pools
from matchmaker.services.drafts import PoolDraft
from matchmaker.vocabulary import NeedState, OrganisationKind, Role, Visibility
from tests.cast import NOON, Cast
from tests.stories import a_need

PURPOSE = PoolDraft(
    title="Judges and electronic evidence in island States",
    purpose="One course for the judges of several islands.",
    language="en",
)


class Islands:
    """Sina of Samoa, Taniela of Tonga and Filipo of Fiji ask in public; Vera of Vanuatu asks the secretariat alone."""

    def __init__(self, session: Session, cast: Cast, *, now: datetime = NOON) -> None:
        self.session, self.cast, self.now = session, cast, now
        self.sina, self.samoa = self.state("Sina Leota", "Samoa", "WSM")
        self.taniela, self.tonga = self.state("Taniela Fifita", "Tonga", "TON")
        self.filipo, self.fiji = self.state("Filipo Vakaloloma", "Fiji", "FJI")
        self.vera, self.vanuatu = self.state("Vera Kalsakau", "Vanuatu", "VUT", Visibility.SECRETARIAT)

    def state(
        self, name: str, state: str, country: str, visibility: Visibility = Visibility.PUBLIC
    ) -> tuple[Person, Need]:
        """A State, its focal point, and its need in matching."""
        kept = {"kind": OrganisationKind.STATE, "country": country, "created_at": self.now}
        house = Organisation(key=country.lower(), name=state, **kept)
        email = f"{name.split()[0].lower()}@example.org"
        person = Person(
            email=email, name=name, role=Role.FOCAL_POINT, organisation=house, created_at=self.now
        )
        self.session.add(person)
        self.session.flush()
        words = {"title": f"Judges of {state} and electronic evidence", "visibility": visibility}
        need = a_need(self.session, self.cast, state=NeedState.IN_MATCHING, by=person, now=self.now, **words)
        return person, need

    def pool(self, *needs: Need, joined: tuple[Person, ...] = ()) -> Pool:
        """A pool of *needs* (usually the three public ones) into which *joined* have said yes."""
        first, *others = needs or (self.samoa, self.tonga, self.fiji)
        pool = pools.propose(self.session, first, others, PURPOSE, by=self.cast.dao, now=self.now)
        for person in joined:
            invitations.accept(self.session, asked(pool, person), by=person, now=self.now)
        self.session.flush()
        return pool


def asked(pool: Pool, person: Person) -> Invitation:
    """The invitation of the State of *person*."""
    return next(one for one in pool.invitations if one.organisation_id == person.organisation_id)
