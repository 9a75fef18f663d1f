"""Sending against a real mail server: each letter once, whatever the server does."""

import os
import signal
import socket
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from multiprocessing import get_context

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from matchmaker.database import open_engine, transaction
from matchmaker.models import Letter
from matchmaker.postman import rounds
from matchmaker.services import letters, outbox
from matchmaker.settings import MailServer, Settings, Tls
from matchmaker.vocabulary import LetterKind, LetterStop, NeedState, Visibility
from tests.cast import NOON, Cast
from tests.postman.conftest import Office
from tests.postman.mail import LOCALHOST, MailHouse
from tests.stories import a_need

Hire = Callable[..., MailHouse]
AMINA, INES = "amina@example.org", "ines@example.org"


@pytest.fixture
def two_letters(session: Session, cast: Cast) -> None:
    """One to Amina, then one to Inés."""
    a_need(session, cast, by=cast.amina, state=NeedState.SUBMITTED)
    a_need(session, cast, by=cast.ines, state=NeedState.SUBMITTED)


def fates(office: Office) -> list[tuple[int, bool, LetterStop | None, str]]:
    """(tries, sent, stopped, error) of each letter."""
    return [(one.tries, one.sent_at is not None, one.stopped, one.error) for one in office.letters()]


@pytest.mark.usefixtures("two_letters")
def test_every_letter_is_sent_once(office: Office, hire: Hire) -> None:
    house = hire()
    assert (office.send(), office.send()) == (2, 0)
    assert house.readers == [AMINA, INES]
    assert fates(office) == [(1, True, None, "")] * 2
    assert [letter.sent_at for letter in office.letters()] == [NOON] * 2


@pytest.mark.usefixtures("two_letters")
def test_the_demonstration_drops_the_same_mails_into_a_folder(office: Office) -> None:
    office.settings = replace(office.settings, demo=True)
    assert (office.send(), office.send()) == (2, 0)
    folder = office.settings.var / "letters"
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        f"{letter.ref}.eml" for letter in office.letters()
    )
    first = (folder / f"{office.letters()[0].ref}.eml").read_text()
    assert "To: Amina Ceesay <amina@example.org>" in first


@pytest.mark.usefixtures("two_letters")
def test_without_a_mail_server_letters_wait(office: Office) -> None:
    assert office.send() == 0
    assert fates(office) == [(0, False, None, "")] * 2


@pytest.mark.usefixtures("two_letters")
def test_what_the_server_will_never_take_is_set_aside_and_blocks_nobody(office: Office, hire: Hire) -> None:
    house = hire(to_reader="550 5.1.1 No such user here", only=AMINA)
    assert (office.send(), house.readers) == (1, [INES])
    refused, sent = fates(office)
    assert refused == (1, False, LetterStop.REFUSED, "550 5.1.1 No such user here")
    assert sent == (1, True, None, "")
    office.wait(days=30)
    assert office.send() == 0


@pytest.mark.usefixtures("two_letters")
def test_a_letter_that_was_set_aside_is_sent_when_staff_say_so(
    office: Office, hire: Hire, cast: Cast
) -> None:
    house = hire(to_letter="554 5.7.1 Looks like spam", only=AMINA)
    office.send()
    refused = office.letters()[0]
    assert (refused.stopped, refused.error) == (LetterStop.REFUSED, "554 5.7.1 Looks like spam")
    house.to_letter = ""
    outbox.send_again(office.session, refused, by=cast.erik, now=office.now)
    assert (office.send(), house.readers) == (1, [INES, AMINA])
    assert fates(office) == [(1, True, None, "")] * 2


