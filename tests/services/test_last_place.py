"""Twenty agree at once on what is left for one, each in a transaction of their own (QUALITY R15, R16)."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError, TimeoutError
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, col, select

from matchmaker.database import open_session
from matchmaker.errors import IllegalTransition
from matchmaker.models import Agreement, History, Match, Need, Offer, Person
from matchmaker.queries import matches
from matchmaker.services import agreements
from matchmaker.vocabulary import MatchState, NeedState, Noun, OfferState
from tests.cast import NOON, TWO_PARTS, Cast, an_agreement_draft
from tests.stories import a_match, a_need, an_offer

CROWD = 20


def at_once(session: Session, refs: list[str], agree: Callable[[Session, Match], None]) -> Counter[str]:
    """What became of each: done, or the sentence in which it was refused."""
    session.commit()  # what was prepared is there for all, and nothing is locked
    engine, ready = session.get_bind().engine, Barrier(len(refs))

    def one(ref: str) -> str:
        ready.wait()
        while True:
            try:
                return attempt(ref)
            except (OperationalError, TimeoutError):  # told that the portal is busy: they ask again
                continue

    def attempt(ref: str) -> str:
        with open_session(engine, writes=True) as own:
            match = matches.by_ref(own, ref, hold=True)
            assert match is not None
            try:
                agree(own, match)
                own.commit()
            except (IllegalTransition, StaleDataError) as refusal:
                return str(refusal)
            return "done"

    with ThreadPoolExecutor(len(refs)) as crowd:
        answers = Counter(crowd.map(one, refs))
    session.expire_all()
    return answers


def agree(session: Session, match: Match) -> None:
    officer = session.get_one(Person, match.reviewed_by_id)
    agreements.record_agreement(session, match, an_agreement_draft(match), by=officer, now=NOON)


def actions(session: Session, noun: Noun, thing_id: int | None, *words: str) -> list[str]:
    rows = select(History.action).where(History.noun == noun, History.thing_id == thing_id)
    found = session.exec(rows.order_by(col(History.id))).all()
    return [action for action in found if action in words]


@pytest.mark.proves("R16")
def test_of_twenty_who_agree_on_the_last_place_one_gets_it(session: Session, cast: Cast) -> None:
    offer = an_offer(session, cast, state=OfferState.PUBLISHED, capacity=1)
    talking = [a_match(session, cast, offer=offer, state=MatchState.EXPLORING) for _ in range(CROWD)]
    refs = [match.ref for match in talking]
    answers = at_once(session, refs, agree)
    assert answers == {"done": 1, "The offer has 0 left, and this would take 1.": CROWD - 1}
    states = Counter(session.exec(select(Match.state).where(Match.offer_id == offer.id)).all())
    assert states == {MatchState.AGREED: 1, MatchState.EXPLORING: CROWD - 1}
    counted = session.get_one(Offer, offer.id)
    assert (counted.capacity_used, counted.state) == (1, OfferState.EXHAUSTED)
    assert actions(session, Noun.OFFER, offer.id, "offer.exhaust") == ["offer.exhaust"]
    assert len(session.exec(select(Agreement)).all()) == 1


def test_of_many_who_agree_on_the_same_component_one_covers_it(session: Session, cast: Cast) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING, components=TWO_PARTS)
    offers = [an_offer(session, cast, state=OfferState.PUBLISHED) for _ in range(6)]
    talking = [a_match(session, cast, need=need, offer=one, state=MatchState.EXPLORING) for one in offers]
    answers = at_once(session, [match.ref for match in talking], agree)
    assert answers.pop("done") == 1
    assert sum(answers.values()) == 5
    assert all("not open to agreements now" in said or "covered by another" in said for said in answers)
    assert session.get_one(Need, need.id).state == NeedState.MATCHED
    assert actions(session, Noun.NEED, need.id, "need.mark_matched") == ["need.mark_matched"]


def test_the_database_itself_refuses_a_capacity_below_nothing(session: Session, cast: Cast) -> None:
    offer = an_offer(session, cast, state=OfferState.PUBLISHED, capacity=1)
    session.flush()
    table: sa.Table = Offer.__table__  # type: ignore[attr-defined]  # set by the metaclass
    with pytest.raises(sa.exc.IntegrityError, match="capacity_not_exceeded"):
        session.connection().execute(table.update().where(table.c.id == offer.id).values(capacity_used=2))
