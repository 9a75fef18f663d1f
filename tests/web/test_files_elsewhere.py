"""Files in a bucket: attached, opened, checked and removed as in a folder, and readable pages where it is away."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from matchmaker.filing import bucket
from matchmaker.models import Attachment, Message
from matchmaker.settings import Settings
from matchmaker.vocabulary import MatchState
from matchmaker.web.app import create_app
from matchmaker.web.headers import CONFINED
from matchmaker.web.session import Portal
from tests.bucket import LocalStore, open_store
from tests.cast import Cast
from tests.clamd import EICAR, clamd
from tests.entering import enter
from tests.files import PAPER, say, send
from tests.stories import a_match, a_need

Client = Callable[..., FlaskClient]
AWAY = "The store of files does not answer just now"


@pytest.fixture
def elsewhere() -> Iterator[LocalStore]:
    with open_store() as opened:
        yield opened


@pytest.fixture
def settings(settings: Settings, elsewhere: LocalStore) -> Settings:
    return replace(settings, bucket=elsewhere.settings())


@pytest.mark.proves("S48")
def test_a_file_is_attached_opened_and_removed(
    client: Client, cast: Cast, session: Session, settings: Settings, elsewhere: LocalStore
) -> None:
    need = a_need(session, cast)
    browser = client(cast.amina)
    assert send(browser, f"/needs/{need.ref}").status_code == 302
    file = session.exec(select(Attachment)).one()
    session.rollback()
    assert [(key, kept.content) for key, kept in elsewhere.kept.items()] == [
        (f"portal/files/{file.ref}", PAPER)
    ]
    assert not (settings.var / "attachments").exists()
    given = browser.get(f"/attachments/{file.ref}")
    assert (given.status_code, given.data) == (200, PAPER)
    assert given.headers["Content-Security-Policy"] == CONFINED["Content-Security-Policy"]
    assert client(cast.carla).get(f"/attachments/{file.ref}").status_code == 404
    assert browser.post(f"/attachments/{file.ref}/remove", data={"version": file.version}).status_code == 302
    assert browser.get(f"/attachments/{file.ref}").status_code == 404


@pytest.mark.parametrize("status", [503, 403])
def test_a_file_that_was_not_stored_is_not_acknowledged(
    client: Client, cast: Cast, session: Session, elsewhere: LocalStore, status: int
) -> None:
    talk = f"/matches/{a_match(session, cast, state=MatchState.INTRODUCED).ref}"
    url = f"/needs/{a_need(session, cast).ref}"
    browser = client(cast.amina)
    elsewhere.instead = status
    for answer in (send(browser, url), say(browser, talk)):
        assert (answer.status_code, answer.headers["Retry-After"], AWAY in answer.text) == (503, "30", True)
    assert (session.exec(select(Attachment)).all(), session.exec(select(Message)).all()) == ([], [])
    session.rollback()
    elsewhere.instead = 0
    assert send(browser, url).status_code == 302
    ref = session.exec(select(Attachment.ref)).one()
    session.rollback()
    elsewhere.instead = status
    answer = browser.get(f"/attachments/{ref}")
    assert (answer.status_code, AWAY in answer.text, answer.headers["Cache-Control"]) == (
        503,
        True,
        "no-store",
    )
    assert browser.get(url).status_code == 200  # all else goes on


def test_a_bucket_that_hangs_keeps_nobody_waiting(
    client: Client, cast: Cast, session: Session, elsewhere: LocalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bucket, "TO_END", timedelta(seconds=0.3))
    need = a_need(session, cast)
    browser = client(cast.amina)
    elsewhere.let.clear()
    assert send(browser, f"/needs/{need.ref}").status_code == 503
    assert session.exec(select(Attachment)).all() == []


@pytest.fixture
def scanned(settings: Settings, session: Session, tmp_path: Path) -> Iterator[Portal]:
    """The same portal with a scanner."""
    with clamd(tmp_path / "clamd") as socket:
        portal = create_app(replace(settings, clamd=socket))
        portal.config["WTF_CSRF_ENABLED"] = False
        yield portal
        portal.extensions["engine"].dispose()


def test_the_scanner_is_handed_what_lies_in_the_bucket(scanned: Portal, cast: Cast, session: Session) -> None:
    url = f"/needs/{a_need(session, cast).ref}"
    session.commit()
    browser = scanned.test_client()
    enter(browser, cast.amina, scanned.extensions["engine"])
    bad = PAPER.replace(b"\n", b"\n%" + EICAR + b"\n", 1)
    assert send(browser, url, content=bad).status_code == 302
    assert "A virus was found in it" in browser.get(url).text
