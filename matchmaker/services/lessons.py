"""Deeds on lessons: adopting, rejecting and rolling back. How one is learned stands in learning.py."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from matchmaker.actions import Action
from matchmaker.engine.lessons.feedback import LearnedTerm
from matchmaker.engine.lessons.learning import Taught
from matchmaker.engine.weights import ENGINE_VERSION, WEIGHTS
from matchmaker.errors import IllegalTransition
from matchmaker.models import Lesson, Person
from matchmaker.queries import lessons
from matchmaker.services.moves import PORTAL, move, record
from matchmaker.services.work import Job, ask
from matchmaker.vocabulary import LessonState
from matchmaker.wording import say


@dataclass(frozen=True)
class Current:
    """What the portal ranks with: "3" as it was shipped, "3.2" with its second lesson."""

    version: str
    taught: Taught


AS_SHIPPED = Current(ENGINE_VERSION, Taught(WEIGHTS))


def current(session: Session) -> Current:
    lesson = lessons.adopted(session, ENGINE_VERSION)
    return Current(lesson.ref, taught_by(lesson)) if lesson else AS_SHIPPED


def taught_by(lesson: Lesson) -> Taught:
    weights = replace(WEIGHTS, **{part: after for part, (_before, after) in lesson.weights.items()})
    return Taught(weights, tuple(LearnedTerm(*term) for term in lesson.terms))


def holds(lesson: Lesson) -> bool:
    """Whether this engine learned it: weights of another one mean nothing here."""
    return lesson.engine == ENGINE_VERSION


def propose(session: Session, lesson: Lesson, *, now: datetime) -> None:
    """Number and keep what was learned. Nothing is ranked by it until somebody adopts it."""
    lesson.ref = f"{lesson.engine}.{lessons.number_of(session, lesson.engine) + 1}"
    record(session, lesson, Action.PROPOSE_LESSON, was=lesson.state, by=PORTAL, now=now)


def adopt(session: Session, lesson: Lesson, *, by: Person, now: datetime) -> None:
    """From now on every ranking follows *lesson*, and no other; everything is ranked anew at once."""
    if not holds(lesson):
        raise IllegalTransition(say("It was learned by an earlier engine, and does not hold for this one."))
    former = lessons.adopted(session, ENGINE_VERSION)
    if former is not None and former is not lesson:
        move(session, former, Action.REPLACE_LESSON, by=PORTAL, now=now)
        session.flush()  # the database knows one adopted lesson at a time
    move(session, lesson, Action.ADOPT_LESSON, by=by, now=now)
    lesson.replaced_id = former.id if former else None
    session.flush()
    ask(session, Job.RANK_ALL)


def roll_back(session: Session, lesson: Lesson, *, by: Person, now: datetime, note: str) -> None:
    """Back to what *lesson* had replaced: the lesson before it, or the engine as it was shipped."""
    move(session, lesson, Action.ROLL_BACK_LESSON, by=by, now=now, note=note)
    session.flush()
    former = session.get(Lesson, lesson.replaced_id) if lesson.replaced_id else None
    if former is not None and former.state == LessonState.RETIRED:
        move(session, former, Action.ADOPT_LESSON, by=by, now=now)
        session.flush()
    ask(session, Job.RANK_ALL)


def reject(session: Session, lesson: Lesson, *, by: Person, now: datetime, note: str) -> None:
    """For good; it stays to be read."""
    move(session, lesson, Action.REJECT_LESSON, by=by, now=now, note=note)
