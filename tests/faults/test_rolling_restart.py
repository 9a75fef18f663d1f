"""A new version goes live: one server after the other is restarted under load, and nothing that was sent is lost."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import count
from urllib.parse import urlencode

import pytest
from sqlmodel import Session, select

from matchmaker.models import Message, Person
from matchmaker.settings import Settings
from matchmaker.vocabulary import NeedState
from matchmaker.web.app import create_app
from tests.cast import Cast, a_colleague
from tests.entering import enter
from tests.faults.test_database_away import wait_until
from tests.stories import a_need

PAUSE_S = 0.25  # one person may say only so much in a quarter of an hour
PATIENCE_S = 30


# As systemd hands a socket over.
HANDING_OVER = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()))
os.execv(sys.executable, [sys.executable, "-u", "-m", "matchmaker", "serve"])
"""


@dataclass
class Server:
    """The portal in a process of its own, at a door that others may use, too."""

    settings: Settings
    door: socket.socket
    process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        environment = os.environ | {
            "DATABASE_URL": self.settings.database_url,
            "SECRET_KEY": self.settings.secret_key,
            "MATCHMAKER_VAR": str(self.settings.var),
            "MATCHMAKER_DEMO": "",
            "MATCHMAKER_TRIAL": "1",
        }
        command = [sys.executable, "-c", HANDING_OVER, str(self.door.fileno())]
        self.process = subprocess.Popen(  # noqa: S603  # our own command
            command, env=environment, stdout=subprocess.PIPE, text=True, pass_fds=[self.door.fileno()]
        )
        assert self.process.stdout.readline().startswith("Matchmaker is at")

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.communicate(timeout=PATIENCE_S)
        assert self.process.returncode == 0


@dataclass
class Sender:
    """Posts one message after the other, each by a connection of its own, as a proxy does."""

    port: int
    path: str
    cookie: str
    token: str
    numbers: Iterator[int]
    acknowledged: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    over: bool = False

    def go_on(self) -> None:
        while not self.over:
            text = f"Message {next(self.numbers)}"
            try:
                status = self.post(text)
            except OSError as error:
                self.failed.append(f"{text}: {error!r}")
            else:
                (self.acknowledged if status == 302 else self.failed).append(text)
            time.sleep(PAUSE_S)

    def post(self, text: str) -> int:
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)) as there:
            body = urlencode({"text": text, "language": "en", "csrf_token": self.token})
            head = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": self.cookie}
            there.request("POST", self.path, body, head)
            return there.getresponse().status


@pytest.fixture
def servers(settings: Settings) -> Iterator[list[Server]]:
    with closing(socket.create_server(("127.0.0.1", 0))) as door:
        both = [Server(settings, door), Server(settings, door)]
        yield both
    for server in both:
        if server.process is not None:
            server.process.kill()
            server.process.communicate()


@contextmanager
def sending(senders: list[Sender]) -> Iterator[None]:
    threads = [threading.Thread(target=sender.go_on) for sender in senders]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for sender in senders:
            sender.over = True
        for thread in threads:
            thread.join()


def form_of(settings: Settings, person: Person, path: str) -> tuple[str, str]:
    """(cookie, token) of a page that *person* has open."""
    app = create_app(settings)
    with ExitStack() as stack:
        stack.callback(app.extensions["engine"].dispose)
        browser = app.test_client()
        enter(browser, person, app.extensions["engine"])
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)', browser.get(path).text)[1]
        return f"session={browser.get_cookie('session').value}", token


@pytest.mark.proves("R21")
def test_no_message_is_lost_or_doubled_while_one_server_after_the_other_is_restarted(
    settings: Settings, session: Session, cast: Cast, servers: list[Server]
) -> None:
    """Sabotaged: a server that ends as soon as it is told; each round some sender found its connection reset."""
    need = a_need(session, cast, state=NeedState.IN_CHECK)
    people = [cast.amina, *(a_colleague(session, cast.amina, f"Fatou{number} Jallow") for number in range(3))]
    session.commit()
    page, numbers, port = f"/needs/{need.ref}", count(1), servers[0].door.getsockname()[1]
    forms = [form_of(settings, person, page) for person in people]
    senders = [Sender(port, f"{page}/discuss", *form, numbers) for form in forms]
    for server in servers:
        server.start()
    with sending(senders):
        for server in servers:
            server.stop()
            server.start()
            heard = sum(len(sender.acknowledged) for sender in senders)
            wait_until(lambda heard=heard: sum(len(sender.acknowledged) for sender in senders) > heard)
    assert [failure for sender in senders for failure in sender.failed] == []
    acknowledged = [text for sender in senders for text in sender.acknowledged]
    assert sorted(session.exec(select(Message.text)).all()) == sorted(acknowledged)
