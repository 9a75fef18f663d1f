"""Reading lessons. All of them are for the secretariat."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlmodel import Session, col, func, select

from matchmaker.models import Lesson, Need, Offer
from matchmaker.queries import offers
from matchmaker.vocabulary import LessonState

MOST_SHOWN = 50  # needs: whoever wants to know more looks at the ranking itself


def by_ref(session: Session, ref: str, *, hold: bool = False) -> Lesson | None:
    rows = select(Lesson).where(Lesson.ref == ref)
    return session.exec(rows.with_for_update() if hold else rows).first()


def newest_first(session: Session) -> Sequence[Lesson]:
    return session.exec(select(Lesson).order_by(col(Lesson.id).desc())).all()


def adopted(session: Session, engine: str) -> Lesson | None:
    """The lesson that *engine* ranks with; what another engine had learned does not hold for this one."""
    rows = select(Lesson).where(Lesson.engine == engine, Lesson.state == LessonState.ADOPTED)
    return session.exec(rows).first()


def number_of(session: Session, engine: str) -> int:
    """How many lessons *engine* has had."""
    return session.exec(select(func.count()).select_from(Lesson).where(Lesson.engine == engine)).one()


@dataclass(frozen=True)
class Change:
    """What a lesson changes among the first five offers of one need."""

    need: Need
    enter: list[Offer]
    leave: list[Offer]


def needs_changed(lesson: Lesson) -> list[int]:
    """The ids of the needs whose first five offers change, the oldest first."""
    return sorted({need_id for need_id, _offer, _enters in lesson.changes})


def changes_of(session: Session, lesson: Lesson) -> Iterator[Change]:
    """Of the first MOST_SHOWN needs that change; without what has been deleted since."""
    shown = set(needs_changed(lesson)[:MOST_SHOWN])
    rows = sorted(row for row in lesson.changes if row[0] in shown)
    asked = select(Need).where(col(Need.id).in_(shown))
    needs = {need.id: need for need in session.exec(asked)}
    given = {
        offer.id: offer for offer in offers.by_ids(session, [offer_id for _need, offer_id, _enters in rows])
    }
    for need_id, group in groupby(rows, key=lambda row: row[0]):
        known = [(given[offer_id], enters) for _need, offer_id, enters in group if offer_id in given]
        if need_id in needs:
            yield Change(
                needs[need_id],
                enter=[offer for offer, enters in known if enters],
                leave=[offer for offer, enters in known if not enters],
            )
