"""An outbox with letters in it, and an hour that a test can move."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from matchmaker.models import Letter
from matchmaker.postman import carriers, rounds
from matchmaker.settings import MailServer, Settings, Tls
from tests.cast import NOON
from tests.postman.mail import MailHouse, mail_house


@dataclass
class Office:
    """The portal's side: its outbox, and the postman who goes round at `now`."""

    engine: Engine
    session: Session
    settings: Settings
    now: datetime = NOON

    def send(self) -> int:
        """One round; how many letters left."""
        self.session.commit()
        return rounds.send_due(self.engine, self.settings, now=lambda: self.now)

    def wait(self, **time: float) -> None:
        self.now += timedelta(**time)

    def letters(self) -> list[Letter]:
        """The outbox as it is now, oldest first."""
        self.session.rollback()
        self.session.expire_all()
        return list(self.session.exec(select(Letter).order_by(col(Letter.id))).all())

    def use(self, house: MailHouse) -> None:
        host, port = house.address
        self.settings = replace(self.settings, mail_server=MailServer(host, port, "", "", Tls.NONE))


@pytest.fixture
def office(engine: Engine, session: Session, settings: Settings) -> Office:
    return Office(engine, session, replace(settings, base_url="https://matchmaker.example.org"))


@pytest.fixture
def hire(office: Office) -> Iterator[Callable[..., MailHouse]]:
    """hire(to_letter="drop"): a mail server that behaves like that, which the office uses from now on."""
    opened = []

    def one(**behaviour: str) -> MailHouse:
        opened.append(mail_house(**behaviour))
        house = opened[-1].__enter__()
        office.use(house)
        return house

    yield one
    for each in opened:
        each.__exit__(None, None, None)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A silent server is given up after a moment."""
    monkeypatch.setattr(carriers, "PATIENCE_S", 0.3)
