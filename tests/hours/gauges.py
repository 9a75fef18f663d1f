"""What is watched while the portal works: memory and files of its processes, size of the log and of the tables."""

import re
import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlsplit

import sqlalchemy as sa

from tests.hours.portal import Portal
from tests.hours.readers import Answer

MIB = 1024 * 1024
# What levels off may be so much above what it was: a heap breathes, and the log of a server grows by 16 MiB at once.
SHARE, SLACK = 0.05, {"server_mib": 8, "worker_mib": 8, "log_mib": 16, "server_files": 3, "worker_files": 3}
USED_PAGES = "SELECT page_count - freelist_count FROM pragma_page_count, pragma_freelist_count"
# A request may cost so much more room in the second half than in the first; tables grow by whole pages.
ROW_SHARE, ROW_SLACK = 0.25, 32  # bytes


@dataclass
class Heard:
    """What was answered."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    answers: list[tuple[int, float, str]] = field(default_factory=list)  # status, seconds, address

    def hear(self, answer: Answer) -> None:
        with self.lock:
            self.answers.append((answer.status, answer.took, answer.url))

    def __str__(self) -> str:
        """How many answers of each status; of those that refuse, whose addresses were asked most."""
        statuses = Counter(status for status, _took, _url in self.answers)
        refused = Counter(
            (status, urlsplit(url).path) for status, _took, url in self.answers if status >= 400
        )
        return f"{dict(statuses)} {refused.most_common(20)}"

    def failures(self) -> list[tuple[int, float, str]]:
        return [one for one in self.answers if one[0] >= 500 or one[0] == 0]

    def p95(self, since: int) -> float:
        """Seconds within which 19 of 20 were answered."""
        times = [took for _status, took, _url in self.answers[since:]]
        return quantiles(times, n=20)[-1] if len(times) > 1 else 0


@dataclass(frozen=True)
class Sample:
    """MiB of memory that no file backs, open files, MiB of the write-ahead log and of the database."""

    minute: float
    requests: int
    p95_s: float
    server_mib: float
    worker_mib: float
    server_files: int
    worker_files: int
    log_mib: float
    data_mib: float

    def __str__(self) -> str:
        return "".join(
            f"{value:>14.2f}" if value % 1 else f"{value:>14.0f}" for value in asdict(self).values()
        )


def head() -> str:
    return "".join(f"{name:>14}" for name in Sample.__dataclass_fields__)


def memory(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"RssAnon:\s+(\d+) kB", status)[1]) / 1024


def open_files(pid: int) -> int:
    return len([*Path(f"/proc/{pid}/fd").iterdir()])


def sizes(engine: sa.Engine) -> tuple[float, float]:
    """(write-ahead log, database), each in MiB."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            log = Path(f"{engine.url.database}-wal").stat().st_size
            used = connection.exec_driver_sql(USED_PAGES)
            data = used.scalar_one() * connection.exec_driver_sql("PRAGMA page_size").scalar_one()
        else:
            log = connection.exec_driver_sql("SELECT sum(size) FROM pg_ls_waldir()").scalar_one()
            data = connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one()
    return float(log) / MIB, float(data) / MIB


def sample(portal: Portal, engine: sa.Engine, heard: Heard, minute: float, since: int) -> Sample:
    (worker,) = portal.workers()
    server = portal.process.pid
    log, data = sizes(engine)
    files = open_files(server), open_files(worker)
    return Sample(
        minute, len(heard.answers), heard.p95(since), memory(server), memory(worker), *files, log, data
    )


def growing(samples: Sequence[Sample]) -> list[str]:
    """What has not levelled off: higher in the last quarter than in the second, by more than breathing explains.

    In the first quarter caches fill. Tables grow with what is written: not by more for each request than before.
    """
    quarter = len(samples) // 4
    found = []
    for name, slack in SLACK.items():
        before, after = (
            median(getattr(one, name) for one in part)
            for part in (samples[quarter : 2 * quarter], samples[-quarter:])
        )
        if after > before * (1 + SHARE) + slack:
            found.append(f"{name}: {before:.1f}, then {after:.1f}")
    first, half, last = samples[quarter], samples[len(samples) * 5 // 8], samples[-1]
    before, after = (room_of_one(*two) for two in ((first, half), (half, last)))
    if after > before * (1 + ROW_SHARE) + ROW_SLACK:
        found.append(f"data: {before:.0f} bytes a request, then {after:.0f}")
    return found


def room_of_one(before: Sample, after: Sample) -> float:
    """Bytes by which the database grows for one request."""
    return (after.data_mib - before.data_mib) * MIB / max(after.requests - before.requests, 1)
