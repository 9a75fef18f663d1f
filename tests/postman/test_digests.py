"""Digests: what may wait goes in one letter a day or a week, in the reader's language; never twice, nothing skipped."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session

from matchmaker.models import Letter, Need
from matchmaker.postman import rounds
from matchmaker.services import digests, letters, preferences
from matchmaker.vocabulary import LetterGroup, LetterKind, LetterStop, NeedState, Pace, Visibility
from tests.cast import NOON, Cast
from tests.postman.conftest import Office
from tests.postman.test_messages import HOME, part
from tests.postman.test_rounds import Hire
from tests.stories import a_need

MONDAY_AT_SIX = datetime(2026, 11, 23, 6, tzinfo=UTC)


@pytest.fixture
def need(session: Session, cast: Cast) -> Need:
    return a_need(session, cast, state=NeedState.DRAFT)


def wants(office: Office, cast: Cast, pace: Pace) -> None:
    preferences.choose(office.session, cast.amina, {LetterGroup.ITEMS: pace}, now=office.now)


def tell(office: Office, cast: Cast, need: Need, kind: LetterKind = LetterKind.NEED_PUBLISHED) -> None:
    letters.write(office.session, kind, [cast.amina], about=need, now=office.now, day=office.now.date())
    office.session.commit()


def digests_of(office: Office) -> list[Letter]:
    return [letter for letter in office.letters() if letter.kind == LetterKind.DIGEST]


def open_letters(office: Office) -> list[LetterKind]:
    return [letter.kind for letter in office.letters() if not letter.sent_at and not letter.stopped]


@pytest.mark.parametrize(
    ("pace", "now", "due"),
    [
        (Pace.AT_ONCE, NOON, NOON),
        (Pace.DAILY, NOON, MONDAY_AT_SIX),
        (Pace.DAILY, MONDAY_AT_SIX - timedelta(seconds=1), MONDAY_AT_SIX),
        (Pace.DAILY, MONDAY_AT_SIX, MONDAY_AT_SIX + timedelta(days=1)),
        (Pace.WEEKLY, NOON, MONDAY_AT_SIX),
        (Pace.WEEKLY, MONDAY_AT_SIX, MONDAY_AT_SIX + timedelta(days=7)),
        (Pace.WEEKLY, MONDAY_AT_SIX + timedelta(days=3), MONDAY_AT_SIX + timedelta(days=7)),
    ],
)
def test_a_letter_waits_for_the_next_digest(pace: Pace, now: datetime, due: datetime) -> None:
    assert preferences.due(pace, now) == due


def test_a_days_letters_go_as_one(office: Office, hire: Hire, cast: Cast, need: Need) -> None:
    house = hire()
    wants(office, cast, Pace.DAILY)
    tell(office, cast, need, LetterKind.NEED_RECEIVED)
    tell(office, cast, need)
    assert (office.send(), house.received) == (0, [])
    office.now = MONDAY_AT_SIX
    assert (office.send(), office.send(), len(house.received)) == (1, 0, 1)
    received, published, digest = office.letters()
    assert part(house.received[0], "plain").startswith(
        f"{digest.body}\n\n{received.subject}\n{HOME}/needs/{need.ref}\n\n{published.subject}\n{HOME}/needs/{need.ref}\n"
    )
    assert house.received[0]["List-Unsubscribe"]
    assert [letter.sent_at for letter in (received, published, digest)] == [MONDAY_AT_SIX] * 3


def test_what_is_essential_does_not_wait(office: Office, hire: Hire, cast: Cast, need: Need) -> None:
    house = hire()
    wants(office, cast, Pace.NEVER)
    tell(office, cast, need, LetterKind.PLEASE_CLEAR)
    assert (office.send(), len(house.received)) == (1, 1)


def test_what_a_person_does_not_want_is_written_and_not_sent(
    office: Office, hire: Hire, cast: Cast, need: Need
) -> None:
    house = hire()
    wants(office, cast, Pace.NEVER)
    tell(office, cast, need)
    office.wait(days=30)
    assert (office.send(), house.received) == (0, [])
    assert [letter.stopped for letter in office.letters()] == [LetterStop.NOT_WANTED]


def test_letters_that_wait_follow_a_change_of_mind(
    office: Office, hire: Hire, cast: Cast, need: Need
) -> None:
    house = hire()
    wants(office, cast, Pace.WEEKLY)
    tell(office, cast, need)
    wants(office, cast, Pace.AT_ONCE)
    assert (office.send(), len(house.received)) == (1, 1)
    assert digests_of(office) == []


def test_after_a_week_of_downtime_one_digest_holds_everything(
    office: Office, hire: Hire, cast: Cast, need: Need
) -> None:
    house = hire()
    wants(office, cast, Pace.DAILY)
    for _ in range(7):
        tell(office, cast, need)
        office.wait(days=1)
    assert (office.send(), office.send(), len(house.received)) == (1, 0, 1)
    assert part(house.received[0], "plain").count(f"{HOME}/needs/{need.ref}") == 7
    assert open_letters(office) == []


@pytest.mark.proves("R11")
def test_after_a_fortnight_without_a_mail_server_a_person_gets_two_digests_on_two_days(
    office: Office, hire: Hire, cast: Cast, need: Need
) -> None:
    """The first was settled before the silence, the second holds all the rest."""
    house = hire(to_letter="451 Not today")
    wants(office, cast, Pace.DAILY)
    for _ in range(15):
        tell(office, cast, need)
        office.wait(days=1)
        assert office.send() == 0
    house.to_letter = ""
    office.wait(hours=1)
    assert (office.send(), office.send()) == (1, 0)
    office.wait(days=1)
    assert (office.send(), office.send()) == (1, 0)
    told = [part(mail, "plain").count(f"{HOME}/needs/{need.ref}") for mail in house.received]
    assert (told, open_letters(office)) == ([1, 14], [])


def test_a_straggler_waits_for_the_next_digest(office: Office, hire: Hire, cast: Cast, need: Need) -> None:
    """A letter of yesterday whose transaction ended after today's digest was gathered."""
    house = hire()
    wants(office, cast, Pace.DAILY)
    tell(office, cast, need)
    office.now = MONDAY_AT_SIX
    office.send()
    office.now = NOON
    tell(office, cast, need)
    office.now = MONDAY_AT_SIX + timedelta(minutes=1)
    assert office.send() == 0
    office.wait(days=1)
    assert (office.send(), len(house.received)) == (1, 2)
    assert open_letters(office) == []


