"""`matchmaker audit` and `matchmaker appoint`."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from matchmaker import chain
from matchmaker.database import open_session
from matchmaker.models import Person, Trail
from matchmaker.vocabulary import Event, NeedState, Role
from tests.cast import Cast
from tests.cli.conftest import Run
from tests.stories import a_need


@pytest.fixture
def head(session: Session, cast: Cast) -> chain.Head:
    """The head after three moves, committed."""
    a_need(session, cast, state=NeedState.IN_CHECK)
    session.commit()
    last = session.exec(select(Trail).order_by(Trail.seq.desc())).first()  # type: ignore[union-attr]  # a column
    assert last is not None
    head = chain.Head(last.seq or 0, last.hash)
    session.rollback()
    return head


def test_a_whole_trail_is_verified_and_its_head_told(run: Run, head: chain.Head) -> None:
    said = run("audit", "verify", "--head", head)
    assert (said.exit_code, said.output) == (
        0,
        f"3 rows, unbroken. Keep this head, away from here: {head}\n",
    )


def test_a_head_that_does_not_stand_is_a_missing_tail(run: Run, head: chain.Head) -> None:
    said = run("audit", "verify", "--head", f"4:{'a' * 64}")
    assert said.exit_code == 1
    assert "The tail is missing: row 4 stood here once." in said.output
    assert run("audit", "verify", "--head", "4").exit_code == 1


def test_heads_are_kept_in_a_file_and_asked_for_the_next_time(
    run: Run, head: chain.Head, tmp_path: Path
) -> None:
    kept = tmp_path / "heads"
    for _ in range(2):
        assert run("audit", "verify", "--keep", kept).exit_code == 0
        assert kept.read_text().splitlines() == [str(head)]
    kept.write_text(f"{head}\n9:{'a' * 64}\n")
    assert "row 9 stood here once" in run("audit", "verify", "--keep", kept).output


@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
def test_an_export_is_a_row_and_verifies_without_the_database(
    run: Run, head: chain.Head, tmp_path: Path, engine: sa.Engine, suffix: str
) -> None:
    file = tmp_path / f"trail{suffix}"
    assert run("audit", "export", file).output == f"3 rows in {file}.\n"
    assert "3 rows, unbroken" in run("audit", "verify", file, "--head", head).output
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join([*lines[:-2], lines[-1]]), encoding="utf-8")
    assert "Row 2 is missing" in run("audit", "verify", file).output
    with open_session(engine, writes=False) as session:
        last = session.get_one(Trail, 4)
        assert (last.event, last.by_role, last.detail) == (
            Event.EXPORT,
            Role.PORTAL,
            f"{suffix[1:]} 3 rows",
        )


@pytest.mark.proves("S57")
def test_a_row_tampered_with_in_the_database_is_named(run: Run, head: chain.Head, session: Session) -> None:
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("DROP TRIGGER trail_no_update")
    else:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
    connection.exec_driver_sql("UPDATE trail SET by_id = by_id + 1 WHERE seq = 2")
    if connection.dialect.name == "sqlite":
        made = "BEFORE UPDATE ON trail BEGIN SELECT RAISE(ABORT, 'trail is append-only'); END"
        connection.exec_driver_sql(f"CREATE TRIGGER trail_no_update {made}")
    session.commit()
    said = run("audit", "verify")
    assert said.exit_code == 1
    assert "Row 2 was changed after it was written. The 1 rows before it are whole." in said.output


def test_an_administrator_gives_a_person_another_role(
    run: Run, cast: Cast, session: Session, engine: sa.Engine
) -> None:
    session.commit()
    said = run("appoint", cast.bashir.email, "focal_point", "--as", cast.gus.email)
    assert said.output == "Bashir Njie is “Focal point” from now on.\n"
    with open_session(engine, writes=False) as reader:
        (row,) = reader.exec(select(Trail)).all()
        assert reader.get_one(Person, cast.bashir.id).role == Role.FOCAL_POINT
    assert (row.event, row.by_id, row.noun, row.ref, row.detail) == (
        Event.ROLE_CHANGE,
        cast.gus.id,
        "person",
        str(cast.bashir.id),
        "drafter > focal_point",
    )


@pytest.mark.parametrize(
    ("role", "by", "said"),
    [
        ("focal_point", "dao@example.org", "somebody else"),
        ("releaser", "gus@example.org", "Nobody in this organisation"),
        ("focal_point", "nobody@example.org", "Nobody works here"),
    ],
)
def test_nobody_else_appoints_and_no_role_of_another_house(
    run: Run, cast: Cast, session: Session, engine: sa.Engine, role: str, by: str, said: str
) -> None:
    session.commit()
    refused = run("appoint", cast.bashir.email, role, "--as", by)
    assert refused.exit_code == 1
    assert said in refused.output
    with open_session(engine, writes=False) as reader:
        assert reader.get_one(Person, cast.bashir.id).role == Role.DRAFTER
        assert reader.exec(select(Trail)).all() == []
