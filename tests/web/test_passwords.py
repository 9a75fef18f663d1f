"""Passwords: which may be chosen, and the link by which nobody but the reader of a letter chooses one."""

import socket
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from unicodedata import normalize

import pytest
from argon2 import PasswordHasher, Type, extract_parameters
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from matchmaker import clock
from matchmaker.models import Letter, PasswordLink, PasswordWish, Person, Trail, Visit
from matchmaker.services import dormancy, handover, password_links, passwords
from matchmaker.services.signing import Purpose, signed
from matchmaker.vocabulary import AccountState, LetterKind
from matchmaker.web.session import Portal
from tests.browsing import PASSWORD, let_in
from tests.cast import Cast
from tests.web.conftest import Client

GOOD = "seven quiet herons wading"
PILE = "\N{PILE OF POO}\N{SNOWMAN}"


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch, noon: datetime) -> list[datetime]:
    """now[0] is what time it is."""
    moved = [noon]
    monkeypatch.setattr(clock, "now", lambda: moved[0])
    return moved


def a_link(app: Portal, session: Session, person: Person, kind: LetterKind = LetterKind.LINK_ASKED) -> str:
    """The address in the letter that *person* gets now."""
    password_links.send(session, person, kind, now=clock.now())
    ref = session.exec(select(PasswordLink.letter_ref).where(PasswordLink.person_id == person.id)).one()
    session.commit()
    return f"/password/choose/{signed(Purpose.ACCOUNT_LINK, ref, app.config['SECRET_KEY'])}"


def choose(browser: FlaskClient, link: str, password: str) -> int:
    return browser.post(link, data={"password": password, "again": password}).status_code


def signs_in(browser: FlaskClient, person: Person, password: str) -> bool:
    return browser.post("/sign-in", data={"email": person.email, "password": password}).status_code == 302


def ask(browser: FlaskClient, email: str) -> tuple[int, str, str]:
    """What whoever asks for a link is told: the status, where it leads, and what is said there."""
    answer = browser.post("/password/ask", data={"email": email})
    with browser.session_transaction() as cookie:
        told = str(cookie.pop("_flashes", ""))
    return answer.status_code, answer.location, told


@pytest.mark.proves("S13")
def test_a_password_is_kept_by_argon2id_and_hashed_anew_when_that_has_become_too_cheap(
    client: Client, cast: Cast, session: Session
) -> None:
    cast.amina.password = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(GOOD)
    browser = client()
    assert signs_in(browser, cast.amina, GOOD)
    session.refresh(cast.amina)
    kept = extract_parameters(cast.amina.password)
    assert kept == extract_parameters(passwords.hashed(GOOD))
    assert (kept.type, kept.memory_cost >= 19 * 1024, kept.time_cost >= 2) == (Type.ID, True, True)
    session.commit()
    assert signs_in(browser, cast.amina, GOOD)


@pytest.mark.proves("S14")
@pytest.mark.parametrize(
    "password",
    [
        "grünes Boot am Fluß",
        "кошка бежит по лугу",
        "四只安静的苍鹭在浅水里走",
        f"boat {PILE} harbour {PILE}",
        GOOD + " abcdefghijklm nopq rstu vwxyz 0123456789 heron boat fish moon lamp star tree",
        "the harbour where twelve lamps burn " * 3 + "and twenty more b",
    ],
)
def test_a_password_may_be_long_and_of_any_letters_and_every_one_counts(
    app: Portal, client: Client, cast: Cast, session: Session, password: str
) -> None:
    browser, link = client(), a_link(app, session, cast.amina)
    assert choose(browser, link, password) == 302
    assert not signs_in(client(), cast.amina, password[:-1] + "Q")
    assert signs_in(client(), cast.amina, normalize("NFD", password))
    assert signs_in(client(), cast.amina, normalize("NFC", password))


