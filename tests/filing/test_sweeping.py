"""What the clock removes from the store: bytes of which no row speaks, and never those of which one does."""

import os
import time
from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import Session

from matchmaker import jobs
from matchmaker.filing.store import Store, new_name, store_of
from matchmaker.settings import Settings
from tests.bucket import open_store
from tests.cast import Cast
from tests.files import PAPER, a_file
from tests.stories import a_need

TWO_HOURS_S = 7_200


def test_the_clock_removes_what_was_never_committed_and_keeps_what_was(
    engine: sa.Engine, session: Session, cast: Cast, settings: Settings
) -> None:
    """Sabotaged: everything swept; nothing swept; the hour of grace forgotten."""
    store = Store(settings.var)
    kept = a_file(session, cast, a_need(session, cast), store).ref
    session.commit()
    lost, half, fresh = new_name(), f"{new_name()}.new", new_name()
    for name in (lost, fresh):
        store.keep(name, PAPER)
    (store.folder / half).write_bytes(PAPER[:10])
    long_ago = time.time() - TWO_HOURS_S
    for name in (kept, lost, half):
        os.utime(store.folder / name, (long_ago, long_ago))
    jobs.tick(engine, settings)
    assert {path.name for path in store.folder.iterdir()} == {kept, fresh}


def test_the_same_in_a_bucket(engine: sa.Engine, session: Session, cast: Cast, settings: Settings) -> None:
    with open_store() as elsewhere:
        settings = replace(settings, bucket=elsewhere.settings(prefix=""))
        store = store_of(settings)
        kept = a_file(session, cast, a_need(session, cast), store).ref
        session.commit()
        lost, fresh, not_ours = new_name(), new_name(), "a letter to a friend"
        for name in (lost, fresh):
            store.keep(name, PAPER)
        elsewhere.kept[not_ours] = replace(elsewhere.kept[lost])
        for name in (kept, lost, not_ours):
            elsewhere.kept[name].at -= timedelta(seconds=TWO_HOURS_S)
        jobs.tick(engine, settings)
        assert elsewhere.kept.keys() == {kept, fresh, not_ours}
