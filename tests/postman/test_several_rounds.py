"""Several postmen, and postmen who die: each letter arrives, and a second copy is the same letter."""

import os
import signal
from collections.abc import Callable
from multiprocessing import get_context

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from matchmaker.database import open_engine, transaction
from matchmaker.models import Letter
from matchmaker.postman import rounds
from matchmaker.services import outbox
from matchmaker.settings import Settings
from matchmaker.vocabulary import NeedState
from tests.cast import NOON, Cast
from tests.postman.conftest import Office
from tests.postman.mail import MailHouse
from tests.postman.test_rounds import fates
from tests.stories import a_need

Hire = Callable[..., MailHouse]


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


@pytest.mark.proves("R3")
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
