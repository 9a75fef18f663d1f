"""My letters: everybody chooses how fast they hear, reads what they were told, and stops a kind by one click."""

from collections.abc import Iterator

import pytest
from sqlmodel import Session, col, select, update

from matchmaker.models import Letter, LetterPreference, Need, Person
from matchmaker.services import letters
from matchmaker.services.signing import Purpose, signed
from matchmaker.settings import Settings
from matchmaker.vocabulary import LetterGroup, LetterKind, LetterStop, NeedState, Pace
from matchmaker.web.app import create_app
from matchmaker.web.session import Portal
from tests.cast import NOON, Cast
from tests.stories import a_need
from tests.web.conftest import MANY, Client

ONE_CLICK = {"List-Unsubscribe": "One-Click"}  # what a mail program sends (RFC 8058)
NO_MORE = "You will get no more letters of this kind"


def chosen(session: Session, person: Person) -> dict[LetterGroup, Pace]:
    session.rollback()
    rows = session.exec(select(LetterPreference).where(LetterPreference.person_id == person.id)).all()
    return {row.about: row.pace for row in rows}


@pytest.fixture
def letter(session: Session, cast: Cast) -> Letter:
    """To Amina: her need is received."""
    a_need(session, cast, state=NeedState.SUBMITTED)
    return session.exec(select(Letter)).one()


@pytest.fixture
def code(app: Portal, letter: Letter) -> str:
    return signed(Purpose.STOP_LETTERS, letter.ref, app.config["SECRET_KEY"])


def test_a_person_chooses_how_fast_they_hear(client: Client, cast: Cast, session: Session) -> None:
    sent = {"own_items": "daily", "introductions": "at_once", "messages": "never"}
    answer = client(cast.amina).post("/my-letters/choose", data=sent, follow_redirects=True)
    assert "Your letters will come as you have chosen." in answer.text
    assert answer.text.count("selected") == 4  # saved searches stay as they were
    assert "aria-invalid" not in answer.text
    assert chosen(session, cast.amina) == {
        LetterGroup.ITEMS: Pace.DAILY,
        LetterGroup.MESSAGES: Pace.NEVER,
    }


def test_a_page_asks_only_about_letters_that_its_reader_may_get(client: Client, cast: Cast) -> None:
    asked = {
        name: [group.value for group in LetterGroup if f'name="{group}"' in page]
        for name in ("amina", "carla", "dao", "farah")
        for page in [client(getattr(cast, name)).get("/my-letters/").text]
    }
    assert asked == {
        "amina": ["own_items", "introductions", "messages", "searches"],
        "carla": ["own_items", "introductions", "messages", "searches", "profiles"],
        "dao": ["messages", "queue", "searches"],
        "farah": ["searches"],
    }


def test_nobody_chooses_for_letters_that_they_never_get(client: Client, cast: Cast, session: Session) -> None:
    client(cast.amina).post("/my-letters/choose", data={"queue": "never"})
    assert chosen(session, cast.amina) == {}


def test_a_pace_that_does_not_exist_is_refused(client: Client, cast: Cast, session: Session) -> None:
    answer = client(cast.amina).post("/my-letters/choose", data={"own_items": "hourly"})
    assert (answer.status_code, chosen(session, cast.amina)) == (422, {})
    assert "Please choose one of the answers offered." in answer.text


def test_a_visitor_signs_in_first(client: Client) -> None:
    assert client().get("/my-letters/").status_code == 302
    assert client().post("/my-letters/choose", data={"own_items": "never"}).status_code == 302


def test_a_person_reads_what_they_were_told_and_nobody_elses(
    client: Client, cast: Cast, session: Session, letter: Letter
) -> None:
    assert letter.subject not in client(cast.amina).get("/my-letters/").text
    letter.sent_at = NOON
    assert f'href="{letter.path}"' in client(cast.amina).get("/my-letters/").text
    assert letter.subject in client(cast.amina).get("/my-letters/").text
    assert letter.subject not in client(cast.ines).get("/my-letters/").text


