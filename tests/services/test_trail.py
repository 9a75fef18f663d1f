"""The audit trail: a row for each deed in the deed's own transaction, chained, and never changed again."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from matchmaker import chain
from matchmaker.actions import Action
from matchmaker.database import open_session, transaction
from matchmaker.models import History, Need, Trail
from matchmaker.policy import Actor
from matchmaker.queries import trail as reading
from matchmaker.services import needs, trail
from matchmaker.services.moves import PORTAL
from matchmaker.vocabulary import Event, NeedState, Result, Role
from tests.cast import NOON, Cast
from tests.stories import a_need

WRITERS, EACH = 10, 5


def rows(session: Session) -> list[Trail]:
    return list(session.exec(select(Trail).order_by(col(Trail.seq))).all())


def an_export(by: Actor, detail: str = "") -> trail.Noted:
    return trail.noted(Event.EXPORT, by=by, now=NOON, action="trail.export", detail=detail)


def test_each_move_leaves_one_row_that_names_no_text(session: Session, cast: Cast) -> None:
    need = a_need(session, cast, state=NeedState.SUBMITTED)
    session.commit()
    told = [
        (row.seq, row.at, row.event, row.result, row.by_id, row.by_role, row.action, row.ref, row.detail)
        for row in rows(session)
    ]
    amina = (cast.amina.id, Role.FOCAL_POINT)
    assert told == [
        (1, NOON, Event.MOVE, Result.DONE, *amina, "need.clear", need.ref, "draft > clearance"),
        (2, NOON, Event.MOVE, Result.DONE, *amina, "need.submit", need.ref, "clearance > submitted"),
    ]
    assert chain.check(reading.in_order(session)) == chain.Verdict(2, reading.head(session))


def test_a_deed_of_the_portal_names_the_portal(session: Session, cast: Cast) -> None:
    need = a_need(session, cast, state=NeedState.PUBLISHED)
    needs.start_matching(session, need, now=NOON)
    session.commit()
    last = rows(session)[-1]
    assert (last.by_id, last.by_role, last.action) == (None, Role.PORTAL, "need.start_matching")


def test_a_deed_that_is_rolled_back_leaves_no_row(session: Session, cast: Cast) -> None:
    session.commit()
    trail.note(session, an_export(cast.farah))
    session.rollback()
    session.commit()
    assert rows(session) == []


def test_a_savepoint_that_is_rolled_back_leaves_no_row(session: Session, cast: Cast) -> None:
    session.commit()
    trail.note(session, an_export(cast.farah, "before"))
    with session.begin_nested():
        trail.note(session, an_export(cast.farah, "kept"))
    with session.begin_nested() as outer:
        with session.begin_nested():
            trail.note(session, an_export(cast.farah, "undone"))
        outer.rollback()
    session.commit()
    assert [row.detail for row in rows(session)] == ["before", "kept"]


def test_a_row_that_cannot_be_written_undoes_its_deed(session: Session, cast: Cast) -> None:
    need = a_need(session, cast, state=NeedState.CLEARANCE)
    session.commit()
    needs.submit(session, need, by=cast.amina, now=NOON)
    trail.note(session, trail.noted(Event.EXPORT, by=PORTAL, now=NOON, detail=None))  # type: ignore[arg-type]  # on purpose
    with pytest.raises(IntegrityError):
        session.commit()
    session.rollback()
    assert session.get_one(Need, need.id).state == NeedState.CLEARANCE
    assert [row.action for row in rows(session)] == ["need.clear"]


@pytest.mark.proves("S56")
@pytest.mark.parametrize("table", ["trail", "history"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET by_role = 'portal'", "DELETE FROM {}"])
def test_the_database_changes_no_row_and_deletes_none(
    session: Session, cast: Cast, table: str, verb: str
) -> None:
    a_need(session, cast, state=NeedState.CLEARANCE)
    session.commit()
    with pytest.raises(IntegrityError, match="append-only"):
        session.connection().exec_driver_sql(verb.format(table))
    session.rollback()
    assert len(rows(session)) == len(session.exec(select(History)).all()) == 1


@pytest.mark.proves("S56")
@pytest.mark.parametrize("table", ["trail", "history"])
def test_the_database_empties_no_table_and_replaces_no_row(session: Session, cast: Cast, table: str) -> None:
    a_need(session, cast, state=NeedState.CLEARANCE)
    session.commit()
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    again = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}" if on_sqlite else f"TRUNCATE {table}"
    with pytest.raises(IntegrityError, match="append-only"):
        session.connection().exec_driver_sql(again)


@pytest.mark.proves("R29")
def test_the_order_is_that_of_writing_whatever_the_clock_says(session: Session, cast: Cast) -> None:
    for hours in (0, -1, 2):
        trail.note(
            session,
            trail.noted(Event.EXPORT, by=cast.farah, now=NOON + timedelta(hours=hours), detail=str(hours)),
        )
        session.commit()
    assert [row.detail for row in rows(session)] == ["0", "-1", "2"]
    assert chain.check(reading.in_order(session)).fault == ""


@pytest.mark.proves("S56")
def test_rows_outlive_the_person(session: Session, cast: Cast) -> None:
    gone = cast.farah.id
    trail.note(session, an_export(cast.farah))
    session.commit()
    session.delete(cast.farah)
    session.commit()
    (row,) = rows(session)
    assert (row.by_id, row.by_role) == (gone, Role.AUDITOR)
    assert chain.check(reading.in_order(session)).fault == ""


def test_writers_side_by_side_leave_one_unbroken_chain(engine: sa.Engine) -> None:
    def write(writer: int) -> None:
        for _ in range(EACH):
            with transaction(engine) as session:
                trail.note(session, an_export(PORTAL, f"of {writer}"))
                trail.note(session, an_export(PORTAL, f"of {writer}"))

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    with open_session(engine, writes=False) as session:
        verdict = chain.check(reading.in_order(session))
        assert (verdict.rows, verdict.fault) == (WRITERS * EACH * 2, "")
        assert {row.detail for row in rows(session)} == {f"of {writer}" for writer in range(WRITERS)}


@pytest.mark.proves("S57")
@pytest.mark.parametrize("column", [name for name in chain.COLUMNS if name not in ("seq", "at")])
def test_a_tampered_table_is_told_by_its_first_bad_row(session: Session, cast: Cast, column: str) -> None:
    a_need(session, cast, state=NeedState.IN_CHECK)
    session.commit()
    kept = [reading.canonical(vars(row)) for row in rows(session)]
    kept[1][column] = "9"
    assert "ow 2 " in chain.check(kept).fault


def test_ten_thousand_rows_of_one_deed_are_chained_at_once(session: Session) -> None:
    for number in range(10_000):
        trail.note(session, an_export(PORTAL, str(number)))
    session.commit()
    assert chain.check(reading.in_order(session)) == chain.Verdict(10_000, reading.head(session))


def test_every_row_of_history_has_its_row_in_the_trail(session: Session, cast: Cast) -> None:
    a_need(session, cast, state=NeedState.MERGED)
    session.commit()
    moved = [(Action(row.action), row.detail) for row in rows(session) if row.event == Event.MOVE]
    told = [(row.action, f"{row.from_state} > {row.to_state}") for row in session.exec(select(History)).all()]
    assert sorted(moved) == sorted(told)
