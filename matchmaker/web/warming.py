"""What a process answers from is read before somebody waits for it: the lexicon, the indexes, the examples."""

from threading import Lock, Thread

import structlog
from flask import Flask

from matchmaker import clock
from matchmaker.database import open_session
from matchmaker.services import finding, matching
from matchmaker.services.advising import suggesting

log = structlog.get_logger(__name__)
NAME = "warming"  # of the thread, as tools show it


def begin(app: Flask) -> Thread:
    """In the background: whoever asks meanwhile waits no longer than they would have."""
    thread = Thread(target=_warm_up, args=(app,), name=NAME, daemon=True)
    thread.start()
    return thread


def begin_when_asked(app: Flask) -> None:
    """With the first request of a process, for servers that load the portal once and then fork: a thread is left
    behind, and what it held just then, no child could ever take."""
    begun = Lock()

    @app.before_request
    def begin_once() -> None:
        if begun.acquire(blocking=False):
            begin(app)


def _warm_up(app: Flask) -> None:
    folder = app.extensions["settings"].var / matching.FOLDER
    try:
        with open_session(app.extensions["engine"], writes=False) as session:
            matching.warm_up(session, index_folder=folder, now=clock.now())
            finding.warm_up(session)
            suggesting.current(session)
    except Exception:
        log.exception("warm_up_failed")
