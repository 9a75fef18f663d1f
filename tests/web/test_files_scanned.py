"""Files where there is a scanner: nobody opens one before it has spoken, and none in which it finds something."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlmodel import Session, select

from matchmaker import clock, jobs
from matchmaker.filing.store import Store
from matchmaker.models import Attachment
from matchmaker.services import attachments
from matchmaker.settings import Settings
from matchmaker.vocabulary import MatchState
from tests.cast import NOON, Cast
from tests.clamd import EICAR, clamd
from tests.files import PAPER, say, send
from tests.stories import a_match, a_need

Client = Callable[..., FlaskClient]
BAD_PAPER = PAPER.replace(b"\n", b"\n%" + EICAR + b"\n", 1)
WAITS, THROWN_AWAY = "It is being checked for viruses.", "A virus was found in it, so it was thrown away."


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    """A portal with a scanner, which begins to answer when a test starts it."""
    return replace(settings, clamd=tmp_path / "c")


@pytest.mark.proves("S47", "S48")
def test_a_file_is_held_back_until_the_scanner_has_spoken(
    client: Client,
    cast: Cast,
    session: Session,
    engine: sa.Engine,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Sabotaged: a scanner that is away taken for a clean bill."""
    monkeypatch.setattr(clock, "now", lambda: NOON)
    need = a_need(session, cast)
    amina, url = client(cast.amina), f"/needs/{need.ref}"
    assert send(amina, url).status_code == 302
    ref = session.exec(select(Attachment)).one().ref
    page, answer = amina.get(url).text, amina.get(f"/attachments/{ref}")
    assert (WAITS in page, f'/attachments/{ref}" download' in page) == (True, False)
    assert (answer.status_code, WAITS in answer.text, answer.data == PAPER) == (409, True, False)
    assert client(cast.carla).get(f"/attachments/{ref}").status_code == 404
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(hours=1))
    with clamd(settings.clamd):
        jobs.catch_up(engine, settings)
    assert WAITS not in amina.get(url).text
    assert amina.get(f"/attachments/{ref}").data == PAPER


@pytest.mark.proves("S47")
def test_a_file_with_a_virus_is_opened_by_nobody_and_thrown_away(
    client: Client, cast: Cast, session: Session, settings: Settings
) -> None:
    match = a_match(session, cast, state=MatchState.EXPLORING)
    carla, url = client(cast.carla), f"/matches/{match.ref}"
    with clamd(settings.clamd):
        assert say(carla, url, content=BAD_PAPER).status_code == 302
    ref = session.exec(select(Attachment)).one().ref
    for browser in (carla, client(cast.amina), client(cast.bashir)):
        answer = browser.get(f"/attachments/{ref}")
        assert (answer.status_code, THROWN_AWAY in answer.text) == (409, True)
        assert THROWN_AWAY in browser.get(url).text
    store = Store(settings.var)
    assert attachments.sweep(session, store, now=clock.now() + timedelta(hours=2)) == 1
    assert store.read(ref) is None


def test_a_file_that_is_removed_while_it_waits_is_asked_about_no_more(
    client: Client,
    cast: Cast,
    session: Session,
    engine: sa.Engine,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)
    need = a_need(session, cast)
    amina, url = client(cast.amina), f"/needs/{need.ref}"
    send(amina, url)
    file = session.exec(select(Attachment)).one()
    ref, version = file.ref, file.version
    session.rollback()
    assert amina.post(f"/attachments/{ref}/remove", data={"version": str(version)}).status_code == 302
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(hours=1))
    jobs.catch_up(engine, settings)  # with nobody behind the socket
    assert session.exec(sa.text("SELECT count(*) FROM asked_work")).scalar() == 0
