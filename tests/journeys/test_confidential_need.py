"""A confidential need that nobody else ever notices: two worlds that differ in it answer alike, byte by byte.

In both worlds the same people do the same things at the same hour. In one of them Amina's State also has a need that
only the secretariat reads; it is checked, discussed, ranked, shortlisted, put away, and asked for together with
another State's. Everybody who is not of that
State or of the secretariat then reads every page that can be reached from where they start, asks for the need by its
address, and tries every deed on it.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from urllib.parse import urldefrag

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlmodel import Session, col, select
from werkzeug.test import TestResponse

from matchmaker import clock
from matchmaker.database import open_session
from matchmaker.models import Invitation, Letter, Match, Need, Offer, Organisation, Person, Pool
from matchmaker.queries.matches import between
from matchmaker.services import invitations, matches, matching, needs, pools, references, steps
from matchmaker.services.drafts import MessageDraft
from matchmaker.settings import Settings
from matchmaker.vocabulary import DeclineReason, MatchState, NeedState, OfferState, PoolState, Visibility
from matchmaker.web.app import create_app
from matchmaker.web.session import Portal
from tests import databases
from tests.cast import NOON, Cast, a_cast, a_state
from tests.entering import enter
from tests.islands import PURPOSE, asked
from tests.stories import a_match, a_need, an_offer

OUTSIDERS = ("eve", "ines", "carla", "chen", "gus", "hiba")
HIDDEN = "N-SECRET"
STARTS = (
    "/",
    "/needs/",
    "/needs/?words=phones",
    "/needs/?words=zymurgy",
    "/needs/?topic=EVI-02",
    "/needs/?place=002",
    "/needs/?place=GMB",
    "/needs/?language=fr",
    "/offers/",
    "/desk/",
    f"/needs/{HIDDEN}",
    f"/needs/{HIDDEN}/preview",
    f"/needs/{HIDDEN}/edit",
    f"/matches/for/{HIDDEN}/show-interest",
    f"/matches/for/{HIDDEN}/pick",
    f"/matches/for/{HIDDEN}/why?offer=F-000001",
    "/matches/M-SECRET",
)
# Figures of the machine: for those who run it, who see neither need nor offer through them.
OF_THE_MACHINE = {("gus", "/desk/"), ("hiba", "/desk/")}
DRAWN_ANEW = re.compile(r'(name="(?:csrf_token|sheet)"[^>]*value=)"[^"]*"')

Seen = dict[tuple[str, str, str], tuple[int, str]]  # (who, method, address) -> (status, page)


class Lots:
    """References drawn in a fixed order, apart for what must not be noticed: the lots of others do not move."""

    def __init__(self) -> None:
        self.numbers = {kind: count(1) for kind in (Need, Offer, Match, Pool, Invitation)}
        self.hidden: dict[type, Iterator[str]] | None = None

    def drawn(self, session: Session, table: type, number: int) -> list[str]:
        prefix = references.PREFIXES[table]
        if self.hidden is not None:
            return [next(self.hidden[table]) for _ in range(number)]
        return [f"{prefix}-{next(self.numbers[table]):06}" for _ in range(number)]

    @contextmanager
    def apart(self) -> Iterator[None]:
        self.hidden = {
            Need: iter([HIDDEN]),
            Match: (f"M-SECRE{n}" for n in count()),
            Invitation: iter(["I-SECRET"]),
        }
        yield
        self.hidden = None


def a_world(session: Session, lots: Lots, folder: Path, *, with_secret: bool) -> Cast:
    """Three open needs, offers of two donors, a match on its way; perhaps, in the midst of it, one need more."""
    cast = a_cast(session)
    offers = [
        an_offer(session, cast, state=OfferState.PUBLISHED),
        an_offer(session, cast, state=OfferState.PUBLISHED, by=cast.chen, title="Training for examiners"),
        an_offer(session, cast, state=OfferState.PUBLISHED, visibility=Visibility.DONORS),
    ]
    a_need(session, cast, state=NeedState.IN_MATCHING, visibility=Visibility.PUBLIC)
    sina = a_state(session, "Sina Leota", "Samoa", "WSM")
    islands = a_need(session, cast, state=NeedState.IN_MATCHING, by=sina)
    secret = None
    if with_secret:
        with lots.apart():
            secret = a_secret(session, cast, offers[0], folder)
    theirs = a_need(session, cast, state=NeedState.IN_MATCHING, by=cast.ines)
    known = a_need(session, cast, state=NeedState.IN_MATCHING, visibility=Visibility.DONORS)
    for need in session.exec(select(Need).where(Need.ref != HIDDEN).order_by(col(Need.id))).all():
        matching.rank_need(session, need, index_folder=folder, now=NOON)
    match = a_match(session, cast, need=known, offer=offers[1], state=MatchState.CONSENT_ASKED)
    matches.accept_as_requester(session, match, by=cast.amina, now=NOON)
    a_pool(session, cast, lots, islands, theirs, secret)
    for table, prefix in ((Organisation, "O"), (Person, "P")):
        for number, one in enumerate(session.exec(select(table).order_by(table.id)).all()):
            one.ref = f"{prefix}-{number:06}"  # drawn by lot as well
    session.commit()
    return cast


def a_pool(
    session: Session, cast: Cast, lots: Lots, islands: Need, theirs: Need, secret: Need | None
) -> None:
    """Inés is asked, and has not answered; Sina has said yes; and so has Amina, where she has that need."""
    pool = pools.propose(session, islands, [theirs], PURPOSE, by=cast.dao, now=NOON)
    sina = session.get_one(Person, islands.written_by_id)
    invitations.accept(session, asked(pool, sina), by=sina, now=NOON)
    if secret is not None:
        with lots.apart():
            pools.invite(session, pool, secret, by=cast.dao, now=NOON)
        invitations.accept(session, asked(pool, cast.amina), by=cast.amina, now=NOON)
        assert pool.state == PoolState.STANDING


def a_secret(session: Session, cast: Cast, offer: Offer, folder: Path) -> Need:
    """What Amina's State tells the secretariat alone, and what the secretariat does about it."""
    need = a_need(
        session,
        cast,
        state=NeedState.IN_MATCHING,
        visibility=Visibility.SECRETARIAT,
        title="Zymurgy in the evidence store",
        languages=["en", "fr"],
    )
    question = MessageDraft(language="en", text="Which store?")
    needs.discuss(session, need, question, key=None, by=cast.dao, now=NOON)
    needs.discuss(session, need, question, key=None, by=cast.amina, now=NOON)
    matching.rank_need(session, need, index_folder=folder, now=NOON)
    pair = between(session, need, offer) or matches.pick(session, need, offer, by=cast.dao, now=NOON)
    matches.shortlist(session, pair, by=cast.dao, now=NOON)
    matches.propose(session, pair, note="It fits.", by=cast.dao, now=NOON)
    matches.release(session, pair, by=cast.erik, now=NOON)
    matches.decline_as_requester(
        session, pair, reason=DeclineReason.TIMING, note="Next year.", by=cast.amina, now=NOON
    )
    steps.hold(session, need, note="Until the elections are over.", by=cast.amina, now=NOON)
    steps.resume(session, need, by=cast.erik, now=NOON)
    return need


