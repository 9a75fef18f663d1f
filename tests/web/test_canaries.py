"""A word of its own in every text that not everybody may read: whoever comes across one may read it (QUALITY S4).

The whole portal is walked by every role, page by page and address by address, and every letter is opened.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, SQLModel, col, select

from matchmaker import clock, jobs
from matchmaker.actions import Action
from matchmaker.database import open_session, transaction
from matchmaker.models import (
    Attachment,
    History,
    Invitation,
    Letter,
    Match,
    Message,
    Need,
    Offer,
    Person,
    Pool,
)
from matchmaker.policy import can
from matchmaker.services.drafts import OFFER_AUDIENCES
from matchmaker.vocabulary import Noun, Visibility
from matchmaker.web import quotas
from tests.cast import NOON
from tests.web.houses import House, awake, open_house
from tests.web.unlimited import NO_LIMIT
from tests.web.walking import forms_of, rules

A_CANARY = re.compile(r"qz[0-9]{6}zq")
NOUNS = {"needs": Need, "offers": Offer, "matches": Match, "pools": Pool}
ABOUT = {  # who reads the notes of its history, and its conversation
    Need: (Noun.NEED, Action.SUBMIT_NEED, Action.READ_NEED_HISTORY, Action.READ_NEED_THREAD),
    Offer: (Noun.OFFER, Action.SUBMIT_OFFER, Action.READ_OFFER_HISTORY, Action.READ_OFFER_THREAD),
    Match: (Noun.MATCH, Action.SHORTLIST_MATCH, Action.READ_MATCH, Action.READ_MATCH_THREAD),
    Pool: (Noun.POOL, Action.PROPOSE_POOL, Action.READ_POOL_ANSWERS, Action.READ_POOL_THREAD),
}
WALKERS = ("eve", "amina", "ines", "carla", "chen", "dao", "farah", "gus")
MET = (  # of each other, once both sides are introduced
    "institution", "problem", "expected_result", "beneficiaries", "strategy_link", "urgency_reason",
    "previous_assistance", "contact", "not_covered", "conditions",
)  # fmt: skip
OWN = {
    (Need, "title"): Action.READ_NEED,
    (Need, "public_summary"): Action.READ_NEED,
    (Need, "institution"): Action.READ_NEED_WHOLE,
    (Need, "problem"): Action.READ_NEED_WHOLE,
    (Need, "expected_result"): Action.READ_NEED_WHOLE,
    (Need, "beneficiaries"): Action.READ_NEED_WHOLE,
    (Need, "strategy_link"): Action.READ_NEED_WHOLE,
    (Need, "urgency_reason"): Action.READ_NEED_WHOLE,
    (Need, "previous_assistance"): Action.READ_NEED_ASSISTANCE,
    (Need, "preferred_partners"): Action.READ_NEED_PARTNERS,
    (Need, "excluded_partners"): Action.READ_NEED_PARTNERS,
    (Need, "contact"): Action.READ_NEED_CONTACT,
    (Offer, "title"): Action.READ_OFFER,
    (Offer, "description"): Action.READ_OFFER,
    (Offer, "not_covered"): Action.READ_OFFER,
    (Offer, "conditions"): Action.READ_OFFER,
    (Offer, "contact"): Action.READ_OFFER_HISTORY,
    (Match, "interest_note"): Action.READ_MATCH_REVIEW,
    (Pool, "title"): Action.READ_POOL,
    (Pool, "purpose"): Action.READ_POOL,
    (Attachment, "name"): Action.READ_ATTACHMENT,
}


@dataclass(frozen=True)
class Canary:
    """A word in a text of *thing*, which is read by whoever may do *action* with it."""

    kind: type[SQLModel]
    column: str
    ref: str
    state: str
    action: Action

    @property
    def sort(self) -> tuple[type[SQLModel], str]:
        return self.kind, self.column


def plant(house: House) -> dict[str, Canary]:
    """word -> what it gives away."""
    planted: dict[str, Canary] = {}

    def sow(row: Any, column: str, action: Action, thing: Any) -> None:
        word = f"qz{len(planted):06}zq"
        setattr(row, column, word)
        planted[word] = Canary(type(thing), column, thing.ref, str(getattr(thing, "state", "")), action)

    with transaction(house.engine) as session:
        audiences = list(Visibility)
        for number, need in enumerate(session.exec(select(Need).order_by(col(Need.id)))):
            need.visibility = audiences[number % len(audiences)]
            need.contact_visibility = audiences[number // 2 % len(audiences)]
            need.assistance_visibility = audiences[number // 3 % len(audiences)]
        for number, offer in enumerate(session.exec(select(Offer).order_by(col(Offer.id)))):
            offer.visibility = sorted(OFFER_AUDIENCES)[number % len(OFFER_AUDIENCES)]
        for (kind, column), action in OWN.items():
            for thing in session.exec(select(kind).order_by(col(kind.id))).all():
                sow(thing, column, action, thing)
        dao = session.get_one(Person, house.cast.dao.id)
        for kind, (noun, deed, of_history, of_thread) in ABOUT.items():
            for thing in session.exec(select(kind).order_by(col(kind.id))).all():
                about = {"noun": noun, "thing_id": thing.id, "by_role": dao.role, "by_id": dao.id, "at": NOON}
                move = {"action": deed, "from_state": thing.state, "to_state": thing.state}
                for private in (False, True):
                    row = History(**about, **move, private=private)
                    sow(row, "note", Action.READ_QUEUE if private else of_history, thing)
                    session.add(row)
                message = Message(**about, language="en", text="")
                sow(message, "text", of_thread, thing)
                session.add(message)
    return planted


def may_read(session: Session, reader: Any, canary: Canary) -> bool:
    """Whether the policy lets *reader* read it: by itself, or because of a match or a pool that it is in."""
    thing = session.exec(select(canary.kind).where(canary.kind.ref == canary.ref)).one()
    return can(reader, canary.action, thing) or any(
        can(reader, action, between) for action, between in _because_of(session, canary, thing)
    )


def _because_of(session: Session, canary: Canary, thing: Any) -> Iterator[tuple[Action, Any]]:
    match canary.column, thing:
        case (("title" | "public_summary"), Need()):  # a donor who is asked; who asks together
            yield from ((Action.READ_MATCH, one) for one in _matches(session, Match.need_id, thing))
            joined = select(Invitation).where(Invitation.need_id == thing.id)
            yield from ((Action.READ_INVITATION, one) for one in session.exec(joined))
        case (("title" | "description"), Offer()):  # a State that is asked
            yield from ((Action.READ_MATCH, one) for one in _matches(session, Match.offer_id, thing))
        case column, (Need() | Offer()) if column in MET:
            about = Match.need_id if isinstance(thing, Need) else Match.offer_id
            yield from ((Action.READ_MATCH_CONTACTS, one) for one in _matches(session, about, thing))
        case "interest_note", Match():  # the donor's own words
            yield Action.READ_OFFER_MATCHES, thing.offer


def _matches(session: Session, column: Any, thing: Need | Offer) -> Sequence[Match]:
    return session.exec(select(Match).where(column == thing.id)).all()


def walk(house: House, who: str, start: Sequence[str]) -> Iterator[tuple[str, str]]:
    """(address, text) of whatever *who* is given from *start* on, following every link."""
    waiting, seen = [*start], {*start}
    while waiting:
        url = waiting.pop()
        answer = house.ask(who, url)
        assert answer.status_code < 500, url
        text = answer.get_data().decode("utf-8", "replace")
        yield url, f"{answer.headers}{text}"
        links = forms_of(house.app, url, text)[1] if answer.mimetype == "text/html" else []
        new = {link for link in links if link.startswith("/") and not {*link} & {*"?#"}} - seen
        seen |= new
        waiting += new


def starts(house: House, session: Session) -> list[str]:
    """The pages about nothing in particular, and the page of everything that there is."""
    alone = [rule.rule for rule in rules(house.app, "GET") if not rule.arguments]
    return alone + [
        f"/{noun}/{ref}" for noun, kind in NOUNS.items() for ref in session.exec(select(kind.ref))
    ]


def everybody_does_something(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each form that is shown about a need, an offer, a match or a pool is sent; then ten months go by.

    More would let everybody's account fall asleep.
    """
    for deed in house.deeds.values():
        if deed.situation and deed.situation.noun in NOUNS:
            house.post(deed, house.filled(deed))
    with monkeypatch.context() as moved:
        for days in range(1, 300, 14):
            moved.setattr(clock, "now", lambda days=days: NOON + timedelta(days=days))
            jobs.tick(house.engine, house.app.extensions["settings"])


