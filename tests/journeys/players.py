"""People who play a story in browsers, in any language: they find a deed by its address, not by its words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import col, select

from matchmaker import jobs
from matchmaker.database import open_session, transaction
from matchmaker.models import Letter, Person, Visit
from matchmaker.settings import Settings
from matchmaker.vocabulary import LetterKind
from tests.browser.looking import DESK, PHONE, Looker
from tests.browsing import Reader
from tests.cast import NOON
from tests.journeys.words import WORDS, Words

PLAYERS = ("bashir", "amina", "carla", "chen", "dao", "erik")
ONE_EACH = dict(zip(PLAYERS, ("fr", "ar", "en", "zh", "es", "ru"), strict=True))


@dataclass(frozen=True)
class Staging:
    """On which database, in which languages, and how wide the browsers are."""

    database: str
    languages: Mapping[str, str]
    width: int


STAGINGS = {
    "en": Staging("sqlite", dict.fromkeys(PLAYERS, "en"), DESK),
    "ar-on-a-phone": Staging("sqlite", dict.fromkeys(PLAYERS, "ar"), PHONE),
    "zh": Staging("sqlite", dict.fromkeys(PLAYERS, "zh"), DESK),
    "one-each-on-postgresql": Staging("postgresql", ONE_EACH, DESK),
}


@dataclass
class Calendar:
    """The clock of the portal, moved by a story."""

    engine: sa.Engine
    settings: Settings
    now: datetime = NOON

    def wait(self, **time: float) -> None:
        """So much time passes, everybody signs in anew, and the portal does what time asks for."""
        self.now += timedelta(**time)
        with transaction(self.engine) as session:
            session.exec(sa.update(Visit).values(begun_at=self.now, seen_at=self.now))
            session.exec(sa.update(Person).values(seen_on=self.now.date()))
        jobs.tick(self.engine, self.settings)


@dataclass
class Player:
    """Somebody at a browser of one width, who looks with care at every page that a deed leads to."""

    person: Person
    reader: Reader
    looker: Looker
    engine: sa.Engine
    width: int

    @property
    def words(self) -> Words:
        """What they type."""
        return WORDS[self.person.language]

    def visit(self, path: str, *, status: int = 200) -> None:
        self.looker.goto(path, name=path, status=status)
        self._look()

    def told(self, kind: LetterKind) -> str:
        """The page to which the last letter leads; it must be of this *kind*, and in the reader's language."""
        with open_session(self.engine, writes=False) as session:
            mine = select(Letter).where(Letter.to_id == self.person.id).order_by(col(Letter.id).desc())
            letter = session.exec(mine).first()
        assert letter is not None
        assert (letter.kind, letter.language) == (kind, self.person.language)
        return letter.path

    def follow(self, kind: LetterKind) -> None:
        self.visit(self.told(kind))

    def do(self, verb: str, **answers: str | list[str]) -> None:
        """The deed of this name, which must be offered on the page; what it asks is unfolded and answered."""
        fold = self.reader.page.locator(f"details.deed:not([open]):has(form[action$='/{verb}']) > summary")
        if fold.count():
            fold.first.click()
        self._send(f"main form[action$='/{verb}'] button:visible >> nth=-1", verb, answers)

    def fill_in(self, verb: str, **answers: str | list[str]) -> None:
        """The same of a deed that has a page of its own, to which this one links."""
        self.go_on(verb)
        self.write(**answers)

    def go_on(self, name: str) -> None:
        """Follow the link to the page of this name."""
        self.looker.press(f"main a[href$='/{name}'] >> nth=0", name=name)
        self._look()

    def write(self, **answers: str | list[str]) -> None:
        """Answer the questions of this page and send them."""
        self._send("main form button:not([name]):visible >> nth=-1", self.path, answers)

    @property
    def path(self) -> str:
        return self.reader.page.url.removeprefix(self.reader.address)

    def covered_parts(self) -> int:
        """How many parts of the need on this page are said to be covered."""
        return self.reader.page.locator("main table.fold .badge.good").count()

    def can(self, verb: str) -> bool:
        """Whether the deed is offered on the page, as a button or as a link to its form."""
        page = self.reader.page
        return page.locator(f"main form[action$='/{verb}'], main a[href$='/{verb}']").count() > 0

    def finds(self, path: str) -> bool:
        """Whether the page leads there."""
        return self.reader.page.locator(f"main a[href='{path}']").count() > 0

    def reads(self, text: str) -> bool:
        return self.reader.reads(text)

    def _send(self, button: str, name: str, answers: dict[str, str | list[str]]) -> None:
        self.reader.fill(**answers)
        self.looker.press(button, name=name)
        self._look()

    def _look(self) -> None:
        # axe sees every page in every state of a life in tests/browser/test_pages.py.
        self.looker.look(widths=(self.width,), axe_at=())


@dataclass
class Troupe:
    """Who plays, and the portal in which they do."""

    bashir: Player
    amina: Player
    carla: Player
    chen: Player
    dao: Player
    erik: Player
    calendar: Calendar
    need: str = ""  # paths
    carlas: str = ""
    chens: str = ""

    def pairs(self) -> Sequence[tuple[Player, str]]:
        return ((self.carla, self.carlas), (self.chen, self.chens))
