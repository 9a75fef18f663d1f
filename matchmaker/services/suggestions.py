"""What is kept of a ranking. A match that people have taken up is theirs: the engine leaves it as it is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Dialect, Row, Table, bindparam, delete, exists, select, update
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
                fresh.append((need_id, one.offer_id, one.score, one.band.value))
            elif row.state == MatchState.SUGGESTED:
                changed.append({"known_id": row.id, "score": one.score, "band": one.band.value})
    # Reasons are drawn up when somebody reads them.
    ranked_now = {"reasons": [], "engine_version": run.engine_version, "run_id": run.id}
    if changed:
        still = (TABLE.c.id == bindparam("known_id"), TABLE.c.state == MatchState.SUGGESTED)
        session.connection().execute(update(TABLE).where(*still).values(ranked_now), changed)
    if fresh:
        begun = {"state": MatchState.SUGGESTED, "origin": Origin.ENGINE, "version": 1, "interest_note": ""}
        refs = references.drawn(session, Match, len(fresh))
        rows = [(ref, *row) for ref, row in zip(refs, fresh, strict=True)]
        columns = ("ref", "need_id", "offer_id", "score", "band")
        add(session, TABLE, columns, rows, {"created_at": now, "changed_at": now, **begun, **ranked_now})
    refresh(session)


def add(
    session: Session,
    table: Table,
    columns: Sequence[str],
    rows: Iterable[tuple[Any, ...]],
    same: Mapping[str, Any],
) -> None:
    """Write *rows* of numbers and words in *columns*; in others all have the *same*. Each row is handed to the driver
    as it is, which takes half the time; PostgreSQL takes them by COPY."""
    connection = session.connection()
    fixed = [as_stored(table.c[name], value, connection.dialect) for name, value in same.items()]
    names = ", ".join(f'"{name}"' for name in [*columns, *same])
    written = ((*row, *fixed) for row in rows)
    if connection.dialect.name == "postgresql":
        with (
            connection.connection.cursor() as cursor,
            cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as stream,
        ):
            for row in written:
                stream.write_row(row)
    else:
        places = ", ".join("?" * (len(columns) + len(same)))
        statement = f'INSERT INTO "{table.name}" ({names}) VALUES ({places})'  # noqa: S608  # names of our own tables
        connection.exec_driver_sql(statement, list(written))


def as_stored(column: Any, value: Any, dialect: Dialect) -> Any:
    store = column.type.dialect_impl(dialect).bind_processor(dialect)
    return store(value) if store else value


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


def chunks(values: Sequence[Any], *, most: int = MOST_VALUES) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), most):
        yield values[start : start + most]
