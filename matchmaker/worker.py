"""The worker: Huey, which calls for background work after a commit, and by the clock (docs/adr/0016)."""

from collections.abc import Iterable
from functools import cached_property, partial

import structlog
from huey import Huey, MemoryHuey, PostgresHuey, SqliteHuey, crontab
from huey.api import TaskWrapper
from huey.serializer import SignedSerializer
from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from matchmaker import jobs
from matchmaker.services.work import Work
from matchmaker.settings import Settings
from matchmaker.vocabulary import Job

log = structlog.get_logger(__name__)
FILE = "calls.sqlite"  # of Huey's own: a call to look may be lost, what is to be done stands in the database
ROUNDS = {  # each also makes good whatever call was lost
    jobs.catch_up: crontab(),  # every minute
    jobs.post_letters: crontab(),
    jobs.tick: crontab(minute="*/15"),  # a day ends somewhere every quarter of an hour
    jobs.rank_nightly: crontab(minute="*/10"),  # once a night; asked more often, so that no downtime skips it
}
STALE_S = 60  # a round that could not begin until the next one is left out
LANES = 2  # letters do not wait for a long ranking
LONGEST_NAP_S = 1  # between two looks for a call, where nobody knocks
PATIENCE_S = 5  # with a job that runs when we are asked to stop; it is taken up again


class Worker:
    """`call` it after a commit, from any process; `run` it in a process of its own."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self.engine, self.settings = engine, settings

    @cached_property
    def huey(self) -> Huey:
        settings, common = self.settings, {"results": False}
        if settings.inline:
            return MemoryHuey(immediate=True, **common)
        common["serializer"] = SignedSerializer(settings.secret_key)  # Huey pickles: read what we wrote only
        url = make_url(settings.database_url)
        if url.get_backend_name() == "sqlite":
            settings.var.mkdir(parents=True, exist_ok=True)
            return SqliteHuey(filename=str(settings.var / FILE), **common)
        dsn = url.set(drivername="postgresql").render_as_string(hide_password=False)
        return PostgresHuey(dsn=dsn, **common)

    @cached_property
    def rounds(self) -> dict[object, TaskWrapper]:
        return {
            job: self.huey.periodic_task(times, name=job.__name__, expires=STALE_S)(
                partial(job, self.engine, self.settings)
            )
            for job, times in ROUNDS.items()
        }

    def call(self, works: Iterable[Work]) -> None:
        """Let somebody look at once. The deed is done and stored: a call that fails is made good by the next round."""
        wanted = {jobs.post_letters if work.job == Job.POST_LETTERS else jobs.catch_up for work in works}
        for job in ROUNDS:
            if job in wanted:
                try:
                    self.rounds[job]()
                except Exception:
                    log.exception("worker_not_called", job=job.__name__)

    def close(self) -> None:
        """Give back what a call has opened."""
        if "huey" in vars(self):
            self.huey.storage.close()

    def run(self) -> None:
        """Work until we are told to stop (SIGINT lets a running job end, SIGTERM does not wait)."""
        if self.rounds:  # looked at, and so known to Huey
            consumer = {"workers": LANES, "max_delay": LONGEST_NAP_S, "shutdown_timeout": PATIENCE_S}
            self.huey.create_consumer(**consumer).run()
