"""What is kept of a ranking. A match that people have taken up is theirs: the engine leaves it as it is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Table, bindparam, delete, exists, insert, select, update
from sqlmodel import Session, col

from matchmaker.engine.ranking.rank import Ranked
from matchmaker.models import History, Match, RankingRun
from matchmaker.services import references
from matchmaker.vocabulary import MatchState, Noun, Origin

MOST_VALUES = 500  # bound values in a statement: SQLite takes a limited number
TABLE: Any = Match.__table__  # type: ignore[attr-defined]  # set by the metaclass

Found = Mapping[int, Sequence[Ranked]]  # need id -> suggestions


def replace(session: Session, found: Found, run: RankingRun, *, now: datetime) -> None:
    """Each need of *found* keeps these suggestions of the engine and no other."""
    held = by_need(session, found)
    keep(session, found, held, run, now=now)
    wanted = {need_id: {one.offer_id for one in ranked} for need_id, ranked in found.items()}
    rows = [row for rows in held.values() for row in rows]
    drop(session, [row.id for row in rows if row.offer_id not in wanted[row.need_id]])


def keep(
    session: Session, found: Found, held: Mapping[int, Sequence[Row]], run: RankingRun, *, now: datetime
) -> None:
    """Write what is new; refresh score and reasons of what still stands as a suggestion."""
    known = {(row.need_id, row.offer_id): row for rows in held.values() for row in rows}
    fresh, changed = [], []
    for need_id, ranked in found.items():
        for one in ranked:
            row = known.get((need_id, one.offer_id))
            if row is None:
                fresh.append({"need_id": need_id, "offer_id": one.offer_id, **judged(one, run)})
            elif row.state == MatchState.SUGGESTED:
                changed.append({"known_id": row.id, **judged(one, run)})
    if changed:
        still = TABLE.c.state == MatchState.SUGGESTED
        session.connection().execute(update(TABLE).where(TABLE.c.id == bindparam("known_id"), still), changed)
    if fresh:
        begun = {"state": MatchState.SUGGESTED, "origin": Origin.ENGINE, "version": 1, "interest_note": ""}
        rows = [
            {"ref": ref, "created_at": now, "changed_at": now, **begun, **row}
            for ref, row in zip(references.drawn(session, Match, len(fresh)), fresh, strict=True)
        ]
        add(session, TABLE, rows)
    refresh(session)


def add(session: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write *rows*, all with the same columns. PostgreSQL takes them by COPY, several times as fast."""
    connection = session.connection()
    if connection.dialect.name != "postgresql":
        connection.execute(insert(table), rows)
        return
    columns = [table.c[name] for name in rows[0]]
    as_stored = [
        column.type.dialect_impl(connection.dialect).bind_processor(connection.dialect) for column in columns
    ]
    names = ", ".join(f'"{column.name}"' for column in columns)
    with (
        connection.connection.cursor() as cursor,
        cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as stream,
    ):
        for row in rows:
            stream.write_row(
                [
                    store(value) if store else value
                    for store, value in zip(as_stored, row.values(), strict=True)
                ]
            )


def judged(one: Ranked, run: RankingRun) -> dict[str, Any]:
    return {
        "score": one.score,
        "band": str(one.band),
        "reasons": [],  # drawn up when somebody reads them
        "engine_version": run.engine_version,
        "run_id": run.id,
    }


def drop(session: Session, ids: Iterable[int]) -> None:
    """Delete those of the matches *ids* that are the engine's own and that nobody has touched."""
    for some in chunks(sorted(ids)):
        session.connection().execute(delete(TABLE).where(TABLE.c.id.in_(some), *untouched()))
    refresh(session)


def forget(session: Session, clause: ColumnElement[bool]) -> None:
    """Delete the engine's own untouched suggestions for the needs, or of the offers, that fit *clause*."""
    session.flush()
    session.connection().execute(delete(TABLE).where(clause, *untouched()))
    refresh(session)


def untouched() -> tuple[ColumnElement[bool], ...]:
    told = exists().where(col(History.noun) == Noun.MATCH, col(History.thing_id) == TABLE.c.id)
    return TABLE.c.state == MatchState.SUGGESTED, TABLE.c.origin == Origin.ENGINE, ~told


def by_need(session: Session, need_ids: Iterable[int]) -> dict[int, list[Row]]:
    """Every match of these needs: id, need, offer, state and score."""
    session.flush()
    columns = (TABLE.c.id, TABLE.c.need_id, TABLE.c.offer_id, TABLE.c.state, TABLE.c.origin, TABLE.c.score)
    found: dict[int, list[Row]] = {need_id: [] for need_id in need_ids}
    for some in chunks(sorted(found)):
        for row in session.connection().execute(select(*columns).where(TABLE.c.need_id.in_(some))):
            found[row.need_id].append(row)
    return found


def refresh(session: Session) -> None:
    """Let the session forget what it knew of matches: they were changed behind its back."""
    for thing in session:
        if isinstance(thing, Match):
            session.expire(thing)


def chunks(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), MOST_VALUES):
        yield values[start : start + MOST_VALUES]
