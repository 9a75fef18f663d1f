"""The way to the database: what is flushed is validated, writers wait their turn, readers never wait."""

import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from pydantic import ValidationError
from sqlalchemy import Engine
from sqlmodel import Session, col, func, select, update

from matchmaker.database import make_file, open_engine, open_session, transaction
from matchmaker.models import Component, Need, RankingRun
from tests.cast import NOON, Cast
from tests.stories import a_need

THREADS, ROUNDS = 4, 25


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("title", "x" * 201),
        ("problem", "x" * 10_001),
        ("title", ["a", "list"]),
        ("beneficiary_count", "many"),
        ("visibility", "everybody"),
        ("currency", "DOLLAR"),
    ],
)
def test_a_value_that_does_not_fit_its_column_is_refused_before_it_is_written(
    session: Session, cast: Cast, column: str, value: object
) -> None:
    need = a_need(session, cast)
    session.commit()
    setattr(need, column, value)
    with pytest.raises(ValidationError):
        session.flush()
    session.rollback()
    assert getattr(session.get_one(Need, need.id), column) != value


def test_a_new_row_is_validated_too(session: Session, cast: Cast) -> None:
    session.add(RankingRun(engine_version="x" * 33, needs=1, offers=1, started_at=NOON))
    with pytest.raises(ValidationError, match="engine_version"):
        session.flush()


def test_a_part_whose_parent_is_still_to_be_written_gets_its_key_later(session: Session, cast: Cast) -> None:
    need = Need(organisation_id=cast.amina.organisation_id, created_at=NOON, changed_at=NOON)
    need.components = [Component(position=1, topic="EVI-02")]
    session.add(need)
    session.flush()
    assert need.components[0].need_id == need.id


def test_a_transaction_is_kept_whole(engine: Engine) -> None:
    with transaction(engine) as session:
        session.add(RankingRun(engine_version="1", needs=1, offers=1, started_at=NOON))
    assert runs(engine) == 1


def test_a_transaction_that_fails_leaves_nothing(engine: Engine) -> None:
    def fail_half_way() -> None:
        with transaction(engine) as session:
            session.add(RankingRun(engine_version="1", needs=1, offers=1, started_at=NOON))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    assert runs(engine) == 0


def runs(engine: Engine) -> int:
    with open_session(engine, writes=False) as session:
        return session.exec(select(func.count()).select_from(RankingRun)).one()


def together(work) -> list[BaseException]:
    """Run *work* in several threads at once; what went wrong in them."""
    wrong: list[BaseException] = []
    start = threading.Barrier(THREADS)

    def one() -> None:
        try:
            start.wait()
            work()
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=one) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


def test_writers_on_sqlite_wait_their_turn_and_lose_nothing(sqlite_engine: Engine, tmp_path: Path) -> None:
    """Read, then write: with a deferred transaction a quarter of these fail with "database is locked"."""
    url = f"sqlite:///{tmp_path / 'busy.sqlite'}"
    make_file(url)
    engine = open_engine(url)
    RankingRun.metadata.tables["ranking_run"].create(engine)
    with transaction(engine) as session:
        session.add(RankingRun(id=1, engine_version="1", needs=0, offers=0, started_at=NOON))

    def count_up() -> None:
        for _ in range(ROUNDS):
            with transaction(engine) as session:
                run = session.get_one(RankingRun, 1)
                run.needs += 1

    assert together(count_up) == []
    with open_session(engine, writes=False) as session:
        assert session.get_one(RankingRun, 1).needs == THREADS * ROUNDS
    engine.dispose()


def test_a_reader_does_not_wait_for_a_writer(engine: Engine, session: Session, cast: Cast) -> None:
    need = a_need(session, cast, title="As it stood")
    session.commit()
    session.exec(update(Need).values(title="Being written"))
    with open_session(engine, writes=False) as reader:
        assert reader.get_one(Need, need.id).title == "As it stood"


def test_sqlite_minds_foreign_keys_and_keeps_a_log(sqlite_engine: Engine) -> None:
    with sqlite_engine.connect() as connection:
        said = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("foreign_keys", "journal_mode", "busy_timeout", "trusted_schema")
        }
    assert said == {"foreign_keys": 1, "journal_mode": "wal", "busy_timeout": 5000, "trusted_schema": 0}


def test_what_was_committed_can_be_read_without_asking_again(engine: Engine) -> None:
    with open_session(engine, writes=True) as session:
        run = RankingRun(engine_version="1", needs=1, offers=1, started_at=NOON)
        session.add(run)
        session.commit()
        asked: list[str] = []
        sa.event.listen(engine, "before_cursor_execute", lambda *a: asked.append(a[2]), once=True)
        assert (run.engine_version, asked) == ("1", [])


def test_a_list_in_the_order_of_ids_is_the_same_on_both(session: Session, cast: Cast) -> None:
    written = [a_need(session, cast).id for _ in range(5)]
    assert list(session.exec(select(Need.id).order_by(col(Need.id))).all()) == written
