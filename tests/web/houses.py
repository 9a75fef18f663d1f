"""A portal that is lived in: things in every state of their lives, and every form with a person who is shown it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from io import BytesIO
from itertools import count, product
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlmodel import Session, select
from werkzeug.test import TestResponse

from matchmaker.database import open_engine, transaction
from matchmaker.models import (
    Attachment,
    Invitation,
    Letter,
    Need,
    Person,
    Visit,
)
from matchmaker.policy import can
from matchmaker.services import matches
from matchmaker.services.moves import LIVES
from matchmaker.services.signing import Purpose, signed
from matchmaker.settings import Settings
from matchmaker.vocabulary import (
    LetterKind,
    LetterStop,
    NeedState,
    OfferState,
)
from matchmaker.web.app import create_app
from matchmaker.web.session import Portal
from tests import databases
from tests.cast import NOON, Cast, a_cast, a_state
from tests.commits import Commits, counted
from tests.device import a_passkey
from tests.entering import enter
from tests.files import PAPER
from tests.provider import NOWHERE
from tests.stories import a_need, an_offer
from tests.web.situations import KINDS, MAKERS, OPEN_TO_MANY, SITUATIONS, Situation
from tests.web.walking import Fields, Form, Rule, forms_of, rules, shown_forms

READERS = ("eve", "bashir", "amina", "carla", "dao", "erik", "farah", "gus", "hiba")
WRITERS = (*READERS[:6], "gus", "hiba")
MORE_THAN_A_PAGE = 21
LONG = ("needs.write", "needs.edit", "offers.write", "offers.edit")  # the forms with many fields
SEARCHED = "/needs/?words={word}"


@dataclass(frozen=True)
class Deed:
    """A form as *who* is shown it: on a page about something in *situation*, or on one about nothing."""

    who: str
    form: Form
    page: str = ""  # where the form stands, with {ref} for the reference
    situation: Situation | None = None


@dataclass
class House:
    """A portal on one database; `commits.kept` counts what it has kept."""

    name: str
    app: Portal
    engine: sa.Engine
    cast: Cast
    commits: Commits
    refs: dict[str, str] = field(default_factory=dict)  # blueprint -> the reference of something open to many
    deeds: dict[tuple[str, str], Deed] = field(default_factory=dict)  # (endpoint, who) -> deed
    browsers: dict[str, FlaskClient] = field(default_factory=dict)
    words: Iterator[int] = field(default_factory=count)
    sina: int = 0  # who asks for a third State

    @property
    def forms(self) -> list[Deed]:
        """Each form once, as the first who is shown it sees it: whoever sends it, it is the same view that reads it."""
        return [*{endpoint: deed for (endpoint, _who), deed in reversed(self.deeds.items())}.values()]

    def new_browser(self, who: str) -> FlaskClient:
        browser = self.app.test_client()
        person = getattr(self.cast, who)
        if isinstance(person, Person):
            enter(browser, person, self.engine)
        return browser

    def ask(self, who: str, url: str, method: str = "GET", **sent: Any) -> TestResponse:
        """The answer to *who*, in a browser that they keep open."""
        if who not in self.browsers:
            self.browsers[who] = self.new_browser(who)
        return self.browsers[who].open(url, method=method, **sent)

    def filled(self, deed: Deed) -> Fields:
        """A form as a person would send it who only fills in what its page leaves empty."""
        return deed.form.filled(
            offer=self.refs["offers"],
            **self._need_elsewhere(deed),
            into=self.refs["needs"],
            activity="A course for twelve",
            name=f"A course for twelve {next(self.words)}",
            kind="ngo",
            answer="talking",
            in_use="yes",
            more="2",
            **dict.fromkeys(("valid_until", "until"), "2099-12-31"),
            email=f"newcomer-{next(self.words)}@example.org",
            password="not the right one",
            en=f"a word {next(self.words)}",  # a concept is named by it
        )

    def _need_elsewhere(self, deed: Deed) -> dict[str, str]:
        """For the forms of pools: an open need of a third State, that is in none."""
        if not deed.form.endpoint.startswith("pools."):
            return {}
        with transaction(self.engine) as session:
            cast, sina = awake(session, self.cast), session.get_one(Person, self.sina)
            need = a_need(session, cast, state=NeedState.IN_MATCHING, by=sina)
            return {"title": "One course", "need": need.ref, "others": need.ref, "other": need.ref}

    def post(self, deed: Deed, body: dict[str, Any] | bytes, content_type: str | None = None) -> TestResponse:
        """The answer to a form; one that changes the browser itself is sent from another, and after one that ends
        visits everybody opens theirs anew."""
        if deed.form.endpoint.startswith("visits."):
            self.browsers.clear()
        if isinstance(body, dict):
            body = with_files(deed.form, body)
        if deed.form.endpoint.startswith(("security.", "home.")):
            return self.new_browser(deed.who).post(deed.form.url, data=body, content_type=content_type)
        return self.ask(deed.who, deed.form.url, "POST", data=body, content_type=content_type)

    def make(self, situation: Situation, **written: Any) -> str:
        """The address of something new in *situation*."""
        with transaction(self.engine) as session:
            cast = awake(session, self.cast)
            made = MAKERS[situation.noun](session, cast, state=situation.state, now=situation.at, **written)
            for service, who in situation.steps:
                service(session, made, by=getattr(cast, who), now=situation.at)
            return f"/{situation.noun}/{made.ref}"

    def again(self, deed: Deed, about: str = "") -> Deed:
        """The same deed on something new (or on what stands at *about*), as its page shows it now."""
        about = about or (self.make(deed.situation) if deed.situation else "")
        url = deed.page.replace("{ref}", about.split("/")[-1]).replace("{word}", f"word{next(self.words)}")
        self.new_browser(deed.who)  # somewhere else: whoever ends a visit must have one there
        forms, _links = forms_of(self.app, url, self.new_browser(deed.who).get(url).text)
        return replace(deed, form=next(form for form in forms if form.endpoint == deed.form.endpoint))

    def address(self, rule: Rule, ref: str = "") -> str:
        """An address of *rule*, about *ref* or about something that is open to many."""
        noun = "needs" if "/for/" in rule.rule else rule.rule.split("/")[1]
        words = {"ref": ref or self.refs.get(noun, ""), "code": ref or "fr"}
        named = {name: words[name] for name in rule.arguments}
        return self.app.url_map.bind("localhost").build(rule.endpoint, named)


def with_files(form: Form, body: dict[str, Any]) -> dict[str, Any]:
    """*body* with a document in every field for a file that nothing else was put into."""
    return body | {name: (BytesIO(PAPER), "plan.pdf") for name in form.files if not body.get(name)}


def awake(session: Session, cast: Cast) -> Cast:
    """The cast as *session* knows them."""
    people = {name: one for name, one in vars(cast).items() if isinstance(one, Person)}
    return Cast(**{name: session.get_one(Person, one.id) for name, one in people.items()}, eve=cast.eve)


@contextmanager
def open_house(url: str, var: Path) -> Iterator[House]:
    """A house that is lived in."""
    with empty_house(url, var) as house:
        _move_in(house)
        yield house


@contextmanager
def empty_house(url: str, var: Path) -> Iterator[House]:
    """A house on an empty database. Forged posts are the affair of guard 13: no token is asked for."""
    engine = open_engine(url)
    databases.migrate(engine)
    app = create_app(
        Settings(
            url,
            "a secret for tests, of no use anywhere else",
            var,
            "http://localhost",
            8000,
            False,
            True,
            provider=NOWHERE,
        )
    )
    app.config["WTF_CSRF_ENABLED"] = False
    with transaction(engine) as session:
        cast = a_cast(session)
        key = a_passkey(session, cast.bashir)  # who may do without a second step, and does not
        house = House(engine.dialect.name, app, engine, cast, counted(app.extensions["engine"]))
        house.refs["passkeys"] = key.ref
        house.sina = a_state(session, "Sina Leota", "Samoa", "WSM").id
    yield house
    for opened in (engine, app.extensions["engine"]):
        opened.dispose()


def _move_in(house: House) -> None:
    for situation in SITUATIONS:
        url = house.make(situation)
        for who in _new_here(house, url, situation):
            _learn(house, who, url, situation)
        if situation.state in OPEN_TO_MANY:
            # One more, that no form is about: what is done to the other is not done to it.
            house.refs[situation.noun] = house.make(situation).split("/")[-1]
    for rule in rules(house.app, "POST"):
        for who in WRITERS if "GET" in rule.methods and not rule.arguments else ():
            _learn(house, who, rule.rule, None)
    _crowd(house)
    for who, url in _mail_of(house):
        _learn(house, who, url, None)
    _learn_to_save(house)


def _mail_of(house: House) -> Iterator[tuple[str, str]]:
    """Pages about oneself and about letters: one that was refused, and the one to which a mail leads."""
    with transaction(house.engine) as session:
        letter = session.exec(select(Letter).where(Letter.kind == LetterKind.NEED_PUBLISHED)).first()
        letter.stopped, letter.sent_at = LetterStop.REFUSED, None
        ref = letter.ref
    own = ("/my-letters/", "/my-visits/", "/second-step/")
    yield from ((who, page) for page in own for who in WRITERS if who != "eve")
    yield "bashir", f"/passkeys/{house.refs['passkeys']}/remove"
    yield from ((who, f"/letters/{ref}") for who in ("dao", "erik"))
    yield "eve", f"/my-letters/stop/{signed(Purpose.STOP_LETTERS, ref, house.app.config['SECRET_KEY'])}"


def _new_here(house: House, url: str, situation: Situation) -> list[str]:
    """Who may do something here for which they have not been shown a form."""
    kind, views = KINDS[situation.noun], house.app.view_functions
    with transaction(house.engine) as session:
        thing = session.exec(select(kind).where(kind.ref == url.split("/")[-1])).one()
        cast = awake(session, house.cast)
        actions = {endpoint: getattr(view, "action", None) or "" for endpoint, view in views.items()}
        possible = [
            (endpoint, action, one)
            for one in (thing, *getattr(thing, "invitations", []))
            for life in [LIVES.get(type(one))]
            for endpoint, action in actions.items()
            if (life.allows(action, one.state) if life else action.startswith("search."))
        ]
        return [
            who
            for who in WRITERS
            if any(
                can(getattr(cast, who), action, one)
                for endpoint, action, one in possible
                if (endpoint, who) not in house.deeds
            )
        ]


def _crowd(house: House) -> None:
    """Lists that go on: more than a page of open needs, of offers, of suggested matches and of letters."""
    with transaction(house.engine) as session:
        cast = awake(session, house.cast)
        searching = session.exec(select(Need).where(Need.state == NeedState.IN_MATCHING)).all()
        given = [an_offer(session, cast, state=OfferState.PUBLISHED) for _ in range(3)]
        for need, offer in list(product(searching, given))[:MORE_THAN_A_PAGE]:
            matches.pick(session, need, offer, by=cast.dao, now=NOON)
        house.refs["my-visits"] = session.exec(select(Visit.ref)).first() or ""
        house.refs["letters"] = session.exec(select(Letter.ref)).first() or ""
        house.refs["attachments"] = session.exec(select(Attachment.ref)).first() or ""
        house.refs["invitations"] = session.exec(select(Invitation.ref)).first() or ""


def _learn_to_save(house: House) -> None:
    """The form that saves a search stands below one that is not saved yet: each time with another word."""
    for who in WRITERS:
        url = SEARCHED.replace("{word}", "first")
        forms, _links = forms_of(house.app, url, house.new_browser(who).get(url).text)
        for form in forms:
            if form.endpoint == "searches.save":
                house.deeds[form.endpoint, who] = Deed(who, form, SEARCHED, None)


def _learn(house: House, who: str, url: str, situation: Situation | None) -> None:
    for page, form in shown_forms(house.app, house.new_browser(who), url):
        if form.method == "post":
            where = page.replace(url.split("/")[-1], "{ref}") if situation else page
            house.deeds.setdefault((form.endpoint, who), Deed(who, form, where, situation))