@pytest.mark.parametrize("behaviour", [{"to_reader": "451 Try later"}, {"to_letter": "452 Disk is full"}])
@pytest.mark.usefixtures("two_letters")
def test_not_now_is_tried_again_ever_more_rarely(office: Office, hire: Hire, behaviour: dict) -> None:
    house = hire(**behaviour, only=AMINA)
    waits = []
    for _ in range(8):
        office.send()
        letter = office.letters()[0]
        waits.append(letter.due_at - office.now)
        assert letter.error in behaviour.values()
        office.now = letter.due_at - timedelta(seconds=1)
        assert (office.send(), office.letters()[0].tries) == (0, len(waits))
        office.now = letter.due_at
    assert [wait / timedelta(minutes=1) for wait in waits] == [2, 4, 8, 16, 32, 60, 60, 60]
    house.to_reader = house.to_letter = ""
    assert (office.send(), house.readers) == (1, [INES, AMINA])
    assert fates(office)[0] == (9, True, None, "")


@pytest.mark.parametrize("behaviour", ["hang", "drop"])
@pytest.mark.usefixtures("two_letters", "impatient")
def test_a_server_that_hangs_or_hangs_up_over_one_letter_takes_the_next(
    office: Office, hire: Hire, behaviour: str
) -> None:
    house = hire(to_letter=behaviour, only=AMINA)
    assert (office.send(), house.readers) == (1, [INES])
    (tries, sent, stopped, error), after = fates(office)
    assert (tries, sent, stopped) == (1, False, None)
    assert error
    assert after == (1, True, None, "")
    house.to_letter = ""
    office.wait(minutes=2)
    assert (office.send(), house.readers) == (1, [INES, AMINA])


@pytest.mark.usefixtures("two_letters", "impatient")
def test_a_server_that_does_not_speak_keeps_one_letter_busy_not_all(office: Office) -> None:
    with socket.create_server((LOCALHOST, 0)) as silent:
        office.settings = replace(
            office.settings, mail_server=MailServer(*silent.getsockname(), "", "", Tls.NONE)
        )
        assert office.send() == 0
    assert [(tries, sent, stopped) for tries, sent, stopped, _ in fates(office)] == [
        (1, False, None),
        (0, False, None),
    ]


def test_a_server_that_fails_again_and_again_is_left_alone_for_a_while(
    office: Office, hire: Hire, session: Session, cast: Cast
) -> None:
    for _ in range(rounds.FAILURES_A_ROUND + 1):
        a_need(session, cast, state=NeedState.SUBMITTED)
    hire(to_letter="451 Try later")
    assert office.send() == 0
    assert [letter.tries for letter in office.letters()] == [1, 1, 1, 0]


@pytest.mark.usefixtures("two_letters")
def test_a_fortnight_without_a_server_loses_nothing(office: Office, hire: Hire) -> None:
    with socket.create_server((LOCALHOST, 0)) as nobody:
        port = nobody.getsockname()[1]
    office.settings = replace(office.settings, mail_server=MailServer(LOCALHOST, port, "", "", Tls.NONE))
    for _ in range(15):
        assert office.send() == 0
        office.wait(days=1)
    assert sum(letter.tries for letter in office.letters()) == 15
    house = hire()
    office.wait(hours=1)
    assert (office.send(), sorted(house.readers)) == (2, [AMINA, INES])


def test_a_letter_that_cannot_be_made_into_a_mail_blocks_nobody(
    office: Office, hire: Hire, session: Session, cast: Cast
) -> None:
    cast.amina.email = "amina@@example.org"
    a_need(session, cast, by=cast.amina, state=NeedState.SUBMITTED)
    a_need(session, cast, by=cast.ines, state=NeedState.SUBMITTED)
    house = hire()
    assert (office.send(), house.readers) == (1, [INES])
    assert office.letters()[0].stopped == LetterStop.REFUSED
    assert office.letters()[0].error


@pytest.mark.usefixtures("two_letters")
def test_a_password_is_never_tried_on_a_server_without_tls(office: Office, hire: Hire) -> None:
    house = hire()
    host, port = house.address
    office.settings = replace(
        office.settings, mail_server=MailServer(host, port, "portal", "secret", Tls.STARTTLS)
    )
    assert (office.send(), house.received) == (0, [])
    assert office.letters()[0].error == "STARTTLS extension not supported by server."


# What is no longer due


