"""Processes that share a database and a folder, and came by different roads, tell the same to the last bit."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from sqlmodel import Session

from matchmaker.actions import Action
from matchmaker.database import open_engine, open_session
from matchmaker.models import Offer
from matchmaker.queries import needs as read_needs
from matchmaker.services import matching, offers
from matchmaker.services.moves import move
from matchmaker.vocabulary import NeedState, OfferState, Visibility
from tests.cast import NOON, Cast
from tests.stories import a_need, an_offer

SPOKEN = ("phone", "laboratory", "judge", "evidence", "network", "victim", "police", "bank")
MANY = 20  # so that what comes next gets a shelf of its own

Seen = list[list[tuple[int, str]]]
Deed = Callable[[Session, Cast, list[Offer]], object]


def published(session: Session, cast: Cast, number: int) -> Offer:
    said = " ".join(SPOKEN[(number * step) % len(SPOKEN)] for step in (1, 3, 5))
    return an_offer(session, cast, state=OfferState.PUBLISHED, description=f"Examination of a {said}.")


def publish(session: Session, cast: Cast, held: list[Offer]) -> None:
    held.append(published(session, cast, len(held)))


def edit(session: Session, cast: Cast, held: list[Offer]) -> None:
    held[3].description = "A laboratory for phones of judges."


def edit_back(session: Session, cast: Cast, held: list[Offer]) -> None:
    held[3].description = held[11].description


def hide(session: Session, cast: Cast, held: list[Offer]) -> None:
    held[5].visibility = Visibility.SECRETARIAT


def withdraw(session: Session, cast: Cast, held: list[Offer]) -> None:
    offers.withdraw(session, held[7], by=cast.carla, now=NOON, note="")


def suspend(session: Session, cast: Cast, held: list[Offer]) -> None:
    move(session, held[-1], Action.SUSPEND_OFFER, by=cast.dao, now=NOON)


DEEDS: tuple[Deed, ...] = (publish, edit, hide, publish, withdraw, edit_back, publish, suspend)


def seen(session: Session, folder: Path) -> Seen:
    """For each open need the offers that are told, with every bit of their scores."""
    return [
        [
            (one.offer_id, one.score.hex())
            for one in matching.best_for(session, need, index_folder=folder, now=NOON)
        ]
        for need in read_needs.matchable(session)
    ]


def look(url: str, folder: Path, line: Connection) -> None:
    """What a process does that was forked from this one, so that it need not read the lexicon again."""
    matching._held.clear()
    engine = open_engine(url)
    while line.recv():
        with open_session(engine, writes=False) as session:
            line.send(seen(session, folder))


@contextmanager
def onlooker(url: str, folder: Path) -> Iterator[Callable[[], Seen]]:
    """A process of its own, which tells what it sees whenever it is asked."""
    forks = get_context("fork")
    here, there = forks.Pipe()
    process = forks.Process(target=look, args=(url, folder, there), daemon=True)
    process.start()

    def ask() -> Seen:
        here.send(True)
        return here.recv()

    yield ask
    here.send(False)
    process.join()


@pytest.fixture
def held(session: Session, cast: Cast) -> list[Offer]:
    a_need(
        session, cast, state=NeedState.PUBLISHED, problem="Phones wait for a laboratory, judges for evidence."
    )
    a_need(session, cast, state=NeedState.PUBLISHED, problem="The police and the bank find no victim.")
    made = [published(session, cast, number) for number in range(MANY)]
    session.commit()
    return made


@pytest.fixture
def url(session: Session) -> str:
    return session.get_bind().engine.url.render_as_string(hide_password=False)


def test_every_process_sees_a_change_at_once_and_as_every_other(
    session: Session, cast: Cast, held: list[Offer], url: str, tmp_path: Path
) -> None:
    """One follows every deed, one only every third, one looks when all is done, and one has no folder."""
    shared, told = tmp_path / "index", [seen(session, tmp_path / "index")]
    with onlooker(url, shared) as follower, onlooker(url, shared) as sleeper:
        assert [follower(), sleeper()] == [told[0]] * 2
        for number, deed in enumerate(DEEDS):
            deed(session, cast, held)
            session.commit()
            if number == 4:
                shutil.rmtree(shared)
            told.append(seen(session, shared))
            assert follower() == told[-1]
            assert number % 3 or sleeper() == told[-1]
    for folder in (shared, tmp_path / "elsewhere"):
        with onlooker(url, folder) as newcomer:
            assert newcomer() == told[-1]
    assert all(before != after for before, after in pairwise(told))
