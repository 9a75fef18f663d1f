"""One database session a request: opened when first used, committed at the edge, on POST only."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import Any

import structlog
from flask import Flask, current_app, g, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlmodel import Session
from werkzeug.local import LocalProxy

from matchmaker import clock
from matchmaker.database import open_engine, open_session, transaction
from matchmaker.errors import MatchmakerError
from matchmaker.services import matching, trail, work
from matchmaker.services.explaining import Explainer
from matchmaker.services.trail import Noted
from matchmaker.settings import Settings
from matchmaker.web import witness
from matchmaker.worker import Worker

log = structlog.get_logger(__name__)
READING = frozenset({"GET", "HEAD", "OPTIONS"})


class Portal(Flask):
    """Flask with an edge: what a view has done is committed here, and only if its answer is no refusal."""

    def dispatch_request(self) -> ResponseReturnValue:
        try:
            answer = self.make_response(super().dispatch_request())
        except MatchmakerError:
            _witness_refusal()
            raise
        shown = witness.rows(answered=True)
        if request.method not in READING and answer.status_code < 400 and "session" in g:
            commit(g.session, shown)
        else:
            witness_alone(shown)
        return answer


def _witness_refusal() -> None:
    """A refusal stays one where its row cannot be written: another answer would tell that there is something."""
    try:
        witness_alone(witness.rows(answered=False))
    except (OperationalError, PoolTimeout):
        log.warning("refusal_not_witnessed", where=request.endpoint)


def commit(session: Session, shown: Sequence[Noted]) -> None:
    """Commit, then call the worker to do what the deeds asked for."""
    for row in shown:
        trail.note(session, row)
    session.commit()
    current_app.extensions["worker"].call(work.asked(session))


def witness_alone(rows: Sequence[Noted]) -> None:
    """Rows of the audit trail, and nothing else, in a transaction of their own: nothing else is to be kept.

    Before the answer is given: if they cannot be written, the answer is the error.
    """
    if rows:
        with alone() as beside:
            for row in rows:
                trail.note(beside, row)


def alone() -> AbstractContextManager[Session]:
    """A transaction beside that of the request. One that would write is given up: SQLite has one writer at a time."""
    if "session" in g and request.method not in READING:
        g.session.rollback()
    return transaction(current_app.extensions["engine"])


def index_folder() -> Path:
    return current_app.extensions["settings"].var / matching.FOLDER


def explainer() -> Explainer:
    """One for the whole request, so that all its reasons are of one state of the index."""
    if "explainer" not in g:
        g.explainer = Explainer(session, index_folder(), clock.now().date())
    return g.explainer


def _session() -> Session:
    if "session" not in g:
        g.session = open_session(current_app.extensions["engine"], writes=request.method not in READING)
    return g.session


# What views and Flask-Security use; outside a request there is no session to be had.
session: Any = LocalProxy(_session)


def init(app: Flask, settings: Settings) -> None:
    engine = open_engine(settings.database_url)
    app.extensions.update(engine=engine, worker=Worker(engine, settings))

    @app.teardown_request
    def close(error: BaseException | None) -> None:
        give_back()


def give_back() -> None:
    """Close the session of this request. Where the database has gone what was not committed is undone without us."""
    if "session" in g:
        given = g.pop("session")
        with suppress(OperationalError):
            given.rollback()
        given.close()
