"""`matchmaker serve`."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest
import sqlalchemy as sa

from matchmaker.settings import Settings
from tests.cli.conftest import Run

PATIENCE_S = 60


@pytest.fixture
def taken() -> socket.socket:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener


def test_a_port_that_is_taken_is_said_in_a_sentence(run: Run, taken: socket.socket) -> None:
    port = taken.getsockname()[1]
    result = run("serve", env={"PORT": str(port)})
    assert (result.exit_code, result.output) == (
        1,
        f"Error: Port {port} cannot be used (Address already in use). Set PORT to another number.\n",
    )


@pytest.mark.proves("R25")
def test_a_database_of_another_version_is_not_served(run: Run, tmp_path: Path, taken: socket.socket) -> None:
    port = taken.getsockname()[1]
    taken.close()
    (tmp_path / "empty.sqlite").touch()
    empty = f"sqlite:///{tmp_path / 'empty.sqlite'}"
    result = run("serve", env={"DATABASE_URL": empty, "MATCHMAKER_VAR": str(tmp_path), "PORT": str(port)})
    assert result.exit_code == 1
    assert result.output.startswith("Error: The database has no schema yet; this program needs ")


@pytest.fixture
def served(settings: Settings, taken: socket.socket) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The portal in a process of its own, and its address."""
    port = taken.getsockname()[1]
    taken.close()
    environment = os.environ | {
        "DATABASE_URL": settings.database_url,
        "SECRET_KEY": settings.secret_key,
        "MATCHMAKER_VAR": str(settings.var),
        "MATCHMAKER_DEMO": "",
        "MATCHMAKER_TRIAL": "1",
        "PORT": str(port),
    }
    command = [sys.executable, "-u", "-m", "matchmaker", "serve"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)  # noqa: S603  # our own command
    assert process.stdout is not None
    assert process.stdout.readline() == f"Matchmaker is at http://localhost:{port} (Ctrl-C stops it).\n"
    yield process, f"http://127.0.0.1:{port}"
    process.kill()
    process.communicate()


@pytest.mark.proves("R20")
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_the_portal_is_served_until_it_is_stopped(
    served: tuple[subprocess.Popen[str], str], stop: int
) -> None:
    process, address = served
    with build_opener().open(f"{address}/", timeout=PATIENCE_S) as page:
        assert page.status == 200
    began = time.monotonic()
    process.send_signal(stop)
    said, _ = process.communicate(timeout=PATIENCE_S)
    assert (process.returncode, said) == (0, "Stopped.\n")
    assert time.monotonic() - began < 10


@pytest.mark.proves("R20")
def test_what_was_asked_before_it_was_told_to_stop_is_answered(
    served: tuple[subprocess.Popen[str], str], engine: sa.Engine
) -> None:
    """A post that waits for a lock is in the middle of its work when the server is told."""
    process, address = served
    browser = build_opener(HTTPCookieProcessor())
    page = browser.open(f"{address}/sign-in", timeout=PATIENCE_S).read().decode()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)', page)[1]
    form = urlencode(
        {"csrf_token": token, "email": "eve@example.org", "password": "a guess of hers"}
    ).encode()
    answers: list[str] = []

    def sign_in() -> None:
        answers.append(browser.open(f"{address}/sign-in", form, timeout=PATIENCE_S).read().decode())

    asking = threading.Thread(target=sign_in)
    with engine.connect() as other:
        # On SQLite whoever begins is the only writer.
        on_a_server = engine.dialect.name == "postgresql"
        other.exec_driver_sql("LOCK TABLE trail IN EXCLUSIVE MODE" if on_a_server else "SELECT 1")
        asking.start()
        time.sleep(1.5)
        assert answers == []
        process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
    asking.join()
    assert "The address or the password is not right." in answers[0]
    assert process.wait(PATIENCE_S) == 0
