"""Work that was asked for and is not done yet."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from matchmaker.models.columns import word
from matchmaker.vocabulary import Job


class AskedWork(SQLModel, table=True):
    """Written with the deed that asked, deleted with what the work has written (docs/adr/0016).

    `thing_id`: the need, offer or match that it is about. `tries`: how often it was begun.
    """

    __tablename__ = "asked_work"
    __table_args__ = (
        CheckConstraint("(job = 'rank_all') = (thing_id IS NULL)", name="about_something"),
        CheckConstraint("(tries = 0) = (not_before IS NULL)", name="begun_waits"),
    )

    id: int | None = Field(default=None, primary_key=True)
    job: Job = Field(sa_type=word(Job))
    thing_id: int | None = None
    tries: int = 0
    not_before: datetime | None = None