def said_in(letter: Letter) -> str:
    return f"{letter.subject} {letter.body} {letter.path}"


def shown(house: House, session: Session) -> Iterator[tuple[Any, str, str]]:
    """(who, where, text) of everything that anybody is given to read."""
    cast, start = awake(session, house.cast), starts(house, session)
    for who in WALKERS:
        yield from ((getattr(cast, who), url, text) for url, text in walk(house, who, start))


@pytest.fixture
def house(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """One database is enough: what is read is decided above it. Nobody is told to wait."""
    monkeypatch.setattr(quotas, "QUOTAS", dict.fromkeys(quotas.Effort, quotas.Quota(NO_LIMIT, NO_LIMIT)))
    url = f"sqlite:///{tmp_path_factory.mktemp('canaries') / 'matchmaker.sqlite'}"
    with open_house(url, tmp_path_factory.mktemp("var")) as house:
        yield house


@pytest.mark.proves("S4", "S54")
def test_nobody_comes_across_a_word_that_they_may_not_read(
    house: House, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """It found, when it was new, the title of an offer for donors alone on the page of a match in review."""
    planted = plant(house)
    everybody_does_something(house, monkeypatch)
    with open_session(house.engine, writes=False) as session:
        met = {
            (reader.id, planted[word]): (reader, where)
            for reader, where, text in shown(house, session)
            for word in {*A_CANARY.findall(text)}
        }
        leaks = {
            (reader.role, canary): where
            for (_id, canary), (reader, where) in met.items()
            if not may_read(session, reader, canary)
        }
        mailed = [letter.kind for letter in session.exec(select(Letter)) if A_CANARY.search(said_in(letter))]
    assert leaks == {}
    assert mailed == []  # a letter has references and links, and nothing of what was written
    assert {canary.sort for _id, canary in met} == {canary.sort for canary in planted.values()}
    assert A_CANARY.findall("".join(capfd.readouterr())) == []