@pytest.mark.proves("R18")
def test_what_became_confidential_is_left_out_of_a_digest_that_waits(
    office: Office, hire: Hire, session: Session, cast: Cast
) -> None:
    shown, hidden = (a_need(session, cast, state=NeedState.IN_MATCHING) for _ in range(2))
    wants_of_carla = {LetterGroup.ITEMS: Pace.DAILY}
    preferences.choose(session, cast.carla, wants_of_carla, now=NOON)
    for one in (shown, hidden):
        letters.write(session, LetterKind.NEED_PUBLISHED, [cast.carla], about=one, now=NOON)
    digests.gather(session, now=MONDAY_AT_SIX)
    hidden.visibility = Visibility.SECRETARIAT
    house = hire()
    office.now = MONDAY_AT_SIX
    office.send()
    mail = next(mail for mail in house.received if mail["To"].addresses[0].addr_spec == cast.carla.email)
    assert shown.ref in part(mail, "plain")
    assert hidden.ref not in mail.as_string() + part(mail, "plain") + part(mail, "html")


def test_a_digest_of_which_nothing_is_left_is_not_sent(
    office: Office, hire: Hire, session: Session, cast: Cast
) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    preferences.choose(session, cast.carla, {LetterGroup.ITEMS: Pace.DAILY}, now=NOON)
    letters.write(session, LetterKind.NEED_PUBLISHED, [cast.carla], about=need, now=NOON)
    need.visibility = Visibility.SECRETARIAT
    hire()
    office.now = MONDAY_AT_SIX
    office.send()
    assert {letter.stopped for letter in office.letters() if letter.to_id == cast.carla.id} == {
        LetterStop.NO_LONGER_DUE
    }


def test_each_line_of_a_digest_keeps_its_language(office: Office, hire: Hire, cast: Cast, need: Need) -> None:
    house = hire()
    wants(office, cast, Pace.DAILY)
    tell(office, cast, need)
    cast.amina.language = "ar"
    office.now = MONDAY_AT_SIX
    office.send()
    html = part(house.received[0], "html")
    assert '<html lang="ar" dir="rtl">' in html
    assert '<li lang="en" dir="ltr">' in html


def test_who_has_no_digest_due_gets_none(office: Office, hire: Hire) -> None:
    hire()
    office.now = MONDAY_AT_SIX
    assert rounds.send_due(office.engine, office.settings, now=lambda: MONDAY_AT_SIX) == 0
    assert digests_of(office) == []
