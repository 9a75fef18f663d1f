"""A disk that does not keep what it was given: what is said to be kept is found again, and nothing else."""

import shutil
import subprocess
import sys

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from matchmaker.models import Need
from matchmaker.settings import Settings
from tests.cast import Cast
from tests.faults.one_writer import REFUSED

TIMES = 150
FAILS = "enable_random name=posix/io/sync/{},probability={}"


@pytest.mark.proves("R6")
@pytest.mark.parametrize("often", [0.05, 1])
def test_what_the_disk_refuses_is_not_acknowledged(
    engine: sa.Engine, session: Session, settings: Settings, cast: Cast, often: float
) -> None:
    """Sabotaged: a writer that says so before it commits, and a database that does not wait for the disk."""
    if engine.dialect.name != "sqlite":
        pytest.skip("a server has its own disk, and stops when that fails")
    if shutil.which("fiu-run") is None:
        pytest.skip("nothing here lets a disk fail: fiu-run is of the Debian package fiu-utils")
    session.commit()
    faults = [word for call in ("fsync", "fdatasync") for word in ("-c", FAILS.format(call, often))]
    writer = [sys.executable, "-m", "tests.faults.one_writer", settings.database_url, str(cast.amina.id)]
    command = ["fiu-run", "-x", *faults, *writer, str(TIMES)]
    said = subprocess.check_output(command, text=True).split()  # noqa: S603  # our own writer
    kept = [one for one in said if one != REFUSED]
    assert (len(said), len(kept) < TIMES, bool(kept)) == (TIMES, True, often < 1)
    assert sorted(session.exec(select(Need.ref)).all()) == sorted(kept)
    assert session.connection().exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
