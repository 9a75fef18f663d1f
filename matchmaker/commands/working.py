"""`work`: what is done in the background, as a process of its own; `serve` keeps one beside itself."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from subprocess import PIPE, Popen, TimeoutExpired
from threading import Event, Thread

import click
import structlog

from matchmaker import journal
from matchmaker.commands.places import portal
from matchmaker.commands.preflight import require_sound
from matchmaker.settings import BadSetting
from matchmaker.worker import PATIENCE_S, Worker

log = structlog.get_logger(__name__)
COMMAND = (sys.executable, "-m", "matchmaker", "work", "--beside")
LOOK_EVERY_S = 0.2
RESTART_AFTER_S = 5  # so that a worker that cannot live does not keep the machine busy
END_WITHIN_S = PATIENCE_S + 3


@click.command()
@click.option("--beside", is_flag=True, hidden=True, help="End when standard input ends.")
def work(beside: bool) -> None:
    """Do what is done in the background: rank, post letters, keep dates. One such process is enough."""
    for stop in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop, lambda *_: sys.exit(0))  # until Huey listens by itself
    if beside:
        Thread(target=_end_with_the_server, daemon=True).start()
    with portal() as (settings, engine):
        if settings.inline:
            raise BadSetting("MATCHMAKER_INLINE is 1: background work is done by whoever asks for it.")
        require_sound(settings, engine)
        journal.begin()
        Worker(engine, settings).run()


def _end_with_the_server() -> None:
    """The server holds the other end of our standard input: however it dies, that end is closed."""
    os.read(sys.stdin.fileno(), 1)
    os.kill(os.getpid(), signal.SIGINT)


@contextmanager
def worker_beside() -> Iterator[None]:
    """A worker while the server runs; started again if it dies, ended with the server."""
    over = Event()
    keeper = Thread(target=_keep_alive, args=(over,), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()


def _keep_alive(over: Event) -> None:
    while not over.is_set():
        # In a session of its own Ctrl-C does not reach it: it ends after the server, and in order.
        worker = Popen(COMMAND, stdin=PIPE, start_new_session=True)  # noqa: S603  # our own command
        while worker.poll() is None and not over.wait(LOOK_EVERY_S):
            pass
        if worker.returncode is None:
            _end(worker)
        else:
            log.error("worker_died", exit_code=worker.returncode)
            over.wait(RESTART_AFTER_S)


def _end(worker: Popen[bytes]) -> None:
    if worker.stdin:
        worker.stdin.close()
    try:
        worker.wait(END_WITHIN_S)
    except TimeoutExpired:
        worker.kill()
        worker.wait()
