"""The story of one thing, oldest first."""

from collections.abc import Sequence

from sqlalchemy import and_, or_
from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select

from matchmaker.models import History, Person, Pool
from matchmaker.vocabulary import Noun


def of_pool(session: Session, pool: Pool) -> Sequence[History]:
    """The story of a pool and of every invitation to it, oldest first."""
    who = selectinload(History.by).selectinload(Person.organisation)  # type: ignore[arg-type]  # relationships
    ids = [one.id for one in pool.invitations]
    of_pool = and_(History.noun == Noun.POOL, History.thing_id == pool.id)
    of_invitations = and_(History.noun == Noun.INVITATION, col(History.thing_id).in_(ids))
    rows = select(History).options(who).where(or_(of_pool, of_invitations))
    return session.exec(rows.order_by(col(History.id))).all()


def of(session: Session, noun: Noun, thing_id: int) -> Sequence[History]:
    who = selectinload(History.by).selectinload(Person.organisation)  # type: ignore[arg-type]  # relationships
    rows = select(History).options(who).where(History.noun == noun, History.thing_id == thing_id)
    return session.exec(rows.order_by(col(History.id))).all()
