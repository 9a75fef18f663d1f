"""An hour in which a process is killed each minute: what was acknowledged is done once, what was not at most once."""

import time
from collections import Counter
from random import Random

import pytest
import sqlalchemy as sa

from matchmaker import chain
from matchmaker.database import open_engine, open_session
from matchmaker.queries import trail
from matchmaker.web.app import create_app
from tests import databases
from tests.hours.deaths import Reaper, reaping
from tests.hours.far import UNHEARD, Far, FarWorld
from tests.hours.gauges import Heard
from tests.hours.portal import Portal
from tests.hours.readers import OneByOne, Reader, at_work
from tests.lives.test_lives_at_random import walk

WALKS = 4  # one after the other; of each few the first is one on which nobody comes far
TRIES = 5  # of what is refused, at each of the steps at which somebody tries it
VISITORS, REQUESTS_A_S = 4, 5
RECOVERED_S = 15
EVERY_MIN = 2  # a death at the least
A_MINUTE = 20  # deeds at the least


def is_whole(engine: sa.Engine) -> None:
    """The trail has its chain, and a file of SQLite's its pages."""
    with open_session(engine, writes=False) as session:
        verdict = chain.check(trail.in_order(session))
        assert verdict.fault == ""
        if engine.dialect.name == "sqlite":
            assert session.connection().exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"


@pytest.mark.parametrize("minutes", [60], indirect=True)
@pytest.mark.parametrize("own_database", ["postgresql", "sqlite"], indirect=True)
def test_whatever_is_killed_what_was_acknowledged_is_done_and_nothing_is_done_twice(
    empty_portal: Portal, own_database: databases.OwnServer | str, minutes: float
) -> None:
    engine, app, heard = open_engine(empty_portal.url), create_app(empty_portal.settings), Heard()
    database = own_database if isinstance(own_database, databases.OwnServer) else None
    reaper = Reaper(empty_portal, database, Random(40))  # noqa: S311  # who dies when, not a secret
    beat, end = OneByOne(REQUESTS_A_S), time.monotonic() + minutes * 60
    far = Far(reaper, beat, app, engine)
    visitors = [Reader(empty_portal.address, beat, Random(each), heard.hear) for each in range(VISITORS)]  # noqa: S311  # the same
    with reaping(reaper), at_work(visitors):
        while time.monotonic() < end:
            walk(WALKS, house=far, tries=TRIES, kind=FarWorld)
            with reaper.alive:
                is_whole(engine)
    print(f"{dict(far.heard)}\n{heard}\n{Counter(each.whose for each in reaper.deaths)}")
    assert [one for one in heard.failures() if one[0] not in UNHEARD] == []
    assert [each for each in reaper.deaths if each.recovered_s > RECOVERED_S] == []
    assert len(reaper.deaths) >= minutes // EVERY_MIN
    assert far.heard["acknowledged"] > minutes * A_MINUTE
    for opened in (engine, app.extensions["engine"]):
        opened.dispose()
