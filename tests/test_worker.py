"""The worker as a process of its own: called after a commit, kept alive beside the server, ended with it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select
from structlog.testing import capture_logs

from matchmaker.database import open_session
from matchmaker.models import AskedWork, Match
from matchmaker.services import work
from matchmaker.settings import Settings
from matchmaker.vocabulary import Job, NeedState, OfferState
from matchmaker.worker import Worker
from tests.cast import Cast
from tests.stories import a_need, an_offer

PATIENCE_S = 60
Seen = TypeVar("Seen")


def wait_for(look: Callable[[], Seen]) -> Seen:
    """What *look* sees as soon as it sees something."""
    give_up = time.monotonic() + PATIENCE_S
    while time.monotonic() < give_up:
        if seen := look():
            return seen
        time.sleep(0.05)
    raise AssertionError(f"Nothing was seen in {PATIENCE_S} s.")


@pytest.fixture
def environment(settings: Settings) -> dict[str, str]:
    return os.environ | {
        "DATABASE_URL": settings.database_url,
        "SECRET_KEY": settings.secret_key,
        "MATCHMAKER_VAR": str(settings.var),
        "MATCHMAKER_DEMO": "",
        "MATCHMAKER_TRIAL": "1",
        "MATCHMAKER_INLINE": "",
    }


@pytest.fixture
def start(environment: dict[str, str]) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """start("work") is the command in a process of its own; killed at the end."""
    started: list[subprocess.Popen[str]] = []

    def begin(*words: str, **more: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-u", "-m", "matchmaker", *words]
        pipe = subprocess.PIPE
        process = subprocess.Popen(command, env=environment | more, stdout=pipe, stderr=pipe, text=True)  # noqa: S603  # our own command
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def asked(session: Session, cast: Cast) -> list[work.Work]:
    """An offer, then a need, published and committed: the work that they ask for."""
    an_offer(session, cast, state=OfferState.PUBLISHED)
    a_need(session, cast, state=NeedState.PUBLISHED)
    session.commit()
    return work.asked(session)


def done(engine: Engine) -> bool:
    with open_session(engine, writes=False) as session:  # the worker does not wait for us
        waits, pairs = (session.exec(select(table)).all() for table in (AskedWork, Match))
        return not waits and len(pairs) == 1


def test_a_worker_does_what_it_is_called_for_and_ends_when_told(
    engine: Engine, settings: Settings, asked: list[work.Work], start
) -> None:
    worker = start("work")
    with closing(Worker(engine, replace(settings, inline=False))) as ours:
        ours.call(asked)
    wait_for(lambda: done(engine))
    worker.send_signal(signal.SIGINT)
    assert worker.wait(PATIENCE_S) == 0


def test_a_worker_that_nobody_has_called_finds_what_waits(
    engine: Engine, asked: list[work.Work], start
) -> None:
    start("work")
    wait_for(lambda: done(engine))


def test_a_worker_refuses_to_work_where_work_is_done_inline(start) -> None:
    worker = start("work", MATCHMAKER_INLINE="1")
    assert worker.communicate(timeout=PATIENCE_S) == (
        "",
        "Error: MATCHMAKER_INLINE is 1: background work is done by whoever asks for it.\n",
    )
    assert worker.returncode == 1


def children(pid: int) -> list[int]:
    """Of the main thread first."""
    threads = sorted(Path(f"/proc/{pid}/task").iterdir(), key=lambda thread: thread.name != str(pid))
    return [child for thread in threads for child in children_of_thread(thread)]


def children_of_thread(thread: Path) -> list[int]:
    try:
        return [int(each) for each in (thread / "children").read_text().split()]
    except FileNotFoundError:  # it has ended meanwhile
        return []


def is_alive(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_server_keeps_one_worker_alive_and_does_not_leave_it_behind(start) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = start("serve", PORT=str(port))
    (first,) = wait_for(lambda: children(server.pid))
    os.kill(first, signal.SIGKILL)
    (second,) = wait_for(lambda: [pid for pid in children(server.pid) if pid != first])
    assert is_alive(second)
    server.kill()  # it has no time to say goodbye
    wait_for(lambda: not is_alive(second))


def test_a_call_that_fails_is_logged_and_harms_nobody(
    engine: Engine, session: Session, settings: Settings, asked: list[work.Work], tmp_path: Path
) -> None:
    blocked = tmp_path / "no folder"
    blocked.touch()
    nowhere = f"sqlite:///{blocked / 'none.sqlite'}"
    with capture_logs() as logs:
        Worker(engine, replace(settings, inline=False, var=blocked, database_url=nowhere)).call(asked)
    assert [(log["event"], log["job"]) for log in logs] == [
        ("worker_not_called", "catch_up"),
        ("worker_not_called", "post_letters"),
    ]


def test_a_call_that_another_has_signed_is_not_read(engine: Engine, settings: Settings) -> None:
    foreign = replace(settings, inline=False, secret_key="another secret")
    with (
        closing(Worker(engine, replace(settings, inline=False))) as ours,
        closing(Worker(engine, foreign)) as theirs,
    ):
        theirs.call([work.Work(Job.RANK_ALL)])
        with pytest.raises(ValueError, match="mismatch"):
            ours.huey.dequeue()
        ours.call([work.Work(Job.RANK_ALL)])
        assert ours.huey.dequeue().name == "catch_up"
