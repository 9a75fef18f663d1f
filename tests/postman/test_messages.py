"""A letter as a mail: two forms of the same words, in the reader's language and direction, with a link and no more."""

from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

import pytest
from sqlmodel import Session

from matchmaker.services import letters
from matchmaker.services.signing import Purpose, signed
from matchmaker.vocabulary import LetterKind, NeedState
from tests.cast import NOON, Cast
from tests.postman.conftest import Office
from tests.postman.test_rounds import Hire
from tests.stories import a_need

HOME = "https://matchmaker.example.org"


def a_mail(office: Office, hire: Hire) -> EmailMessage:
    """The one letter of the outbox, as it arrives."""
    house = hire()
    assert office.send() == 1
    return house.received[0]


def part(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body((kind,))
    assert body is not None
    return body.get_content().replace("\r\n", "\n")


def test_a_mail_says_what_the_letter_says_and_leads_to_its_page(
    office: Office, hire: Hire, session: Session, cast: Cast
) -> None:
    need = a_need(session, cast, state=NeedState.SUBMITTED)
    mail = a_mail(office, hire)
    letter = office.letters()[0]
    stop = f"{HOME}/my-letters/stop/{signed(Purpose.STOP_LETTERS, letter.ref, office.settings.secret_key)}"
    assert part(mail, "plain") == (
        f"{letter.body}\n\n{HOME}/needs/{need.ref}\n\n-- \n\n"
        f"Choose which letters you get, and when:\n{HOME}/my-letters/\n\n"
        f"No more letters of this kind:\n{stop}\n"
    )
    assert [(name, mail[name]) for name in ("From", "To", "Subject", "Message-ID", "Content-Language")] == [
        ("From", "Matchmaker <matchmaker@localhost>"),
        ("To", "Amina Ceesay <amina@example.org>"),
        ("Subject", letter.subject),
        ("Message-ID", f"<{letter.ref}@matchmaker.example.org>"),
        ("Content-Language", "en"),
    ]
    assert mail["Auto-Submitted"] == "auto-generated"
    assert parsedate_to_datetime(mail["Date"]) == NOON
    assert (mail["List-Unsubscribe"], mail["List-Unsubscribe-Post"]) == (
        f"<{stop}>",
        "List-Unsubscribe=One-Click",
    )


def test_the_html_says_the_same_and_fetches_nothing(
    office: Office, hire: Hire, session: Session, cast: Cast
) -> None:
    need = a_need(session, cast, state=NeedState.SUBMITTED)
    mail = a_mail(office, hire)
    html = part(mail, "html")
    assert '<html lang="en" dir="ltr">' in html
    assert all(f"<p>{line}</p>" in html for line in office.letters()[0].body.split("\n\n"))
    assert f'<a href="{HOME}/needs/{need.ref}"' in html
    assert not any(word in html for word in ("<img", "src=", "url(", "<script", "<link", "@import"))
    assert len(html) < 3_000


def test_an_arabic_letter_runs_from_right_to_left(
    office: Office, hire: Hire, session: Session, cast: Cast
) -> None:
    cast.amina.language = "ar"
    a_need(session, cast, state=NeedState.SUBMITTED)
    mail = a_mail(office, hire)
    letter = office.letters()[0]
    assert '<html lang="ar" dir="rtl">' in part(mail, "html")
    assert (mail["Subject"], mail["Content-Language"]) == (letter.subject, "ar")
    assert part(mail, "plain").startswith(letter.body)
    assert "افتح الصفحة" in part(mail, "html")


def test_an_essential_letter_cannot_be_stopped(
    office: Office, hire: Hire, session: Session, cast: Cast
) -> None:
    need = a_need(session, cast, state=NeedState.CLEARANCE)
    letters.write(session, LetterKind.PLEASE_CLEAR, [cast.amina], about=need, now=NOON)
    mail = a_mail(office, hire)
    assert mail["List-Unsubscribe"] is None
    assert "/stop/" not in part(mail, "plain") + part(mail, "html")


@pytest.mark.proves("S43")
def test_a_name_is_a_name_in_every_part_of_a_mail(
    office: Office, hire: Hire, session: Session, cast: Cast
) -> None:
    cast.amina.name = 'Amina\r\nBcc: all@example.org <b>"&'
    a_need(session, cast, state=NeedState.SUBMITTED)
    mail = a_mail(office, hire)
    assert mail["Bcc"] is None
    assert mail["To"].addresses[0].display_name == 'Amina Bcc: all@example.org <b>"&'
    assert "<b>" not in part(mail, "html")


def test_a_long_address_to_stop_letters_arrives_in_one_piece(
    office: Office, hire: Hire, session: Session, cast: Cast
) -> None:
    a_need(session, cast, state=NeedState.SUBMITTED)
    office.settings = replace(office.settings, base_url=f"https://{'a-rather-long-name.' * 8}example.org")
    house = hire()
    office.send()
    head = house.raw[0].split("\r\n\r\n")[0].splitlines()
    (line,) = [line for line in head if line.startswith("List-Unsubscribe:")]
    stop = signed(Purpose.STOP_LETTERS, office.letters()[0].ref, office.settings.secret_key)
    assert line == f"List-Unsubscribe: <{office.settings.base_url}/my-letters/stop/{stop}>"


def test_a_letter_that_is_tried_again_carries_the_day_on_which_it_left(
    office: Office, hire: Hire, session: Session, cast: Cast
) -> None:
    a_need(session, cast, state=NeedState.SUBMITTED)
    office.wait(days=15)
    assert parsedate_to_datetime(a_mail(office, hire)["Date"]) == NOON + timedelta(days=15)
