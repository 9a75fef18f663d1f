"""What the desks ask that no list asks: figures by state, the last moves, the accounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, case, exists, func
from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select

from matchmaker.actions import Action
from matchmaker.models import (
    AskedWork,
    Concept,
    History,
    Lesson,
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
from matchmaker.vocabulary import MatchState, NeedState, Noun, OfferState, OrganisationKind, Role

LAST_MOVES = 20
KINDS: dict[Noun, Any] = {
    Noun.NEED: Need,
    Noun.OFFER: Offer,
    Noun.MATCH: Match,
    Noun.CONCEPT: Concept,
    Noun.LESSON: Lesson,
}
STATES: dict[Noun, type[StrEnum]] = {Noun.NEED: NeedState, Noun.OFFER: OfferState, Noun.MATCH: MatchState}


def numbers_by_state(session: Session) -> dict[Noun, dict[StrEnum, int]]:
    """How many needs, offers and matches stand in each state, along their lives; not for outsiders."""
    found = {}
    for noun, states in STATES.items():
        state = KINDS[noun].state
        numbers = dict(session.exec(select(state, func.count()).group_by(state)).all())
        found[noun] = {state: numbers[state] for state in states if state in numbers}
    return found


@dataclass(frozen=True)
class Moved:
    """A row of history with the reference of the thing that moved."""

    row: History
    ref: str


def last_moves(session: Session) -> list[Moved]:
    """The newest rows of the trail, newest first."""
    who = selectinload(History.by).selectinload(Person.organisation)  # type: ignore[arg-type]  # relationships
    rows = session.exec(select(History).options(who).order_by(col(History.id).desc()).limit(LAST_MOVES)).all()
    refs = {noun: _references(session, kind, rows, noun) for noun, kind in KINDS.items()}
    return [Moved(row, refs[row.noun].get(row.thing_id, "")) for row in rows]


def _references(session: Session, kind: Any, rows: Sequence[History], noun: Noun) -> dict[int, str]:
    meant = {row.thing_id for row in rows if row.noun == noun}
    return dict(session.exec(select(kind.id, kind.ref).where(col(kind.id).in_(meant))).all())


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
    active = func.sum(case((col(Person.active), 1), else_=0))
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
