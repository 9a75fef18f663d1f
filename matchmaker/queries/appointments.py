"""Reading appointments. All of them are for administrators."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from matchmaker.models import Appointment
from matchmaker.vocabulary import AppointmentState


def by_ref(session: Session, ref: str, *, hold: bool = False) -> Appointment | None:
    rows = select(Appointment).where(Appointment.ref == ref)
    return session.exec(rows.with_for_update() if hold else rows).first()


def waiting(session: Session) -> Sequence[Appointment]:
    """Those that are not decided yet, with whom they are about and who proposed them, the oldest first."""
    people: tuple[Any, ...] = (Appointment.person, Appointment.proposed_by)
    rows = _waiting().options(*(joinedload(one) for one in people))
    return session.exec(rows.order_by(col(Appointment.created_at), col(Appointment.id))).all()


def is_waiting(session: Session, appointment: Appointment) -> bool:
    """Whether another one for the same person, or for somebody new under the same address, is not decided yet."""
    person, email = appointment.person, col(Appointment.email)
    same = col(Appointment.person_id) == person.id if person else email == appointment.email
    return session.exec(_waiting().where(same)).first() is not None


def _waiting() -> SelectOfScalar[Appointment]:
    return select(Appointment).where(Appointment.state == AppointmentState.WAITING)
