"""`matchmaker backup` and `matchmaker restore`: a whole copy, taken while people work, brought back elsewhere."""

import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlmodel import Session, func, select

from matchmaker import sealing
from matchmaker.database import open_engine, open_session, snapshot, transaction
from matchmaker.filing.store import FOLDER, Store, store_of
from matchmaker.models import Need, Visit
from matchmaker.queries import people as reading
from matchmaker.schema import newest
from matchmaker.services import copies, visits
from matchmaker.settings import Settings
from matchmaker.vocabulary import LessonState, MatchState, NeedState
from tests import databases
from tests.bucket import KEY as AWS_KEY
from tests.bucket import REGION, SECRET, open_store
from tests.cast import NOON, Cast
from tests.cli.conftest import Run
from tests.files import PAPER, a_file
from tests.stories import a_lesson, a_match, a_need

KEY = {"BACKUP_KEY": "vQ8-3yZ0rT_kLm5pXw2aBc7dEf9gHj4nRs6uVt1o"}
ELSEWHERE = "elsewhere"  # the folder of the portal to which a copy is brought back
IN_A_FILE = pytest.mark.parametrize("elsewhere", ["sqlite"], indirect=True)
TITLE = "Étude confidentielle: قضايا 案件"


@pytest.fixture
def lived_in(session: Session, cast: Cast, settings: Settings) -> Cast:
    """A portal in which a row of each kind that points to its own table points to a later one; with a file that is
    there, and one that somebody has just taken away.
    """
    need = a_need(session, cast, state=NeedState.MERGED, title=TITLE)
    a_match(session, cast, state=MatchState.IN_DELIVERY)
    for state in (LessonState.ADOPTED, LessonState.RETIRED):
        a_lesson(session, cast, state=state)
    for store in (Store(settings.var), None):
        a_file(session, cast, need, store)
    visits.begin(session, cast.amina, device="", now=NOON)
    session.commit()
    assert need.merged_into_id > need.id
    return cast


@pytest.fixture(params=["sqlite", "postgresql"])
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[sa.Engine]:
    """An empty database on another machine, as it were."""
    url = f"sqlite:///{tmp_path / 'elsewhere.sqlite'}"
    if request.param == "postgresql":
        url = databases.new_database(databases.start_postgres(), f"elsewhere_{uuid4().hex}")
    databases.make_file(url)
    engine = open_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture
def copy(run: Run, tmp_path: Path) -> Callable[[], Path]:
    """copy(): a copy of this test's database as it is now."""

    def take() -> Path:
        file = tmp_path / f"{uuid4().hex}.copy"
        said = run("backup", file, env=KEY)
        assert (said.exit_code, said.output[: len(str(file))]) == (0, str(file))
        return file

    return take


def bring_back(run: Run, file: Path, engine: sa.Engine, **more: str) -> str:
    url, var = engine.url.render_as_string(hide_password=False), str(file.parent / ELSEWHERE)
    return run("restore", file, env=KEY | {"DATABASE_URL": url, "MATCHMAKER_VAR": var} | more).output


def count_needs(engine: sa.Engine) -> int:
    with open_session(engine, writes=False) as session:
        return session.exec(select(func.count()).select_from(Need)).one()


def fingerprint(engine: sa.Engine, var: Path) -> str:
    tally = copies.Tally()
    with snapshot(engine) as session:
        tally.take(copies.taken(session, Store(var), newest()))
    return tally.fingerprint


@pytest.mark.proves("R26", "R28", "S61")
def test_a_copy_brought_back_elsewhere_is_the_same(
    run: Run,
    lived_in: Cast,
    engine: sa.Engine,
    elsewhere: sa.Engine,
    copy: Callable[[], Path],
    settings: Settings,
    tmp_path: Path,
) -> None:
    file = copy()
    told = re.search("fingerprint is ([0-9a-f]{64})", bring_back(run, file, elsewhere))[1]
    assert told == fingerprint(engine, settings.var) == fingerprint(elsewhere, tmp_path / ELSEWHERE)
    assert [path.read_bytes() for path in (tmp_path / ELSEWHERE / FOLDER).iterdir()] == [PAPER]
    assert file.stat().st_mode & 0o777 == 0o600
    with open_session(elsewhere, writes=False) as session:
        assert session.exec(select(Need.title).where(Need.state == NeedState.MERGED)).all() == [TITLE]
        assert session.exec(select(func.count()).select_from(Visit)).one() == 0  # a copy signs nobody in
    url = elsewhere.url.render_as_string(hide_password=False)
    assert "unbroken" in run("audit", "verify", env={"DATABASE_URL": url}).output


@pytest.mark.proves("R26")
def test_the_portal_goes_on_with_what_was_brought_back(
    run: Run, lived_in: Cast, elsewhere: sa.Engine, copy: Callable[[], Path]
) -> None:
    """What is new is numbered after what is old, and the trail goes on."""
    bring_back(run, copy(), elsewhere)
    with transaction(elsewhere) as session:
        amina = reading.by_email(session, lived_in.amina.email)
        before = session.exec(select(func.max(Need.id))).one()
        need = a_need(session, lived_in, by=amina)
        assert need.id == before + 1


