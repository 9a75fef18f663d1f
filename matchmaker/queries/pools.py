"""Reading pools and the invitations to them. Who may read which of them is the policy's to say, one by one."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, exists
from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from matchmaker.models import Invitation, NamedDonor, Need, Pool
from matchmaker.policy import Actor
from matchmaker.queries.paging import MOST_WAITING
from matchmaker.vocabulary import InvitationState, PoolState

OPEN = (InvitationState.ASKED, InvitationState.JOINED)


def with_invitations(pools: SelectOfScalar[Pool]) -> SelectOfScalar[Pool]:
    """*pools* with all that a page shows of their needs, in a fixed number of queries."""
    invitations: Any = selectinload(Pool.invitations)  # type: ignore[arg-type]  # a relationship at class level
    need = invitations.selectinload(Invitation.need)
    return pools.options(
        invitations.selectinload(Invitation.organisation),
        need.selectinload(Need.organisation),
        need.selectinload(Need.components),
        need.selectinload(Need.tags),
        need.selectinload(Need.named_donors).selectinload(NamedDonor.organisation),
    )


def by_ref(session: Session, ref: str, *, hold: bool = False) -> Pool | None:
    """The pool under *ref*; with *hold* nobody else changes it or an answer to it before this transaction ends."""
    return _one(session, Pool.ref == ref, hold)


def invitation_by_ref(session: Session, ref: str, *, hold: bool = False) -> Invitation | None:
    """The invitation under *ref*; with *hold* its whole pool is held: what a State says may change that."""
    return _of(session, Invitation.ref == ref, hold)


def of_need(session: Session, need: Need, *, hold: bool = False) -> Invitation | None:
    """The one invitation under which *need* is asked, or is in a pool."""
    return _of(session, (Invitation.need_id == need.id) & col(Invitation.state).in_(OPEN), hold)


def is_free() -> ColumnElement[bool]:
    """Of needs: those that are in no pool, and not asked into one."""
    return ~exists().where(col(Invitation.need_id) == Need.id, col(Invitation.state).in_(OPEN))


def _of(session: Session, which: ColumnElement[bool] | bool, hold: bool) -> Invitation | None:
    found = session.exec(select(Invitation.id, Invitation.pool_id).where(which)).first()
    pool = _one(session, Pool.id == found.pool_id, hold) if found else None
    return next((one for one in pool.invitations if one.id == found.id), None) if found and pool else None


def _one(session: Session, which: ColumnElement[bool] | bool, hold: bool) -> Pool | None:
    rows = with_invitations(select(Pool).where(which))
    if hold:
        rows = rows.with_for_update(of=Pool, key_share=True).execution_options(populate_existing=True)
    return session.exec(rows).first()


def to_answer(session: Session, actor: Actor) -> Sequence[Invitation]:
    """What the actor's State is asked, the soonest first."""
    rows = select(Invitation).where(
        Invitation.organisation_id == actor.organisation_id, Invitation.state == InvitationState.ASKED
    )
    pool = selectinload(Invitation.pool)  # type: ignore[arg-type]  # a relationship at class level
    return session.exec(rows.options(pool).order_by(col(Invitation.answer_by), col(Invitation.id))).all()


def in_states(session: Session, states: Sequence[PoolState]) -> Sequence[Pool]:
    """For the secretariat: pools that stand in *states*, the longest unchanged first."""
    rows = with_invitations(select(Pool).where(col(Pool.state).in_(states)))
    return session.exec(rows.order_by(col(Pool.changed_at), col(Pool.id)).limit(MOST_WAITING)).all()
