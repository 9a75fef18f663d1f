"""What the clock removes from the store: bytes of which no row speaks, and never those of which one does."""

import os
import time

import sqlalchemy as sa
from sqlmodel import Session

from matchmaker import jobs
from matchmaker.filing.store import Store, new_name
from matchmaker.settings import Settings
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