def browser(app: Portal, person: object) -> FlaskClient:
    client = app.test_client()
    if isinstance(person, Person):
        enter(client, person, app.extensions["engine"])
    return client


def page(answer: TestResponse) -> tuple[int, str]:
    """Status, headers and body, without what is drawn anew for each visit."""
    headers = sorted(
        f"{name}: {value}" for name, value in answer.headers if name not in ("Set-Cookie", "Content-Length")
    )
    return answer.status_code, DRAWN_ANEW.sub(r'\1""', "\n".join([*headers, answer.text]))


def read_all(app: Portal, cast: Cast) -> Seen:
    """Every page that each outsider reaches, and the answer to every deed on the need by its address."""
    seen: Seen = {}
    for who in OUTSIDERS:
        client = browser(app, getattr(cast, who))
        waiting = [address for address in STARTS if (who, address) not in OF_THE_MACHINE]
        while waiting:
            address = waiting.pop()
            if (who, "GET", address) not in seen:
                answer = client.get(address)
                seen[who, "GET", address] = page(answer)
                found = re.findall(r'href="(/[^"]*)"', answer.text)
                links = {urldefrag(one.replace("&amp;", "&")).url for one in found}
                waiting += sorted(one for one in links if is_followed(who, one))
        for address in addresses(app):
            seen[who, "POST", address] = page(
                client.post(address, data={"note": "Let me.", "text": "Hello."})
            )
    return seen


def is_followed(who: str, address: str) -> bool:
    """Files, the ways in and the lexicon of 2,700 concepts show nothing of needs; of filters two at once are enough."""
    return (
        not address.startswith(("/static/", "/sign-in", "/second-step/", "/lexicon/"))
        and address.count("&") < 2
        and (who, address) not in OF_THE_MACHINE
    )


def addresses(app: Portal) -> list[str]:
    """Every deed, asked of the need that is hidden and of its match."""
    found = []
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()) and rule.arguments == {"ref"}:
            ref = "M-SECRE0" if rule.rule.startswith("/matches/<") else HIDDEN
            if rule.rule.startswith(("/needs/", "/matches/")):
                found.append(rule.rule.replace("<ref>", ref))
    return sorted(found)


def letters_of(engine: sa.Engine) -> list[tuple[str, str, str, str, str]]:
    """What was written to outsiders, in its order."""
    with open_session(engine, writes=False) as session:
        rows = select(Letter, Person.name).join(Person).order_by(col(Letter.id))
        return [
            (name, letter.kind, letter.subject, letter.body, letter.path)
            for letter, name in session.exec(rows).all()
            if name.split()[0] in ("Inés", "Carla", "Chen", "Gus", "Hiba")
        ]


Tell = Callable[[bool], tuple[Seen, list[tuple[str, str, str, str, str]]]]


@pytest.fixture
def world(engine: sa.Engine, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tell:
    """world(True): what outsiders see and are written where the need is; world(False): where it is not."""
    monkeypatch.setattr(clock, "now", lambda: NOON)

    def lived(with_secret: bool) -> tuple[Seen, list[tuple[str, str, str, str, str]]]:
        databases.empty_tables(engine)
        lots = Lots()
        monkeypatch.setattr(references, "drawn", lots.drawn)
        with open_session(engine, writes=True) as session:
            cast = a_world(session, lots, tmp_path / str(with_secret), with_secret=with_secret)
            app = create_app(settings)
            app.config["WTF_CSRF_ENABLED"] = False
            seen = read_all(app, cast)
            app.extensions["engine"].dispose()
        return seen, letters_of(engine)

    return lived


@pytest.mark.proves("S5")
def test_nobody_notices_a_confidential_need(world: Tell) -> None:
    """Sabotaged: the figures of the front page counted over needs of every visibility."""
    without, letters_without = world(False)
    with_it, letters_with = world(True)
    assert len(without) > 200
    assert {key for key in without.keys() | with_it.keys() if without.get(key) != with_it.get(key)} == set()
    assert letters_with == letters_without
    assert not any("Zymurgy" in text for _status, text in with_it.values())
    hidden = {status for (_who, _method, address), (status, _text) in with_it.items() if "SECRE" in address}
    assert hidden <= {404, 302}
