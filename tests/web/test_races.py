"""A double click, two people at once: one effect, and a clean page for whoever came second (QUALITY R12-R15)."""

from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlmodel import and_, col, func, select
from werkzeug.test import TestResponse

from matchmaker.actions import Action
from matchmaker.database import open_session
from matchmaker.models import Announcement, History, Letter, Match, Message, Need, Offer, Profile, Search
from matchmaker.vocabulary import LetterKind, MatchState, NeedState, Origin
from tests.web.houses import LONG, Deed, House, with_files
from tests.web.situations import Situation
from tests.web.walking import Fields

CLICKS = 10
DEAR = (
    ".write",
    ".submit",
    ".publish",
    ".show_interest",
    ".accept_as_donor",
    ".discuss",
)  # pressed that often; the others thrice
# Two who speak at once are both heard; each stands back alone; work is handed on; a search has one owner; a copy begins
# another life.
NOT_DECISIONS = (".discuss", ".assign", ".rename", ".write", ".stand_back", ".take_part", ".open_account")
# After the first time nothing is left that was never ranked.
ONCE_AND_FOR_ALL = ("lessons.adopt", "lessons.roll_back")
TABLES = (History, Letter, Message, Need, Offer, Match, Search, Profile, Announcement)
BY_ITSELF = (Action.START_MATCHING_NEED,)  # when the engine has looked, whoever asked it to
OF_THE_ENGINE = (col(Match.state) == MatchState.SUGGESTED, col(Match.origin) == Origin.ENGINE)  # come and go
# What changes nothing that counts here; and a link, about which test_passwords.py has a test of its own.
APART = (
    "security.",
    "account.",
    "factors.",
    "passkeys.",
    "identities.",
    "passwords.",
    "home.",
    "letters.",
    "preferences.",
)
GONE = dict.fromkeys(
    ("searches.delete", "visits.end", "attachments.remove"), (404,)
)  # the second finds nothing
Sent = tuple[Deed, Fields]


def at_once(house: House, sent: Sequence[Sent]) -> list[TestResponse]:
    """The answers to forms that are sent at the same moment, each from a browser of its own."""
    browsers = [house.new_browser(deed.who) for deed, _fields in sent]
    ready = Barrier(len(sent))

    def send(number: int) -> TestResponse:
        deed, fields = sent[number]
        ready.wait()
        return browsers[number].post(deed.form.url, data=with_files(deed.form, fields))

    with ThreadPoolExecutor(len(sent)) as crowd:
        answers = list(crowd.map(send, range(len(sent))))
    house.browsers.clear()  # they may have ended each other's visits
    return answers


def rows(house: House) -> list[int]:
    with open_session(house.engine, writes=False) as session:
        counted = [select(func.count()).select_from(table) for table in TABLES]
        counted[TABLES.index(History)] = counted[TABLES.index(History)].where(
            col(History.action).not_in(BY_ITSELF)
        )
        # Whoever is made to speak for a house by one press hears of the next.
        letters = counted[TABLES.index(Letter)]
        counted[TABLES.index(Letter)] = letters.where(Letter.kind != LetterKind.COLLEAGUE_JOINED)
        counted[TABLES.index(Match)] = counted[TABLES.index(Match)].where(~and_(*OF_THE_ENGINE))
        return [session.exec(count).one() for count in counted]


def effect(house: House, deed: Deed, times: int) -> tuple[list[int], list[int]]:
    """What a form adds to each table that is sent *times* times at once, and the statuses of the answers."""
    deed = house.again(deed)
    before = rows(house)
    answers = at_once(house, [(deed, house.filled(deed))] * times)
    added = [after - was for was, after in zip(before, rows(house), strict=True)]
    return added, sorted({answer.status_code for answer in answers})


@pytest.mark.proves("R12")
def test_a_button_that_is_pressed_ten_times_at_once_does_what_one_click_does(houses: list[House]) -> None:
    wrong = {}
    for house in houses:
        for deed in house.forms:
            if deed.form.endpoint.startswith(APART):
                continue
            if deed.form.endpoint in ONCE_AND_FOR_ALL:
                effect(house, deed, 1)
            once, _statuses = effect(house, deed, 1)
            added, statuses = effect(house, deed, CLICKS if deed.form.endpoint.endswith(DEAR) else 3)
            if added != once or not {302} <= {*statuses} <= {302, 409, *GONE.get(deed.form.endpoint, ())}:
                wrong[house.name, deed.form.endpoint] = (once, added, statuses)
    assert wrong == {}


@pytest.mark.proves("R15")
def test_of_people_who_decide_at_once_one_wins_and_the_others_are_told(houses: list[House]) -> None:
    wrong = {}
    for house in houses:
        rivals: dict[Situation, list[Deed]] = defaultdict(list)
        for deed in house.deeds.values():
            decides = deed.situation and not deed.form.endpoint.endswith(NOT_DECISIONS)
            if decides and deed.form.url.startswith(f"/{deed.situation.noun}/"):
                rivals[deed.situation].append(deed)
        for situation, deeds in rivals.items():
            about = house.make(situation)
            sent = [
                (
                    now,
                    house.filled(now) | {"title": [now.who]}
                    if now.form.endpoint in LONG
                    else house.filled(now),
                )
                for now in (house.again(deed, about) for deed in deeds)
            ]
            statuses = sorted(answer.status_code for answer in at_once(house, sent))
            if statuses != [302] + [409] * (len(deeds) - 1):
                wrong[house.name, *sorted(deed.form.endpoint for deed in deeds)] = statuses
    assert wrong == {}


@pytest.mark.proves("R14")
def test_of_two_who_save_at_once_the_second_sees_both_texts(houses: list[House]) -> None:
    for house in houses:
        for noun in ("need", "offer"):
            deed = next(deed for (end, _who), deed in house.deeds.items() if end == f"{noun}s.edit")
            deed = house.again(deed)
            texts = ["First of the two.", "Second of the two."]
            sent = [(deed, deed.form.filled() | {"title": [text]}) for text in texts]
            won, lost = sorted(at_once(house, sent), key=lambda answer: answer.status_code)
            assert (house.name, noun, won.status_code, lost.status_code) == (house.name, noun, 302, 409)
            assert all(text in lost.text for text in texts)


@pytest.mark.proves("R14")
def test_a_form_that_is_sent_again_after_others_wrote_does_not_write_over_them(houses: list[House]) -> None:
    for house in houses:
        deed = house.again(house.deeds["needs.write", "bashir"])
        mine = deed.form.filled() | {"title": ["As Bashir wrote it."]}
        page = house.post(deed, mine).location
        edit = house.again(house.deeds["needs.edit", "amina"], page)
        assert house.post(edit, edit.form.filled() | {"title": ["As Amina mended it."]}).status_code == 302
        again = house.post(deed, mine)
        assert again.status_code == 409
        assert "As Amina mended it." in again.text
        assert "As Bashir wrote it." in again.text


def test_a_form_whose_first_draft_has_moved_on_writes_a_new_one(houses: list[House]) -> None:
    for house in houses:
        deed = house.again(house.deeds["needs.write", "amina"])
        first = house.post(deed, deed.form.filled() | {"title": ["The first."]}).location
        with open_session(house.engine, writes=True) as session:
            need = session.exec(select(Need).where(Need.ref == first.split("/")[-1])).one()
            need.state = NeedState.WITHDRAWN
            session.commit()
        second = house.post(deed, deed.form.filled() | {"title": ["The second."]})
        assert second.status_code == 302
        assert second.location != first