@pytest.mark.proves("R26")
@IN_A_FILE
def test_a_copy_taken_while_others_write_is_whole(
    run: Run, lived_in: Cast, engine: sa.Engine, elsewhere: sa.Engine, copy: Callable[[], Path]
) -> None:
    """Each deed writes two needs; never is one of them missing."""
    over, many = threading.Event(), threading.Event()

    def go_on() -> None:
        written = 0
        while not over.is_set():
            with transaction(engine) as session:
                for _ in range(2):
                    a_need(session, lived_in, by=reading.by_email(session, lived_in.amina.email))
            written += 1
            if written == 3:
                many.set()

    before = count_needs(engine)
    writer = threading.Thread(target=go_on)
    writer.start()
    try:
        assert many.wait(30)
        file = copy()
    finally:
        over.set()
        writer.join()
    bring_back(run, file, elsewhere)
    copied, after = count_needs(elsewhere), count_needs(engine)
    assert before + 6 <= copied <= after
    assert (copied - before) % 2 == 0


@pytest.mark.proves("R27", "S61")
@IN_A_FILE
def test_a_copy_that_is_not_whole_or_not_ours_is_refused_and_nothing_is_left(
    run: Run, lived_in: Cast, elsewhere: sa.Engine, copy: Callable[[], Path], tmp_path: Path
) -> None:
    whole = copy().read_bytes()
    databases.migrate(elsewhere)
    empty = fingerprint(elsewhere, tmp_path)
    for name, data in {
        "cut": whole[: len(whole) // 2],
        "shorter": whole[:-1],
        "changed": whole[:-40] + bytes([whole[-40] ^ 1]) + whole[-39:],
        "other": b"SQLite format 3",
    }.items():
        harmed = tmp_path / name
        harmed.write_bytes(data)
        assert bring_back(run, harmed, elsewhere).startswith("Error: T"), name
        assert fingerprint(elsewhere, tmp_path) == empty
    said = bring_back(run, copy(), elsewhere, BACKUP_KEY=KEY["BACKUP_KEY"] + "x")
    assert said == "Error: The key is another one, or the copy was cut short or changed.\n"
    assert fingerprint(elsewhere, tmp_path) == empty


@pytest.mark.proves("R27")
@IN_A_FILE
def test_a_copy_of_another_version_is_refused(run: Run, elsewhere: sa.Engine, tmp_path: Path) -> None:
    file = tmp_path / "old"
    with file.open("wb") as out:
        sealing.write(['{"format": "matchmaker copy", "schema": "0001"}'], out, KEY["BACKUP_KEY"])
    said = bring_back(run, file, elsewhere)
    assert f"This copy is of schema 0001; this program needs {newest()}." in said


@pytest.mark.proves("R27")
def test_a_database_in_use_is_not_written_over(
    run: Run, lived_in: Cast, engine: sa.Engine, copy: Callable[[], Path], settings: Settings
) -> None:
    before, file = fingerprint(engine, settings.var), copy()
    assert (
        bring_back(run, file, engine)
        == "Error: This database is in use. Bring the copy back into an empty one.\n"
    )
    assert fingerprint(engine, settings.var) == before


def test_no_copy_is_written_over_another_or_left_half(
    run: Run, lived_in: Cast, copy: Callable[[], Path]
) -> None:
    file = copy()
    kept = file.read_bytes()
    said = run("backup", file, env=KEY)
    assert (said.exit_code, "is there already" in said.output) == (1, True)
    assert file.read_bytes() == kept
    assert list(file.parent.glob("*.part")) == []


@pytest.mark.proves("S61")
def test_a_copy_needs_a_key_of_its_own(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "copy"
    for env in ({}, {"BACKUP_KEY": "short"}, KEY | {"SECRET_KEY": KEY["BACKUP_KEY"]}):
        said = run("backup", file, env=env)
        assert (said.exit_code, said.output[:17], file.exists()) == (1, "Error: BACKUP_KEY", False)


@pytest.mark.proves("S61")
@IN_A_FILE
def test_files_in_a_bucket_are_copied_too_and_a_copy_without_them_is_not_made(
    run: Run, session: Session, cast: Cast, settings: Settings, elsewhere: sa.Engine, tmp_path: Path
) -> None:
    with open_store() as store:
        files = {
            "FILES": "s3://papers/portal/files",
            "FILES_ENDPOINT": store.address,
            "FILES_REGION": REGION,
            "FILES_KEY": AWS_KEY,
            "FILES_SECRET": SECRET,
        }
        kept = store_of(replace(settings, bucket=store.settings()))
        ref = a_file(session, cast, a_need(session, cast), kept).ref
        session.commit()
        file = tmp_path / "copy"
        store.instead = 503
        said = run("backup", file, env=KEY | files)
        assert (said.exit_code, "The store of files does not answer" in said.output) == (1, True)
        assert not file.exists()
        store.instead = 0
        assert run("backup", file, env=KEY | files).exit_code == 0
        assert "their fingerprint is" in bring_back(run, file, elsewhere, **files)  # they are still there
        assert list(store.kept) == [f"portal/files/{ref}"]
    databases.empty_tables(elsewhere)
    assert "their fingerprint is" in bring_back(run, file, elsewhere)  # and into a folder
    assert Store(tmp_path / ELSEWHERE).read(ref) == PAPER
