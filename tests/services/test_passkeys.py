"""Passkeys: whose they open, that they open once, and what opens nothing."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from argon2 import PasswordHasher
from sqlmodel import Session, select

from matchmaker.errors import NotAllowed
from matchmaker.models import Letter, Passkey, Person, RecoveryCode, Trail
from matchmaker.services import factors, passkeys
from matchmaker.services.passkeys import Site
from matchmaker.vocabulary import AccountState, Event, LetterKind, Result
from tests.cast import NOON, Cast
from tests.device import PRESENT, Device

SITE = Site("localhost", "http://localhost:8000", "a secret for tests")
SECOND = timedelta(seconds=1)
LATER = NOON + timedelta(minutes=1)


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten codes are hashed by the way."""
    monkeypatch.setattr(factors, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


def added(session: Session, person: Person, device: Device, now: datetime = NOON) -> list[str] | None:
    """The recovery codes that *person* sees after *device* has made them a passkey."""
    asked = passkeys.ask_for_new(session, person, SITE, now=now)
    codes = passkeys.add(session, person, device.make(asked), SITE, made_at="Firefox, Linux", now=now)
    session.flush()
    return codes


def shown(device: Device, now: datetime = LATER) -> str:
    return device.show(passkeys.ask(SITE, now=now))


def used(session: Session, answer: str, site: Site = SITE, now: datetime = LATER) -> Person | None:
    session.flush()
    return passkeys.use(session, answer, site, now=now)


@pytest.mark.proves("S20")
def test_a_passkey_signs_its_owner_in(session: Session, cast: Cast) -> None:
    device = Device()
    codes = added(session, cast.amina, device)
    assert codes is not None
    assert len(codes) == 10
    assert used(session, shown(device)) is cast.amina
    assert cast.amina.two_steps_since == NOON
    session.commit()
    rows = session.exec(select(Trail).order_by(Trail.seq)).all()
    assert [(row.event, row.by_id, row.action, row.result) for row in rows] == [
        (Event.SECOND_STEP, cast.amina.id, "passkeys.add", Result.DONE),
        (Event.SIGN_IN, cast.amina.id, "passkeys.use", Result.DONE),
    ]


@pytest.mark.proves("S22")
def test_its_owner_is_told_and_a_second_one_makes_no_other_codes(session: Session, cast: Cast) -> None:
    added(session, cast.amina, Device())
    assert added(session, cast.amina, Device(), LATER) == []
    letters = session.exec(select(Letter).where(Letter.kind == LetterKind.SECOND_STEP_CHANGED)).all()
    assert [letter.to_id for letter in letters] == [cast.amina.id] * 2
    assert (cast.amina.two_steps_since, len(session.exec(select(RecoveryCode)).all())) == (LATER, 10)


@pytest.mark.proves("S21")
def test_an_answer_opens_once_even_of_a_device_that_does_not_count(session: Session, cast: Cast) -> None:
    device = Device()
    added(session, cast.amina, device)
    device.uses = -1  # it shows 0 each time
    answer = shown(device)
    assert [used(session, answer) for _ in range(2)] == [cast.amina, None]
    device.uses = -1
    assert used(session, shown(device, LATER - SECOND)) is None  # asked before the one that was answered
    device.uses = -1
    assert used(session, shown(device, LATER + SECOND), now=LATER + SECOND) is cast.amina


@pytest.mark.proves("S21")
def test_an_answer_that_takes_too_long_opens_nothing(session: Session, cast: Cast) -> None:
    device = Device()
    added(session, cast.amina, device)
    answer = shown(device)
    assert used(session, answer, now=LATER + passkeys.LASTS) is None
    assert used(session, answer, now=LATER + passkeys.LASTS - SECOND) is cast.amina


def test_a_copy_of_a_device_that_counts_less_opens_nothing(session: Session, cast: Cast) -> None:
    device = Device(uses=7)
    added(session, cast.amina, device)
    device.uses = 3
    assert used(session, shown(device)) is None


@pytest.mark.proves("S20")
@pytest.mark.parametrize(
    "device",
    [Device(origin="http://localhost:8000.example.org"), Device(flags=PRESENT), Device(flags=0)],
    ids=["shown by another site", "opened by nobody", "touched by nobody"],
)
def test_a_device_that_says_less_than_it_must_is_not_believed(
    session: Session, cast: Cast, device: Device
) -> None:
    honest = Device(secret=device.secret)
    assert added(session, cast.amina, device) is None
    added(session, cast.amina, honest)
    assert used(session, shown(replace(device, uses=honest.uses))) is None
    assert used(session, shown(replace(honest, uses=honest.uses + 1))) is cast.amina


@pytest.mark.proves("S20")
def test_a_challenge_is_ours_and_for_one_purpose(session: Session, cast: Cast) -> None:
    device, other = Device(), replace(SITE, secret_key="another secret")
    for_carla = device.make(passkeys.ask_for_new(session, cast.carla, SITE, now=NOON))
    assert passkeys.add(session, cast.amina, for_carla, SITE, made_at="", now=NOON) is None
    added(session, cast.amina, device)
    assert used(session, device.show(passkeys.ask(other, now=LATER))) is None
    of_a_new_one = json.loads(passkeys.ask_for_new(session, cast.amina, SITE, now=LATER))
    asked = json.dumps({"challenge": of_a_new_one["challenge"], "rpId": SITE.host})
    assert used(session, device.show(asked)) is None
    assert used(session, shown(device)) is cast.amina


def test_one_passkey_opens_one_account(session: Session, cast: Cast) -> None:
    device = Device()
    added(session, cast.amina, device)
    assert added(session, cast.carla, device, LATER) is None
    assert used(session, shown(Device())) is None  # of nobody


def test_nobody_who_has_left_signs_in(session: Session, cast: Cast) -> None:
    device = Device()
    added(session, cast.amina, device)
    cast.amina.state = AccountState.SUSPENDED
    assert used(session, shown(device)) is None


@pytest.mark.parametrize(
    "answer",
    ["", "null", "[]", "{}", "[" * 5000, '{"id": "x", "response": {"clientDataJSON": "e30"}}', "\x00"],
)
def test_what_is_no_answer_opens_nothing(session: Session, cast: Cast, answer: str) -> None:
    assert used(session, answer) is None
    assert passkeys.add(session, cast.amina, answer, SITE, made_at="", now=NOON) is None


def test_each_part_of_an_answer_that_is_changed_opens_nothing(session: Session, cast: Cast) -> None:
    device = Device()
    added(session, cast.amina, device)
    whole = json.loads(shown(device))
    for strange in (None, 7, "", "AAAA", "é", "\x00", [], {"a": 1}):
        for part in ("id", "rawId", "type", "response"):
            assert used(session, json.dumps(whole | {part: strange})) is None
        for part in whole["response"]:
            assert (
                used(session, json.dumps(whole | {"response": whole["response"] | {part: strange}})) is None
            )
    assert used(session, json.dumps(whole)) is cast.amina


@pytest.mark.proves("S20")
def test_the_last_one_is_removed_by_whoever_may_do_without(session: Session, cast: Cast) -> None:
    for person in (cast.amina, cast.dao):
        added(session, person, Device())
    keys = {key.person_id: key for key in session.exec(select(Passkey)).all()}
    with pytest.raises(NotAllowed, match="only second step"):
        passkeys.remove(session, keys[cast.dao.id], by=cast.dao, now=LATER)
    with pytest.raises(NotAllowed):
        passkeys.remove(session, keys[cast.dao.id], by=cast.gus, now=LATER)
    passkeys.remove(session, keys[cast.amina.id], by=cast.amina, now=LATER)
    assert session.exec(select(Passkey.person_id)).all() == [cast.dao.id]
    assert (cast.amina.two_steps_since, len(session.exec(select(RecoveryCode)).all())) == (None, 10)


def test_one_of_several_is_removed_and_opens_nothing_any_more(session: Session, cast: Cast) -> None:
    kept, lost = Device(), Device()
    added(session, cast.dao, kept)
    added(session, cast.dao, lost)
    key = session.exec(select(Passkey).order_by(Passkey.id.desc())).first()
    passkeys.remove(session, key, by=cast.dao, now=LATER)
    assert used(session, shown(lost)) is None
    assert used(session, shown(kept)) is cast.dao
    assert cast.dao.two_steps_since == LATER
