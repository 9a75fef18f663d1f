"""What a ranking of everything has found, laid down beside the suggestions until it takes their place.

It is laid down in a temporary table of the connection, for which nobody has to wait. Then a few statements bring
the suggestions in step with it: the database is locked for writing no longer than these take. If the process is
killed before, the table is gone with it.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import (
    Column,
    Float,
    Integer,
    MetaData,
    String,
    Table,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.schema import CreateTable, DropTable
from sqlmodel import Session

from matchmaker.models import Match, RankingRun
from matchmaker.services import references, suggestions
from matchmaker.services.suggestions import TABLE, Found, chunks
from matchmaker.vocabulary import MatchState, Origin

FOUND = Table(
    "found_pair",
    MetaData(),  # not one of ours: no migration makes it
    Column("need_id", Integer, primary_key=True, autoincrement=False),
    Column("offer_id", Integer, primary_key=True, autoincrement=False),
    Column("ref", String, nullable=False),  # for a match that is new
    Column("score", Float, nullable=False),
    Column("band", String, nullable=False),
    prefixes=["TEMPORARY"],
)
SAME_PAIR = (TABLE.c.need_id == FOUND.c.need_id) & (TABLE.c.offer_id == FOUND.c.offer_id)


def lay_down(session: Session, found: Found) -> None:
    """Write *found* where only this connection sees it."""
    pairs = [(need_id, one) for need_id, ranked in found.items() for one in ranked]
    refs = references.drawn(session, Match, len(pairs))
    connection = session.connection()
    connection.execute(CreateTable(FOUND, if_not_exists=True))
    connection.execute(delete(FOUND))
    rows = [
        (need_id, one.offer_id, ref, one.score, one.band.value)
        for ref, (need_id, one) in zip(refs, pairs, strict=True)
    ]
    if rows:
        suggestions.add(session, FOUND, FOUND.columns.keys(), rows, {})


def leave_out(session: Session, need_ids: Iterable[int], offer_ids: Iterable[int]) -> None:
    """Forget what was found for these needs, and of these offers."""
    for column, ids in ((FOUND.c.need_id, need_ids), (FOUND.c.offer_id, offer_ids)):
        for some in chunks(sorted(ids)):
            session.connection().execute(delete(FOUND).where(column.in_(some)))


def take_over(session: Session, need_ids: Iterable[int], run: RankingRun, *, now: datetime) -> int:
    """These needs have the suggestions that were found and no other of the engine's; how many there are."""
    session.flush()
    connection = session.connection()
    connection.execute(_refresh(run))
    for some in chunks(sorted(need_ids)):
        gone = TABLE.c.need_id.in_(some), ~exists().where(SAME_PAIR)
        connection.execute(delete(TABLE).where(*gone, *suggestions.untouched()))
    number = connection.execute(select(func.count()).select_from(FOUND)).scalar_one()
    # By itself: PostgreSQL, which takes an empty table for a small one, would look through all it has just written.
    connection.execute(delete(FOUND).where(exists().where(SAME_PAIR)))
    connection.execute(_add(run, now))
    connection.execute(DropTable(FOUND))
    suggestions.refresh(session)
    return number


def _refresh(run: RankingRun):
    """Score and band of what still stands as a suggestion; what has not changed is not written."""
    news = TABLE.c.score != FOUND.c.score, TABLE.c.band != FOUND.c.band
    return (
        update(TABLE)
        .values(
            score=FOUND.c.score,
            band=FOUND.c.band,
            reasons=[],  # drawn up when somebody reads them
            engine_version=run.engine_version,
            run_id=run.id,
        )
        .where(SAME_PAIR, TABLE.c.state == MatchState.SUGGESTED)
        .where(or_(*news, TABLE.c.engine_version.is_distinct_from(run.engine_version)))
    )


def _add(run: RankingRun, now: datetime):
    """A match for each pair that is left."""
    same = {
        "state": MatchState.SUGGESTED,
        "origin": Origin.ENGINE,
        "version": 1,
        "interest_note": "",
        "reasons": [],
        "engine_version": run.engine_version,
        "run_id": run.id,
        "created_at": now,
        "changed_at": now,
    }
    columns = [FOUND.c[name] for name in ("need_id", "offer_id", "ref", "score", "band")]
    columns += [literal(value, TABLE.c[name].type).label(name) for name, value in same.items()]
    return insert(TABLE).from_select([column.name for column in columns], select(*columns))
