"""Four island States with the same need, each with its focal point, for tests of pools."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from matchmaker.models import Invitation, Need, Person, Pool
from matchmaker.services import invitations, pools
from matchmaker.services.drafts import PoolDraft
from matchmaker.vocabulary import NeedState, PoolState, Visibility
from tests.cast import NOON, Cast, a_state
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
        """The focal point of a State, and its need in matching."""
        person = a_state(self.session, name, state, country, now=self.now)
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


def a_pool(
    session: Session,
    cast: Cast,
    *,
    state: PoolState = PoolState.PROPOSED,
    now: datetime = NOON,
    **written: Any,
) -> Pool:
    """Dao asks whether a need of Amina's State and one of Inés's may be asked for together, and what came of it."""
    both = cast.amina, cast.ines
    ours, theirs = (a_need(session, cast, state=NeedState.IN_MATCHING, by=one, now=now) for one in both)
    draft = PoolDraft(**(PURPOSE.model_dump() | written))
    pool = pools.propose(session, ours, [theirs], draft, by=cast.dao, now=now)
    if state != PoolState.PROPOSED:
        for one in both:
            invitations.accept(session, asked(pool, one), by=one, now=now)
    if state == PoolState.DISSOLVED:
        pools.dissolve(session, pool, note="A donor serves both.", by=cast.dao, now=now)
    session.flush()
    return pool
