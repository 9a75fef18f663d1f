"""`matchmaker serve`."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

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


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_the_portal_is_served_until_it_is_stopped(
    settings: Settings, taken: socket.socket, stop: int
) -> None:
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
    served = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)  # noqa: S603  # our own command
    assert served.stdout is not None
    assert served.stdout.readline() == f"Matchmaker is at http://localhost:{port} (Ctrl-C stops it).\n"
    with urlopen(f"http://127.0.0.1:{port}/", timeout=PATIENCE_S) as page:
        assert page.status == 200
    began = time.monotonic()
    served.send_signal(stop)
    said, _ = served.communicate(timeout=PATIENCE_S)
    assert (served.returncode, said) == (0, "Stopped.\n")
    assert time.monotonic() - began < 10
