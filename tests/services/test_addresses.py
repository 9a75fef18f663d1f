"""Another address: only whoever reads what goes there gets it, and the old one hears of it."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from matchmaker.errors import NotFound, TooManyTries
from matchmaker.models import Letter, Person, Trail
from matchmaker.services import addresses, outbox
from matchmaker.services.signing import Purpose, signed
from matchmaker.vocabulary import AccountState, LetterKind, Result
from tests.cast import NOON, Cast

SECRET = "a secret for tests"
NEW = "amina.ceesay@example.org"


def code_of(letter: Letter, secret: str = SECRET) -> str:
    """What the link in *letter* holds when it is sent."""
    return signed(Purpose.NEW_ADDRESS, letter.ref, secret)


def asked(session: Session, person: Person, address: str = NEW, now: datetime = NOON) -> Letter:
    """The letter to the new address."""
    addresses.ask_for_change(session, person, address, now=now)
    session.flush()
    return session.exec(select(Letter).order_by(Letter.id.desc())).first()


def opened(session: Session, person: Person, code: str, now: datetime = NOON) -> Letter:
    return addresses.asked_by(session, person, code, [SECRET], now=now)


@pytest.mark.proves("S22")
def test_another_address_counts_once_its_letter_is_answered_and_both_addresses_are_told(
    session: Session, cast: Cast
) -> None:
    letter = asked(session, cast.amina)
    assert (letter.kind, letter.address, cast.amina.email) == (
        LetterKind.NEW_ADDRESS,
        NEW,
        "amina@example.org",
    )
    addresses.confirm(session, cast.amina, opened(session, cast.amina, code_of(letter)), now=NOON)
    session.commit()
    told = session.exec(select(Letter).where(Letter.kind == LetterKind.ADDRESS_CHANGED)).all()
    assert {(one.to_id, one.address or one.to.email) for one in told} == {
        (cast.amina.id, NEW),
        (cast.amina.id, "amina@example.org"),
    }
    rows = session.exec(select(Trail).order_by(Trail.seq)).all()
    assert [(row.by_id, row.action, row.result, row.detail) for row in rows] == [
        (cast.amina.id, "account.change_address", Result.DONE, ""),
        (cast.amina.id, "account.confirm_address", Result.DONE, ""),
    ]


@pytest.mark.proves("S22")
def test_the_link_works_once_for_an_hour_and_for_whoever_asked(session: Session, cast: Cast) -> None:
    code = code_of(asked(session, cast.amina))
    with pytest.raises(NotFound):
        opened(session, cast.bashir, code)
    with pytest.raises(NotFound):
        opened(session, cast.amina, code, NOON + addresses.LASTS)
    addresses.confirm(session, cast.amina, opened(session, cast.amina, code), now=NOON)
    with pytest.raises(NotFound):
        opened(session, cast.amina, code)


def test_only_the_newest_link_works_and_none_that_we_did_not_make(session: Session, cast: Cast) -> None:
    first = asked(session, cast.amina)
    with pytest.raises(TooManyTries):
        asked(session, cast.amina)
    later = NOON + addresses.PAUSE
    second = asked(session, cast.amina, "another@example.org", later)
    for code in (code_of(first), code_of(second, "another secret"), second.ref, ""):
        with pytest.raises(NotFound):
            opened(session, cast.amina, code, later)
    assert opened(session, cast.amina, code_of(second), later) is second
    assert [outbox.brought_in_step(session, letter) for letter in (first, second)] == [False, True]


@pytest.mark.proves("S17")
def test_an_address_that_somebody_has_is_asked_like_any_other_and_given_to_nobody(
    session: Session, cast: Cast
) -> None:
    letter = asked(session, cast.amina, cast.carla.email)
    assert letter.address == cast.carla.email
    with pytest.raises(NotFound):
        addresses.confirm(session, cast.amina, letter, now=NOON + timedelta(minutes=1))
    assert cast.amina.email == "amina@example.org"


def test_whoever_has_left_takes_no_other_address(session: Session, cast: Cast) -> None:
    letter = asked(session, cast.amina)
    cast.amina.state = AccountState.SUSPENDED
    assert not outbox.brought_in_step(session, letter)