@pytest.mark.proves("S14", "S15")
@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("", "at least 12"),
        ("heron7Lagoon", "would be guessed"),
        ("Portal2026!", "at least 12"),
        ("password1234", "would be guessed"),
        ("iloveyou123456", "would be guessed"),
        ("qwertyuiop[]", "would be guessed"),
        ("aaaaaaaaaaaaaaaaaaaa", "would be guessed"),
        ("Matchmaker2026!", "would be guessed"),
        ("AminaCeesay2026", "would be guessed"),
        (f"{GOOD} " * 5, "at most 128"),
    ],
)
def test_what_would_be_guessed_is_refused_and_nobody_outside_is_asked(
    app: Portal,
    client: Client,
    cast: Cast,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
    password: str,
    said: str,
) -> None:
    def called(*_anything: object) -> None:
        raise AssertionError("somebody outside was asked")

    browser, link = client(), a_link(app, session, cast.amina)
    assert choose(browser, link, GOOD[:-1] + "s") == 302
    link = a_link(app, session, cast.amina)
    monkeypatch.setattr(socket, "getaddrinfo", called)
    answer = browser.post(link, data={"password": password, "again": password})
    assert (answer.status_code, said in answer.text) == (422, True)
    assert password not in answer.text or not password


def test_the_words_of_a_house_are_no_password_there(session: Session, cast: Cast) -> None:
    name = cast.amina.organisation.name
    assert passwords.fault(name, cast.amina) is not None
    assert passwords.fault(GOOD, cast.amina) is None


@pytest.mark.proves("S18")
def test_a_link_works_once(app: Portal, client: Client, cast: Cast, session: Session) -> None:
    browser, link = client(), a_link(app, session, cast.amina)
    assert browser.get(link).status_code == 200
    assert browser.get(link).status_code == 200  # a mail program that looks ahead uses nothing up
    assert choose(browser, link, GOOD) == 302
    assert (browser.get(link).status_code, choose(browser, link, GOOD + "s")) == (404, 404)
    assert signs_in(client(), cast.amina, GOOD)


@pytest.mark.proves("S18")
def test_of_two_who_use_a_link_at_once_one_chooses(
    app: Portal, client: Client, cast: Cast, session: Session
) -> None:
    link = a_link(app, session, cast.amina)
    browsers, ready = [client(), client()], Barrier(2)

    def use(number: int) -> int:
        ready.wait()
        return choose(browsers[number], link, f"{GOOD} {number}")

    with ThreadPoolExecutor(2) as both:
        statuses = list(both.map(use, (0, 1)))
    assert sorted(statuses) == [302, 404]
    assert signs_in(client(), cast.amina, f"{GOOD} {statuses.index(302)}")


@pytest.mark.proves("S18")
@pytest.mark.parametrize(("kind", "hours"), [(LetterKind.LINK_ASKED, 1), (LetterKind.INVITED, 72)])
def test_a_link_ends_with_its_time(
    app: Portal,
    client: Client,
    cast: Cast,
    session: Session,
    now: list[datetime],
    kind: LetterKind,
    hours: int,
) -> None:
    browser, link = client(), a_link(app, session, cast.amina, kind)
    now[0] += timedelta(hours=hours, seconds=-1)
    assert browser.get(link).status_code == 200
    now[0] += timedelta(seconds=1)
    answer = browser.get(link)
    assert (answer.status_code, "Ask for another one" in answer.text) == (404, True)
    assert '<a class="button" href="/password/ask">' in answer.text
    assert choose(browser, link, GOOD) == 404


@pytest.mark.proves("S60")
def test_whoever_has_slept_for_a_year_wakes_by_the_link_and_signs_in(
    app: Portal, client: Client, cast: Cast, session: Session
) -> None:
    let_in(session, cast.carla)
    dormancy.grow_dormant(session, cast.carla, now=clock.now())
    browser = client()
    typed = {"email": cast.carla.email, "password": PASSWORD}
    assert browser.post("/sign-in", data=typed).status_code == 200  # the old password opens nothing
    link = a_link(app, session, cast.carla, LetterKind.LINK_ASKED)
    assert choose(browser, link, GOOD) == 302
    session.refresh(cast.carla)
    assert cast.carla.state == AccountState.ACTIVE
    session.rollback()
    assert browser.post("/sign-in", data=typed | {"password": GOOD}).status_code == 302


