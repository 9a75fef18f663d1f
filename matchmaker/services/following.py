"""A need follows its agreements: matched when all of it is covered, then in delivery, delivered, open again."""

from datetime import datetime

from sqlmodel import Session

from matchmaker.actions import Action
from matchmaker.models import Need
from matchmaker.queries import agreements
from matchmaker.services import work
from matchmaker.services.moves import PORTAL, move
from matchmaker.vocabulary import MatchState
from matchmaker.workflow.need import NEED

DELIVERED = frozenset({MatchState.DELIVERED, MatchState.CLOSED})
BEGUN = DELIVERED | {MatchState.IN_DELIVERY}


def hold(session: Session, need: Need) -> None:
    """Nobody else agrees on parts of *need* until this transaction ends; what others have agreed is read anew."""
    session.flush()
    session.refresh(need, with_for_update={"key_share": True})
    for part in need.components:
        session.refresh(part)


def follow(session: Session, need: Need, *, now: datetime) -> None:
    """Move *need* to where its agreements are. A need that is on hold or has ended stays as it is."""
    session.flush()
    session.expire(need, ["components"])
    work.ask(session, work.Job.RANK_NEED, need.id)
    if need.open_components:
        _move_if_it_may(session, need, Action.REOPEN_NEED, now=now)
        return
    states = agreements.states_of(session, need)
    _move_if_it_may(session, need, Action.MARK_NEED_MATCHED, now=now)
    if states & BEGUN:
        _move_if_it_may(session, need, Action.START_DELIVERY_OF_NEED, now=now)
    if states <= DELIVERED:
        _move_if_it_may(session, need, Action.MARK_NEED_DELIVERED, now=now)


def _move_if_it_may(session: Session, need: Need, action: Action, *, now: datetime) -> None:
    if NEED.allows(action, need.state):
        move(session, need, action, by=PORTAL, now=now)
