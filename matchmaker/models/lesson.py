"""What reviewers' decisions taught the engine: a proposal until somebody adopts it, and a version ever after."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, text
from sqlmodel import Field

from matchmaker.models.columns import Versioned, word
from matchmaker.vocabulary import LessonState

ADOPTED = text("state = 'adopted'")


class Lesson(Versioned, table=True):
    """`ref` is the version of the engine that ranks with it: "3.2" is engine 3 with its second lesson.

    `weights`: part of a score -> [as it counted before, as it would count]. `terms`: [topic, language, words].
    `changes`: [need id, offer id, whether the offer enters the need's first five or leaves them].
    """

    __table_args__ = (
        CheckConstraint("exam_after >= exam_before", name="exam_not_lost"),
        CheckConstraint("right_before <= pairs AND right_after <= pairs", name="right_among_pairs"),
        Index(
            "ix_lesson_adopted", "engine", unique=True, sqlite_where=ADOPTED, postgresql_where=ADOPTED
        ),  # one engine ranks by one lesson
    )

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(max_length=32, unique=True)
    engine: str = Field(max_length=16)
    before: str = Field(max_length=32)  # the version that it was compared with
    state: LessonState = Field(default=LessonState.CANDIDATE, sa_type=word(LessonState))
    replaced_id: int | None = Field(default=None, foreign_key="lesson.id")  # what it goes back to

    weights: dict[str, Any] = Field(sa_type=JSON)
    terms: list[Any] = Field(sa_type=JSON)
    taken_up: int  # decisions that it was learned from
    turned_down: int
    exam_before: float
    exam_after: float
    pairs: int  # held out: one offer taken up and one turned down, for one need
    right_before: int
    right_after: int
    needs: int  # that were looked at, open to offers at that time
    changes: list[Any] = Field(sa_type=JSON)

    learned_at: datetime
    changed_at: datetime
