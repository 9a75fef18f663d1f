"""Threads: what the two sides say to each other, and who is told of it."""

import pytest
from sqlmodel import Session, select

from matchmaker.errors import Conflict, IllegalTransition, NotAllowed
from matchmaker.models import Letter, Message
from matchmaker.services import matches, needs, offers
from matchmaker.services.drafts import MessageDraft
from matchmaker.vocabulary import LetterKind, MatchState, NeedState, OfferState
from tests.cast import NOON, Cast
from tests.services.told import letters, letters_since
from tests.stories import a_match, a_need, an_offer

ASKED = MessageDraft(language="en", text="How many phones a month?")
ANSWERED = MessageDraft(language="fr", text="Environ trente-cinq.")


def said(session: Session) -> list[tuple[str, str, str, str]]:
    rows = session.exec(select(Message).order_by(Message.id)).all()
    return [(row.noun, row.by.name.split()[0], row.language, row.text) for row in rows]


def test_a_question_is_answered_in_the_thread_without_submitting_again(session: Session, cast: Cast) -> None:
    need = a_need(session, cast, state=NeedState.IN_CHECK)
    before = letters(session)
    needs.discuss(session, need, ASKED, key="sheet-1", by=cast.dao, now=NOON)
    needs.discuss(session, need, ANSWERED, key="sheet-1", by=cast.amina, now=NOON)
    assert said(session) == [
        ("need", "Dao", "en", "How many phones a month?"),
        ("need", "Amina", "fr", "Environ trente-cinq."),
    ]
    assert letters_since(session, before) == [("message", "Amina"), ("message", "Dao")]
    assert need.state == NeedState.IN_CHECK


def test_a_letter_says_only_that_there_is_a_message(session: Session, cast: Cast) -> None:
    offer = an_offer(session, cast, state=OfferState.IN_CHECK)
    offers.discuss(session, offer, ASKED, key=None, by=cast.dao, now=NOON)
    letter = session.exec(select(Letter).where(Letter.kind == LetterKind.MESSAGE)).one()
    assert letter.subject == f"A message for you ({offer.ref})"
    assert "How many phones" not in letter.body
    assert (letter.to_id, letter.path) == (cast.carla.id, f"/offers/{offer.ref}")


def test_a_message_that_is_sent_twice_is_said_once(session: Session, cast: Cast) -> None:
    need = a_need(session, cast, state=NeedState.IN_CHECK)
    before = letters(session)
    for _ in range(3):
        needs.discuss(session, need, ANSWERED, key="sheet-1", by=cast.amina, now=NOON)
    assert said(session) == [("need", "Amina", "fr", "Environ trente-cinq.")]
    assert letters_since(session, before) == [("message", "Dao")]


def test_a_form_that_has_sent_one_message_sends_no_other(session: Session, cast: Cast) -> None:
    need = a_need(session, cast, state=NeedState.IN_CHECK)
    needs.discuss(session, need, ANSWERED, key="sheet-1", by=cast.amina, now=NOON)
    with pytest.raises(Conflict):
        needs.discuss(session, need, ASKED, key="sheet-1", by=cast.amina, now=NOON)
    needs.discuss(session, need, ASKED, key="sheet-1", by=cast.dao, now=NOON)
    assert len(said(session)) == 2


def test_a_draft_is_discussed_with_nobody(session: Session, cast: Cast) -> None:
    need = a_need(session, cast)
    for person in (cast.amina, cast.bashir, cast.dao):
        with pytest.raises(NotAllowed):
            needs.discuss(session, need, ASKED, key=None, by=person, now=NOON)
    assert said(session) == []


@pytest.mark.parametrize("who", ["ines", "carla", "farah", "gus"])
def test_nobody_else_writes_to_a_state(session: Session, cast: Cast, who: str) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    with pytest.raises(NotAllowed):
        needs.discuss(session, need, ASKED, key=None, by=getattr(cast, who), now=NOON)


def test_a_withdrawn_need_is_discussed_no_more(session: Session, cast: Cast) -> None:
    need = a_need(session, cast, state=NeedState.WITHDRAWN)
    with pytest.raises(IllegalTransition):
        needs.discuss(session, need, ASKED, key=None, by=cast.amina, now=NOON)


def test_the_thread_of_a_match_opens_at_introduction(session: Session, cast: Cast) -> None:
    match = a_match(session, cast, state=MatchState.CONSENT_ASKED)
    for person in (cast.amina, cast.carla, cast.dao):
        with pytest.raises(NotAllowed):
            matches.discuss(session, match, ASKED, key=None, by=person, now=NOON)
    matches.accept_as_requester(session, match, by=cast.amina, now=NOON)
    matches.accept_as_donor(session, match, by=cast.carla, now=NOON)
    matches.introduce(session, match, by=cast.erik, now=NOON)
    before = letters(session)
    matches.discuss(session, match, ASKED, key=None, by=cast.carla, now=NOON)
    matches.discuss(session, match, ANSWERED, key=None, by=cast.amina, now=NOON)
    matches.discuss(session, match, ASKED, key=None, by=cast.dao, now=NOON)
    assert letters_since(session, before) == [
        ("message", "Amina"),
        ("message", "Carla"),
        ("message", "Amina"),
        ("message", "Carla"),
    ]


@pytest.mark.parametrize("who", ["bashir", "ines", "chen", "farah", "gus"])
def test_nobody_else_takes_part_in_a_match(session: Session, cast: Cast, who: str) -> None:
    match = a_match(session, cast, state=MatchState.INTRODUCED)
    with pytest.raises(NotAllowed):
        matches.discuss(session, match, ASKED, key=None, by=getattr(cast, who), now=NOON)
