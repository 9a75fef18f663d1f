"""The second step: what opens, what opens once, and what opens nothing."""

from datetime import datetime, timedelta

import pytest
from argon2 import PasswordHasher
from passlib.totp import TOTP
from sqlmodel import Session, select

from matchmaker.errors import NotAllowed, TooManyTries
from matchmaker.models import Authenticator, Letter, Person, RecoveryCode, Trail, Visit
from matchmaker.queries import factors as reading
from matchmaker.services import factors, strongbox, visits
from matchmaker.vocabulary import Event, LetterKind, Result
from tests.cast import NOON, Cast

SECRET = "a secret for tests"
STEP = timedelta(seconds=factors.STEP_S)
LATER = NOON + 10 * STEP


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten codes are hashed by the way in nearly every test."""
    monkeypatch.setattr(factors, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


def shown(key: str, at: datetime) -> str:
    """What an app with *key* shows."""
    return TOTP(key).generate(int(at.timestamp())).token


def enrolled(session: Session, person: Person) -> tuple[str, list[str]]:
    """The key of the app that *person* has now, and their recovery codes."""
    key = factors.new_key()
    codes = factors.enrol(session, person, key, shown(key, NOON), secret_key=SECRET, now=NOON)
    assert codes is not None
    session.flush()
    return key, codes


def proves(session: Session, person: Person, typed: str, now: datetime = LATER) -> bool:
    return factors.prove(session, person, typed, secret_key=SECRET, now=now)


@pytest.mark.proves("S21")
def test_what_the_app_shows_opens_once(session: Session, cast: Cast) -> None:
    key, _codes = enrolled(session, cast.dao)
    code = shown(key, LATER)
    assert [proves(session, cast.dao, code) for _ in range(2)] == [True, False]


@pytest.mark.proves("S21")
def test_the_code_with_which_the_app_was_set_up_opens_nothing_afterwards(
    session: Session, cast: Cast
) -> None:
    key, _codes = enrolled(session, cast.dao)
    assert not proves(session, cast.dao, shown(key, NOON), now=NOON)


@pytest.mark.proves("S21")
@pytest.mark.parametrize(("steps", "opens"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_code_of_the_step_before_and_of_the_next_opens_and_no_other(
    session: Session, cast: Cast, steps: int, opens: bool
) -> None:
    key, _codes = enrolled(session, cast.dao)
    assert proves(session, cast.dao, shown(key, LATER + steps * STEP)) is opens


@pytest.mark.proves("S21")
def test_after_a_code_no_older_one_opens(session: Session, cast: Cast) -> None:
    key, _codes = enrolled(session, cast.dao)
    assert proves(session, cast.dao, shown(key, LATER))
    assert not proves(session, cast.dao, shown(key, LATER - STEP))


def test_a_code_is_read_as_people_write_it(session: Session, cast: Cast) -> None:
    key, codes = enrolled(session, cast.dao)
    digits = shown(key, LATER)
    arabic = digits.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert proves(session, cast.dao, f" {arabic[:3]} {arabic[3:]} ")
    assert proves(session, cast.dao, codes[0].lower().replace("-", " "))


@pytest.mark.proves("S21")
def test_the_sixth_try_after_five_wrong_ones_is_refused_even_if_it_is_right(
    session: Session, cast: Cast
) -> None:
    key, codes = enrolled(session, cast.dao)
    for wrong in ("000000", "12345", "", "AAAA-AAAA-AAAA-AAAA", codes[0][:-1] + "2"):
        assert not proves(session, cast.dao, wrong if wrong != shown(key, LATER) else "111111")
        session.commit()
    for right in (shown(key, LATER), codes[1]):
        with pytest.raises(TooManyTries):
            proves(session, cast.dao, right)
    later = LATER + factors.WITHIN + STEP
    assert proves(session, cast.dao, shown(key, later), now=later)


@pytest.mark.proves("S21")
def test_wrong_tries_at_one_account_keep_nobody_else_out(session: Session, cast: Cast) -> None:
    enrolled(session, cast.dao)
    key, _codes = enrolled(session, cast.erik)
    for _ in range(factors.MOST_WRONG):
        proves(session, cast.dao, "000000")
    session.commit()
    assert proves(session, cast.erik, shown(key, LATER))


@pytest.mark.proves("S21")
def test_each_of_ten_recovery_codes_opens_once_and_its_owner_is_told(session: Session, cast: Cast) -> None:
    _key, codes = enrolled(session, cast.amina)
    assert (len(codes), len(set(codes)), {len(code) for code in codes}) == (10, 10, {19})
    assert [proves(session, cast.amina, codes[3]) for _ in range(2)] == [True, False]
    assert reading.codes_left(session, cast.amina) == 9
    letters = session.exec(select(Letter).where(Letter.kind == LetterKind.SECOND_STEP_CHANGED)).all()
    assert [letter.to_id for letter in letters] == [cast.amina.id] * 2
    assert "Codes left: 9." in letters[1].body


@pytest.mark.proves("S21")
def test_the_tables_hold_no_code_and_no_key(session: Session, cast: Cast) -> None:
    key, codes = enrolled(session, cast.amina)
    kept = session.exec(select(RecoveryCode.hashed)).all()
    locked = session.exec(select(Authenticator.locked)).one()
    assert all(hashed.startswith("$argon2id$") for hashed in kept)
    assert not any(code[5:].replace("-", "") in "".join(kept) for code in codes)
    assert key not in locked
    assert (strongbox.unlock(locked, SECRET), strongbox.unlock(locked, "another secret")) == (key, None)


def test_new_codes_are_ten_others_and_the_old_ones_open_nothing(session: Session, cast: Cast) -> None:
    _key, old = enrolled(session, cast.amina)
    new = factors.renew_codes(session, cast.amina, now=LATER)
    session.flush()
    assert not set(old) & set(new)
    assert (proves(session, cast.amina, old[0]), proves(session, cast.amina, new[0])) == (False, True)


def test_another_app_takes_the_place_of_the_first(session: Session, cast: Cast) -> None:
    first, _codes = enrolled(session, cast.amina)
    second, _codes = enrolled(session, cast.amina)
    assert not proves(session, cast.amina, shown(first, LATER))
    assert proves(session, cast.amina, shown(second, LATER))


def test_whoever_gives_it_up_has_neither_app_nor_codes(session: Session, cast: Cast) -> None:
    key, codes = enrolled(session, cast.amina)
    factors.give_up(session, cast.amina, now=LATER)
    session.flush()
    assert cast.amina.two_steps_since is None
    assert not any(proves(session, cast.amina, typed) for typed in (shown(key, LATER), codes[0]))


def test_an_administrator_lifts_it_for_who_has_lost_both_and_ends_every_visit(
    session: Session, cast: Cast
) -> None:
    enrolled(session, cast.dao)
    visits.begin(session, cast.dao, device="", now=NOON)
    with pytest.raises(NotAllowed):
        factors.lift(session, cast.dao, by=cast.erik, now=LATER)
    factors.lift(session, cast.dao, by=cast.gus, now=LATER)
    session.commit()
    assert cast.dao.two_steps_since is None
    assert session.exec(select(Visit)).all() == []
    row = session.exec(select(Trail).order_by(Trail.seq.desc())).first()
    assert (row.by_id, row.action, row.ref) == (cast.gus.id, "factor.lift", str(cast.dao.id))
    assert session.exec(select(Letter.to_id).order_by(Letter.id.desc())).first() == cast.dao.id


def test_every_change_and_every_try_is_one_row_of_the_trail(session: Session, cast: Cast) -> None:
    key, _codes = enrolled(session, cast.amina)
    proves(session, cast.amina, "000000")
    proves(session, cast.amina, shown(key, LATER))
    factors.renew_codes(session, cast.amina, now=LATER)
    factors.give_up(session, cast.amina, now=LATER)
    session.commit()
    rows = session.exec(select(Trail).where(Trail.event == Event.SECOND_STEP).order_by(Trail.seq)).all()
    own, ref = cast.amina.id, str(cast.amina.id)
    assert [(row.by_id, row.action, row.result, row.ref, row.detail) for row in rows] == [
        (own, "factor.enrol", Result.DONE, ref, ""),
        (None, "factor.prove", Result.REFUSED, ref, ""),
        (own, "factor.prove", Result.DONE, ref, ""),
        (own, "factor.renew_codes", Result.DONE, ref, ""),
        (own, "factor.give_up", Result.DONE, ref, ""),
    ]
