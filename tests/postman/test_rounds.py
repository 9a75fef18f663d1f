"""Sending against a real mail server: each letter once, whatever the server does."""

import socket
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session

from matchmaker.postman import rounds
from matchmaker.services import letters, outbox
from matchmaker.settings import MailServer, Tls
from matchmaker.vocabulary import AccountState, LetterKind, LetterStop, NeedState, Visibility
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
    assert folder.stat().st_mode & 0o077 == 0  # nobody else on the machine reads the links in them
    first = (folder / f"{office.letters()[0].ref}.eml").read_text()
    assert "To: Amina Ceesay <amina@example.org>" in first


@pytest.mark.usefixtures("two_letters")
def test_without_a_mail_server_letters_wait(office: Office) -> None:
    assert office.send() == 0
    assert fates(office) == [(0, False, None, "")] * 2


@pytest.mark.proves("R10")
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


@pytest.mark.proves("R10")
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


@pytest.mark.proves("R10")
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


@pytest.mark.proves("R10")
def test_a_server_that_fails_again_and_again_is_left_alone_for_a_while(
    office: Office, hire: Hire, session: Session, cast: Cast
) -> None:
    for _ in range(rounds.FAILURES_A_ROUND + 1):
        a_need(session, cast, state=NeedState.SUBMITTED)
    hire(to_letter="451 Try later")
    assert office.send() == 0
    assert [letter.tries for letter in office.letters()] == [1, 1, 1, 0]


@pytest.mark.proves("R11")
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


@pytest.mark.proves("S43", "R10")
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
    cast.amina.state = AccountState.LEFT
    house = hire()
    assert (office.send(), house.received) == (0, [])
    assert fates(office) == [(1, False, LetterStop.NO_LONGER_DUE, "")]


@pytest.mark.proves("R18")
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
