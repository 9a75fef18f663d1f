"""Asking the scanner: what it finds, and that its silence is no clean bill."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from matchmaker.filing.scanner import NoVerdict, virus_in
from tests.clamd import EICAR, clamd
from tests.files import PAPER
from tests.papers import docx


def test_the_scanner_names_the_virus_that_it_finds(tmp_path: Path) -> None:
    with clamd(tmp_path / "c") as line:
        assert virus_in(PAPER, line) == ""
        assert virus_in(bytes(200_000) + EICAR, line) == "Eicar-Test-Signature"


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR", b"", b"OK FOUND ERROR"])
def test_what_is_neither_clean_nor_found_is_no_verdict(tmp_path: Path, answer: bytes) -> None:
    with clamd(tmp_path / "c", instead=answer) as line, pytest.raises(NoVerdict, match="says"):
        virus_in(PAPER, line)


def test_a_scanner_that_is_away_gives_no_verdict(tmp_path: Path) -> None:
    with pytest.raises(NoVerdict, match="does not answer"):
        virus_in(PAPER, tmp_path / "c")


@pytest.fixture
def real_clamd(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """ClamAV's own clamd, which has been given one signature of ours."""
    if not request.config.getoption("--long") or not shutil.which("clamd"):
        pytest.skip("with --long, where clamd is installed")
    (tmp_path / "eicar.ndb").write_text(f"Eicar-Test-Signature:0:*:{EICAR.hex()}\n")
    (tmp_path / "conf").write_text(
        f"LocalSocket {tmp_path}/c\nDatabaseDirectory {tmp_path}\nForeground yes\n"
    )
    with subprocess.Popen(["clamd", "-c", str(tmp_path / "conf")]) as process:  # noqa: S603, S607  # ours, as installed
        while not (tmp_path / "c").exists():
            assert process.poll() is None
            time.sleep(0.1)
        yield tmp_path / "c"
        process.terminate()


def test_the_scanner_of_clamav_speaks_as_ours_does(real_clamd: Path) -> None:
    assert virus_in(PAPER, real_clamd) == ""
    assert virus_in(bytes(5 * 1024 * 1024), real_clamd) == ""
    for infected in (EICAR, PAPER + EICAR, docx([EICAR.decode()])):
        assert virus_in(infected, real_clamd).startswith("Eicar-Test-Signature")
