"""`matchmaker serve` with the demonstration, in processes of its own."""

import os
import socket
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import urlopen

from matchmaker.settings import Settings
from tests.browsing import SECRET
from tests.test_worker import children, wait_for


def a_free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as door:
        return door.getsockname()[1]


@dataclass
class Portal:
    """A server and the worker beside it: with the demonstration, or with nothing yet. They log to `log`."""

    url: str
    var: Path
    demo: bool = True
    port: int = field(default_factory=a_free_port)
    process: subprocess.Popen[str] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.var.with_suffix(".log")

    @property
    def settings(self) -> Settings:
        return Settings(self.url, SECRET, self.var, self.address, self.port, self.demo)

    def start(self) -> None:
        """Returns when the door is open."""
        environment = os.environ | {
            "DATABASE_URL": self.url,
            "MATCHMAKER_VAR": str(self.var),
            "MATCHMAKER_DEMO": "1" if self.demo else "",
            "MATCHMAKER_TRIAL": "1",
            "SECRET_KEY": SECRET,
            "MATCHMAKER_INLINE": "",
            "PORT": str(self.port),
        }
        command = [sys.executable, "-u", "-m", "matchmaker", "serve"]
        with self.log.open("a") as log:
            piped = {"stdout": subprocess.PIPE, "stderr": log, "text": True}
            self.process = subprocess.Popen(command, env=environment, **piped)  # noqa: S603  # our own command
        said = iter(self.process.stdout.readline, "")
        assert any(line.startswith("Matchmaker is at") for line in said), self.log.read_text()
        wait_for(self.workers)

    def workers(self) -> list[int]:
        return children(self.process.pid)

    def faults(self) -> list[str]:
        """Lines of the log that tell of an error."""
        return [
            line
            for line in self.log.read_text().splitlines()
            if '"level": "error"' in line or line[:1] != "{"
        ]

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()

    def is_ready(self) -> bool:
        """Whether it answers, its database too, and has a worker."""
        try:
            with urlopen(f"{self.address}/readyz", timeout=1) as answer:  # noqa: S310  # our own address
                return answer.status == 200 and bool(self.workers())
        except OSError:
            return False
