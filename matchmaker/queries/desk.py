"""What the desks ask that no list asks: figures by state, the accounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, case, exists, func
from sqlmodel import Session, col, select

from matchmaker.actions import Action
from matchmaker.models import (
    AskedWork,
    History,
    Letter,
    Match,
    Need,
    Offer,
    Organisation,
    Person,
    RankingRun,
)
from matchmaker.policy import Actor
from matchmaker.queries.matches import visible_to
from matchmaker.queries.people import WORKS
from matchmaker.vocabulary import MatchState, NeedState, Noun, OfferState, OrganisationKind, Role

KINDS: dict[Noun, Any] = {Noun.NEED: Need, Noun.OFFER: Offer, Noun.MATCH: Match}
STATES: dict[Noun, type[StrEnum]] = {Noun.NEED: NeedState, Noun.OFFER: OfferState, Noun.MATCH: MatchState}


def numbers_by_state(session: Session) -> dict[Noun, dict[StrEnum, int]]:
    """How many needs, offers and matches stand in each state, along their lives; not for outsiders."""
    found = {}
    for noun, states in STATES.items():
        state = KINDS[noun].state
        numbers = dict(session.exec(select(state, func.count()).group_by(state)).all())
        found[noun] = {state: numbers[state] for state in states if state in numbers}
    return found


def sent_back(session: Session, actor: Actor, *only: ColumnElement[bool]) -> Sequence[Match]:
    """Shortlisted matches that a releaser did not release, the longest waiting first."""
    returned = exists().where(
        History.noun == Noun.MATCH, History.thing_id == Match.id, History.action == Action.SEND_BACK_MATCH
    )
    rows = visible_to(actor).where(Match.state == MatchState.SHORTLISTED, returned, *only)
    return session.exec(rows.order_by(col(Match.changed_at), col(Match.id))).all()


@dataclass(frozen=True)
class Accounts:
    """Accounts by role (active, all), organisations by kind, letters not sent yet, work not done yet, rankings.

    `last_run` is the last that ended; `aborted_runs` of everything were killed, or another took their place.
    """

    people: dict[Role, tuple[int, int]]
    organisations: dict[OrganisationKind, int]
    letters_waiting: int
    work_waiting: int
    last_run: RankingRun | None
    aborted_runs: int


def accounts(session: Session) -> Accounts:
    active = func.sum(case((WORKS, 1), else_=0))
    people = session.exec(select(Person.role, active, func.count()).group_by(col(Person.role))).all()
    kinds = session.exec(select(Organisation.kind, func.count()).group_by(col(Organisation.kind))).all()
    unsent = select(func.count()).select_from(Letter).where(col(Letter.sent_at).is_(None))
    ended = select(RankingRun).where(col(RankingRun.finished_at).is_not(None))
    aborted = select(func.count()).where(col(RankingRun.aborted_at).is_not(None))
    return Accounts(
        people={role: (at_work, number) for role, at_work, number in people},
        organisations=dict(kinds),
        letters_waiting=session.exec(unsent).one(),
        work_waiting=session.exec(select(func.count()).select_from(AskedWork)).one(),
        last_run=session.exec(ended.order_by(col(RankingRun.id).desc())).first(),
        aborted_runs=session.exec(aborted).one(),
    )
