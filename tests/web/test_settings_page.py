"""Administrators see how the portal is set up, nobody else does, and no secret is ever shown."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from matchmaker.settings import Bucket, MailServer, Provider, Tls
from tests.cast import Cast
from tests.web.conftest import Client

OTHERS = ("bashir", "amina", "carla", "dao", "erik", "farah")
SECRETS = [f"unsaid-{number}" for number in range(6)]


def set_up(browser: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything that can be set is, with a secret of its own in each place that has one."""
    key, old, backup, mail, single, store = SECRETS
    known = browser.application.extensions
    full = replace(
        known["settings"],
        secret_key=key,
        old_keys=(old,),
        backup_key=backup,
        mail_server=MailServer("mail.example", 587, "portal", mail, Tls.STARTTLS),
        sender="Portal <portal@example.org>",
        provider=Provider("https://id.example", "portal", single, "Harbour ID"),
        bucket=Bucket("https://store.example", "eu", "papers", "portal", "user", store),
        clamd=Path("/run/clamd"),
        proxies=0,
        database_url="postgresql+psycopg://portal:unsaid-7@db.example/portal",
    )
    monkeypatch.setitem(known, "settings", full)


@pytest.mark.proves("S64")
def test_an_administrator_sees_every_setting_and_no_secret(
    client: Client, cast: Cast, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast.gus.language = "en"
    session.commit()
    gus = client(cast.gus)
    before = gus.get("/settings/").text
    set_up(gus, monkeypatch)
    after = gus.get("/settings/").text
    shown = (
        "mail.example:587",
        "portal@example.org",
        "Harbour ID",
        "https://store.example/papers/portal",
        "/run/clamd",
    )
    assert [word in before for word in shown] == [False] * 5
    assert [word in after for word in shown] == [True] * 5
    assert ("PostgreSQL" in after, "unsaid" in after, "db.example" in after) == (True, False, False)
    assert (before.count("not set"), after.count("not set")) == (11, 3)


def test_nobody_else_sees_them(client: Client, cast: Cast) -> None:
    assert client(None).get("/settings/").status_code == 302
    for name in OTHERS:
        browser = client(getattr(cast, name))
        assert (name, browser.get("/settings/").status_code) == (name, 403)
        assert "/settings/" not in browser.get("/desk/").text