def test_the_page_takes_the_same_number_of_queries_for_one_letter_and_for_many(
    client: Client, cast: Cast, session: Session, count_queries, letter: Letter
) -> None:
    letter.sent_at = NOON
    browser = client(cast.amina)
    browser.get("/my-letters/")
    with count_queries() as one:
        browser.get("/my-letters/")
    for _ in range(MANY):
        a_need(session, cast, state=NeedState.SUBMITTED)
    session.exec(update(Letter).values(sent_at=NOON).where(col(Letter.sent_at).is_(None)))
    session.commit()
    with count_queries() as many:
        browser.get("/my-letters/")
    assert many.count == one.count


# No more of these


@pytest.fixture
def guarded(settings: Settings) -> Iterator[Portal]:
    """The portal with its guard against forged forms in place: mail programs know of no token."""
    portal = create_app(settings)
    yield portal
    portal.extensions["engine"].dispose()


def test_a_mail_program_stops_letters_of_a_kind_by_one_post(
    guarded: Portal, cast: Cast, session: Session, letter: Letter, code: str
) -> None:
    session.commit()
    answer = guarded.test_client().post(f"/my-letters/stop/{code}", data=ONE_CLICK)
    assert (answer.status_code, NO_MORE in answer.text) == (200, True)
    assert chosen(session, cast.amina) == {LetterGroup.ITEMS: Pace.NEVER}
    session.refresh(letter)
    assert letter.stopped == LetterStop.NOT_WANTED


def test_a_person_who_follows_the_link_is_asked_for_one_click(
    client: Client, cast: Cast, session: Session, code: str
) -> None:
    page = client().get(f"/my-letters/stop/{code}").text
    assert f'<form method="post" action="/my-letters/stop/{code}">' in page
    assert "Your needs and offers: received, published" in page
    assert chosen(session, cast.amina) == {}


def test_letters_are_stopped_twice_as_well_as_once(
    client: Client, cast: Cast, session: Session, code: str
) -> None:
    answers = [client().post(f"/my-letters/stop/{code}", data=ONE_CLICK).status_code for _ in range(2)]
    assert (answers, chosen(session, cast.amina)) == ([200, 200], {LetterGroup.ITEMS: Pace.NEVER})


def test_a_code_that_we_did_not_sign_finds_nothing(
    client: Client, cast: Cast, session: Session, letter: Letter, code: str
) -> None:
    forged = (
        letter.ref,
        f"{letter.ref}.",
        f"L-234567.{code.split('.')[1]}",
        code[:-1],
        f"{code}x",
        "é.ü",
        ".",
    )
    for wrong in forged:
        for method in ("GET", "POST"):
            assert client().open(f"/my-letters/stop/{wrong}", method=method).status_code == 404
    assert chosen(session, cast.amina) == {}


def test_an_essential_letter_cannot_be_stopped(
    app: Portal, client: Client, cast: Cast, session: Session
) -> None:
    need = a_need(session, cast, state=NeedState.DRAFT)
    letters.write(session, LetterKind.PLEASE_CLEAR, [cast.amina], about=need, now=NOON)
    session.flush()
    code = signed(Purpose.STOP_LETTERS, session.exec(select(Letter.ref)).one(), app.config["SECRET_KEY"])
    assert client().get(f"/my-letters/stop/{code}").status_code == 404
    assert client().post(f"/my-letters/stop/{code}").status_code == 404
    assert chosen(session, cast.amina) == {}


def test_a_digest_is_stopped_with_all_that_is_in_it(
    app: Portal, client: Client, cast: Cast, session: Session, letter: Letter
) -> None:
    digest = letters.write_digest(session, cast.amina, occasion="digest 2026-11-23", now=NOON)
    letters.write(session, LetterKind.MESSAGE, [cast.amina], about=session.exec(select(Need)).one(), now=NOON)
    session.exec(update(Letter).values(digest_id=digest.id).where(Letter.id != digest.id))
    client().post(
        f"/my-letters/stop/{signed(Purpose.STOP_LETTERS, digest.ref, app.config['SECRET_KEY'])}",
        data=ONE_CLICK,
    )
    assert chosen(session, cast.amina) == {
        LetterGroup.ITEMS: Pace.NEVER,
        LetterGroup.MESSAGES: Pace.NEVER,
    }
