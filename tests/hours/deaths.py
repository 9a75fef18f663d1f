"""Sudden deaths of processes, one after the other, and how long it takes until everything is as before."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random

from tests.databases import OwnServer
from tests.hours.portal import Portal

EVERY_S = (30, 90)
A_DEED_S = 0.06  # as long as one takes: most are hit in its middle, a few just after
GIVE_UP_S = 60


@dataclass(frozen=True)
class Death:
    whose: str
    recovered_s: float


@dataclass
class Reaper:
    """Kills, and starts again what nobody else would: the worker has the server, the server a service manager.

    `alive` is held while something is dead: whoever looks into the database by themselves holds it, too. `doing` is
    set while somebody does something.
    """

    portal: Portal
    database: OwnServer | None
    lot: Random
    alive: threading.RLock = field(default_factory=threading.RLock)
    doing: threading.Event = field(default_factory=threading.Event)
    deaths: list[Death] = field(default_factory=list)

    def kill(self, whose: str) -> None:
        before, began = self.portal.workers(), time.monotonic()
        if whose in ("worker", "both"):
            for worker in before:
                os.kill(worker, signal.SIGKILL)
        if whose in ("server", "both"):
            self.portal.kill()
            self.portal.start()
        if whose == "database" and self.database:
            self.database.kill()
            self.database.start()
        while not self._recovered(set() if whose == "database" else {*before}):
            assert time.monotonic() < began + GIVE_UP_S, whose
            time.sleep(0.05)
        self.deaths.append(Death(whose, time.monotonic() - began))
        print(f"{time.strftime('%H:%M:%S')} {self.deaths[-1]}", flush=True)

    def _recovered(self, gone: set[int]) -> bool:
        return self.portal.is_ready() and not gone & {*self.portal.workers()}

    def go_on(self, over: threading.Event) -> None:
        kinds = ["server", "worker", "both"] + ["database"] * (self.database is not None)
        while not over.wait(self.lot.uniform(*EVERY_S)):
            self.doing.wait(EVERY_S[0])
            with self.alive:
                time.sleep(self.lot.uniform(0, A_DEED_S))
                self.kill(self.lot.choice(kinds))


@contextmanager
def reaping(reaper: Reaper) -> Iterator[None]:
    over = threading.Event()
    thread = threading.Thread(target=reaper.go_on, args=(over,))
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
