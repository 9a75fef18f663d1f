"""The world of the three lives at the far end of a line: a deed may get no answer, and nobody knows if it was done."""

import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlmodel import func, select

from matchmaker import clock
from matchmaker.database import open_session
from matchmaker.models import AskedWork, Person
from matchmaker.web.session import Portal as App
from tests.cast import Cast
from tests.entering import enter
from tests.hours.deaths import Reaper
from tests.hours.readers import OneByOne
from tests.lives.model import EVERYBODY
from tests.lives.world import REFUSALS, SIGN_IN, Deed, World, rows
from tests.web.walking import read_page

NOBODY, AWAY, TOO_OFTEN = 0, 503, 429
UNHEARD = (NOBODY, AWAY)  # it is not known whether it was done
PATIENCE_S = 30
WORK_IS_DONE_S = 180  # what a worker had begun when it was killed is begun again after a minute


@dataclass(frozen=True)
class Answer:
    status_code: int
    location: str = ""


@dataclass
class Far:
    """What a world asks of a house, of a portal in other processes, which are killed."""

    reaper: Reaper
    visitors: OneByOne  # who read meanwhile
    app: App  # of the same settings, here: it gives people their cookies
    engine: sa.Engine
    cast: Cast | None = None
    browsers: dict[str, tuple[str, str]] = field(default_factory=dict)  # who -> cookie, token
    heard: Counter[str] = field(default_factory=Counter)

    def let_in(self) -> None:
        """Everybody has a browser in which they are signed in."""
        for who in EVERYBODY:
            browser, person = self.app.test_client(), getattr(self.cast, who)
            if isinstance(person, Person):
                enter(browser, person, self.engine)
            forms, _links = read_page("/", browser.get("/").text)
            token = next(form.fields["csrf_token"][0] for form in forms if "csrf_token" in form.fields)
            self.browsers[who] = f"session={browser.get_cookie('session').value}", token

    def ask(self, who: str, url: str, method: str, *, data: dict[str, Any]) -> Answer:
        cookie, token = self.browsers[who]
        head = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
        body = urlencode({**data, "csrf_token": token}, doseq=True)
        with closing(HTTPConnection("127.0.0.1", self.reaper.portal.port, timeout=PATIENCE_S)) as there:
            try:
                there.request(method, url, body, head)
                answer = there.getresponse()
                answer.read()
            except (OSError, HTTPException):
                return Answer(NOBODY)
            return Answer(answer.status, answer.headers.get("Location", ""))


@dataclass
class FarWorld(World):
    """Whatever was acknowledged is done, once; whatever was not is done once or not at all."""

    house: Far
    refusals: tuple[int, ...] = (*REFUSALS, *UNHEARD, TOO_OFTEN)

    def begin(self) -> None:
        """Of a world that vanishes nobody reads just then: in life nothing does."""
        self.wait_for_work()
        with self.house.visitors.alone, self.house.reaper.alive:
            super().begin(now=clock.now())
            self.house.let_in()

    def do(self, deed: Deed) -> None:
        self.house.reaper.doing.set()
        answer = self.post(deed)
        self.house.reaper.doing.clear()
        if answer.status_code in UNHEARD:
            self.house.heard["unheard"] += 1
            self.find_out(deed)
        elif answer.status_code == TOO_OFTEN:
            self.house.heard["too often"] += 1
        else:
            assert answer.status_code == 302, (deed, answer.status_code)
            assert SIGN_IN not in answer.location, deed
            self.house.heard["acknowledged"] += 1
            with self.house.reaper.alive:
                self.is_done(deed)
        self.compare(deed)

    def find_out(self, deed: Deed) -> None:
        """Before it the tables were as the model says, and every deed leaves a move or a letter."""
        self.wait_for_work()
        with self.house.reaper.alive, open_session(self.house.engine, writes=False) as session:
            changed = rows(session) != (self.moves, self.letters)
        if changed:
            self.house.heard["unheard and done"] += 1
            with self.house.reaper.alive:
                self.is_done(deed)

    def compare(self, *deeds: Deed) -> None:
        self.wait_for_work()
        with self.house.reaper.alive:
            super().compare(*deeds)

    def wait_for_work(self) -> None:
        """Until the worker has done what was asked for."""
        give_up = time.monotonic() + WORK_IS_DONE_S
        while not self.work_is_done():
            assert time.monotonic() < give_up, "work waits for too long"
            time.sleep(0.05)

    def work_is_done(self) -> bool:
        try:
            with open_session(self.house.engine, writes=False) as session:
                return session.exec(select(func.count()).select_from(AskedWork)).one() == 0
        except DBAPIError:
            return False  # the database has just been killed