def test_whoever_left_gets_no_letter(office: Office, hire: Hire, session: Session, cast: Cast) -> None:
    a_need(session, cast, state=NeedState.SUBMITTED)
    cast.amina.active = False
    house = hire()
    assert (office.send(), house.received) == (0, [])
    assert fates(office) == [(1, False, LetterStop.NO_LONGER_DUE, "")]


def test_what_became_confidential_after_the_letter_was_written_is_not_told(
    office: Office, hire: Hire, session: Session, cast: Cast
) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING, visibility=Visibility.DONORS)
    letters.write(session, LetterKind.NEED_PUBLISHED, [cast.carla, cast.dao], about=need, now=NOON)
    need.visibility = Visibility.SECRETARIAT
    house = hire()
    office.send()
    assert "carla@example.org" not in house.readers
    assert "dao@example.org" in house.readers
    assert [letter.stopped for letter in office.letters() if letter.to_id == cast.carla.id] == [
        LetterStop.NO_LONGER_DUE
    ]


# Several postmen, and one who is killed


def go_round(url: str, settings: Settings) -> None:
    engine = open_engine(url)
    rounds.send_due(engine, settings, now=lambda: NOON)


def die(*_: object, **__: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def killed_round(url: str, settings: Settings, before: str) -> None:
    """A round that is killed, as by power, before the step of this name."""
    if before == "sending":
        rounds.Server.carry = die  # type: ignore[method-assign]  # in a process of its own, which ends here
    else:
        outbox.note_sent = die  # type: ignore[assignment]  # likewise
    go_round(url, settings)


def url_of(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=False)


@pytest.mark.parametrize(("before", "copies"), [("sending", 1), ("noting", 2)])
def test_a_postman_who_is_killed_loses_nothing_and_copies_are_the_same_letter(
    office: Office, hire: Hire, session: Session, cast: Cast, before: str, copies: int
) -> None:
    a_need(session, cast, state=NeedState.SUBMITTED)
    session.commit()
    house = hire()
    process = get_context("fork").Process(
        target=killed_round, args=(url_of(office.engine), office.settings, before)
    )
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert (office.send(), fates(office)) == (0, [(1, False, None, "")])  # still taken, for all we know
    office.now += outbox.LEASE
    assert office.send() == 1
    letter = office.letters()[0]
    assert [mail["Message-ID"] for mail in house.received] == [
        f"<{letter.ref}@matchmaker.example.org>"
    ] * copies


def test_four_postmen_at_once_send_each_letter_once(
    office: Office, hire: Hire, session: Session, cast: Cast
) -> None:
    for _ in range(20):
        a_need(session, cast, state=NeedState.SUBMITTED)
    session.commit()
    house = hire()
    forks = get_context("fork")
    at_once = [
        forks.Process(target=go_round, args=(url_of(office.engine), office.settings)) for _ in range(4)
    ]
    for process in at_once:
        process.start()
    for process in at_once:
        process.join()
    assert [process.exitcode for process in at_once] == [0] * 4
    assert sorted(mail["Message-ID"] for mail in house.received) == sorted(
        f"<{letter.ref}@matchmaker.example.org>" for letter in office.letters()
    )
    assert fates(office) == [(1, True, None, "")] * 20


def test_a_postman_who_slept_over_his_time_does_not_put_off_what_another_sent(
    office: Office, session: Session, cast: Cast
) -> None:
    a_need(session, cast, state=NeedState.SUBMITTED)
    letter = outbox.claim(session, now=NOON)
    assert isinstance(letter, Letter)
    session.commit()
    with transaction(office.engine) as another:
        again = outbox.claim(another, now=NOON + outbox.LEASE)
        assert again is not None
        assert again.tries == 2
    with transaction(office.engine) as late:
        outbox.put_off(late, letter.id, tries=1, error="timed out", now=NOON + 2 * outbox.LEASE)
    assert [(one.tries, one.due_at, one.error) for one in office.letters()] == [
        (2, NOON + 2 * outbox.LEASE, "")
    ]
