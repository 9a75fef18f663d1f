"""References cannot be guessed, and no page gives the number of a row away (QUALITY S11)."""

import re
from collections.abc import Iterator
from itertools import count, cycle

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, select

from matchmaker.models import History, Letter, Match, Need, Offer, Organisation, Person
from matchmaker.models.columns import new_reference
from matchmaker.vocabulary import MatchState, NeedState, OfferState
from matchmaker.web.session import Portal
from tests.cast import a_cast
from tests.stories import a_match, a_need, an_offer
from tests.web.answers import Answers
from tests.web.conftest import Client
from tests.web.houses import READERS, House
from tests.web.walking import forms_of, rules

WALK = 300
PREFIXES = {
    "needs": "N",
    "offers": "F",
    "matches": "M",
    "letters": "L",
    "lexicon": "C",
    "lessons": "3",
    "organisations": "O",
    "my-searches": "S",
    "people": "P",
    "profiles": "D",
    "pools": "T",
    "invitations": "I",
    "attachments": "A",
    "passkeys": "K",
    "appointments": "R",
    "announcements": "B",
}
FIRST_ID = 7_340_001  # a number that stands on no page for another reason
NUMBERED: tuple[type[SQLModel], ...] = (Need, Offer, Match, Letter, History, Person, Organisation)


@pytest.mark.proves("S11")
def test_a_walk_over_references_finds_nothing(houses: list[House]) -> None:
    answers = Answers()
    for house in houses:
        about = [rule for rule in rules(house.app, "GET") if "ref" in rule.arguments]
        for number, rule in zip(range(WALK), cycle(about), strict=False):
            noun = "needs" if "/for/" in rule.rule else rule.rule.split("/")[1]
            ref = str(number) if number % 10 == 0 else new_reference(PREFIXES[noun])
            url, who = house.address(rule, ref), ("erik", "amina", "carla", "eve")[number % 4]
            answer = answers.take(house, f"{number} {rule.rule}", lambda h=house, w=who, u=url: h.ask(w, u))
            if answer.status_code != 404:
                answers.faults.append(f"{house.name}: {url} for {who}: {answer.status}")
    answers.settle()


@pytest.mark.proves("S11")
def test_references_are_drawn_by_lot() -> None:
    """None follows from the one before, and each place of it takes every letter."""
    drawn = [new_reference("N") for _ in range(2_000)]
    assert len({*drawn}) == len(drawn)
    assert {len({*places}) for places in zip(*(ref[2:] for ref in drawn), strict=True)} == {30}


@pytest.fixture
def large_ids() -> Iterator[None]:
    """Every row gets a number that can be recognised."""
    numbers = count(FIRST_ID)

    def number(_mapper: object, _connection: object, row: SQLModel) -> None:
        row.id = next(numbers)  # type: ignore[attr-defined]  # each of the tables has one

    for table in NUMBERED:
        sa.event.listen(table, "before_insert", number)
    yield
    for table in NUMBERED:
        sa.event.remove(table, "before_insert", number)


@pytest.mark.proves("S11")
@pytest.mark.usefixtures("large_ids")
def test_the_number_of_a_row_stands_on_no_page(app: Portal, client: Client, session: Session) -> None:
    cast = a_cast(session)
    things = [a_need(session, cast, state=state) for state in (NeedState.DRAFT, NeedState.NO_OBJECTION)]
    things += [an_offer(session, cast, state=state) for state in (OfferState.RETURNED, OfferState.PUBLISHED)]
    things += [
        a_match(session, cast, state=state) for state in (MatchState.TO_RELEASE, MatchState.INTRODUCED)
    ]
    session.flush()
    letters = session.exec(select(Letter.ref)).all()
    urls = [f"/{noun}s/{thing.ref}" for thing in things for noun in [type(thing).__name__.lower()]]
    urls = [url.replace("matchs", "matches") for url in urls] + [f"/letters/{ref}" for ref in letters[:2]]
    # The trail names people by their numbers: there they are pseudonyms.
    urls += [rule.rule for rule in rules(app, "GET") if not rule.arguments and rule.rule != "/trail/"]
    told = {}
    for name in READERS:
        browser = client(getattr(cast, name))
        for url in urls:
            page = browser.get(url).text
            _forms, links = forms_of(app, url, page)
            numbers = re.findall(r"\b734\d{4}\b", page) + [
                link for link in links if re.search(r"/\d+(/|$)", link)
            ]
            if numbers:
                told[name, url] = numbers
    assert told == {}
    assert len(urls) > 15