@pytest.mark.proves("S18")
def test_a_link_dies_when_a_newer_one_is_sent_when_its_reader_leaves_and_under_another_seal(
    app: Portal, client: Client, cast: Cast, session: Session
) -> None:
    old = a_link(app, session, cast.amina)
    new = a_link(app, session, cast.amina)
    browser = client()
    assert [browser.get(link).status_code for link in (old, new)] == [404, 200]
    ref = session.exec(select(PasswordLink.letter_ref)).one()
    secret = app.config["SECRET_KEY"]
    for forged in (
        ref,
        f"{ref}.{'A' * 27}",
        signed(Purpose.STOP_LETTERS, ref, secret),
        signed(Purpose.ACCOUNT_LINK, ref, "another secret"),
    ):
        assert browser.get(f"/password/choose/{forged}").status_code == 404
    handover.hand_over(session, cast.amina, to=cast.bashir, by=cast.amina, now=clock.now())
    session.commit()
    assert browser.get(new).status_code == 404


@pytest.mark.proves("S18")
def test_no_table_holds_what_opens_a_door(app: Portal, cast: Cast, session: Session) -> None:
    code = a_link(app, session, cast.amina).rsplit("/", 1)[1]
    signature = code.split(".", 1)[1]
    assert len(signature) >= 27  # 160 bits
    for table in (Letter, PasswordLink, PasswordWish, Trail):
        assert signature not in str([row.model_dump() for row in session.exec(select(table)).all()])


@pytest.mark.proves("S19", "S27")
def test_a_new_password_signs_nobody_in_and_everybody_else_out(
    app: Portal, client: Client, cast: Cast, session: Session
) -> None:
    thief, browser = client(cast.amina), client()
    assert thief.get("/desk/").status_code == 200
    assert choose(browser, a_link(app, session, cast.amina), GOOD) == 302
    assert [each.get("/desk/").status_code for each in (thief, browser)] == [302, 302]
    assert session.exec(select(Visit)).all() == []
    letters = select(Letter.kind).where(Letter.to_id == cast.amina.id).order_by(col(Letter.id))
    told = session.exec(letters).all()
    assert told == [LetterKind.LINK_ASKED, LetterKind.ACCOUNT_CHANGED]
    row = session.exec(select(Trail).order_by(col(Trail.seq))).all()[-1]
    assert (row.action, row.by_id, row.ref) == ("passwords.choose", cast.amina.id, str(cast.amina.id))


@pytest.mark.proves("S17")
def test_whoever_asks_for_a_link_learns_nothing(
    client: Client, cast: Cast, session: Session, count_queries, now: list[datetime]
) -> None:
    cast.bashir.state = AccountState.SUSPENDED
    browser, told, work = client(), [], []
    for email in (cast.amina.email, "nobody@example.org", cast.bashir.email):
        with count_queries() as counted:
            told.append(ask(browser, email))
        work.append(counted.count)
    assert told[0][:2] == (302, "/sign-in")
    assert "If somebody has this address here" in told[0][2]
    assert (told[1:], work[1:]) == ([told[0]] * 2, [work[0]] * 2)
    password_links.answer_wishes(session, now=now[0])
    session.commit()
    assert session.exec(select(Letter.to_id)).all() == [cast.amina.id]
    assert session.exec(select(PasswordWish)).all() == []


@pytest.mark.usefixtures("usual_limits")
def test_nobody_fills_the_letter_box_of_somebody_else(
    client: Client, cast: Cast, session: Session, now: list[datetime]
) -> None:
    browser = client()
    for minutes in (0, 1, 6):
        ask(browser, cast.amina.email.upper())
        password_links.answer_wishes(session, now=now[0] + timedelta(minutes=minutes))
        session.commit()
    assert len(session.exec(select(Letter)).all()) == 2
    session.commit()  # SQLite has one writer at a time
    told = [ask(browser, "nobody@example.org")[0] for _ in range(12)]
    assert (told.count(302), told[-1]) == (7, 429)


@pytest.mark.parametrize("email", ["", "amina", "@" * 300, "a@" + "b" * 260])
def test_what_is_no_address_is_said_to_be_none_and_stays(client: Client, email: str) -> None:
    answer = client().post("/password/ask", data={"email": email})
    assert (answer.status_code, "name@example.org" in answer.text) == (422, True)
    assert f'value="{email}"' in answer.text or not email


def test_two_that_are_not_the_same_are_no_password(
    app: Portal, client: Client, cast: Cast, session: Session
) -> None:
    let_in(session, cast.amina)
    link = a_link(app, session, cast.amina)
    answer = client().post(link, data={"password": GOOD, "again": GOOD + "s"})
    assert (answer.status_code, "not the same" in answer.text) == (422, True)
    assert signs_in(client(), cast.amina, PASSWORD)
